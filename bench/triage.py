"""Reading messages: class in five folds on labelled messages against a plain word and character SVM, and messages per second;
beside them the shipped model and the telling words, which learn nothing from these messages.

    .venv/bin/python bench/triage.py LABELLED.csv [--texts MESSAGES.csv] [--folds 5]

`LABELLED.csv` has a class and a text (for us: taidi2020/labelled_tokenised_open.csv, which is measured with and never shipped).
The peer is scikit-learn's TfidfVectorizer on words 1-2 and characters 1-3 with LinearSVC, nothing tuned. Exact duplicates across
folds flatter both alike; `--unique` leaves them out.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from anxin.analytics.topic_model import TopicModel, labelled, learn
from anxin.analytics.topic_shipped import Shipped
from anxin.domain.intake.reading import read_message
from anxin.domain.intake.topics import topic

DAY = date(2026, 11, 24)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--texts", type=Path, help="messages as people wrote them, for the speed of the whole reading")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--unique", action="store_true")
    args = parser.parse_args()
    texts, labels = labelled(args.labelled)
    if args.unique:
        kept = dict(zip(texts, labels, strict=True))
        texts, labels = list(kept), list(kept.values())
    print(f"{len(texts):,} messages, {len(set(labels))} classes, {args.folds} folds")
    rivals: dict[str, Callable[[list[str], list[str]], Callable[[list[str]], list[str]]]] = {
        "ours": ours, "peer": peer, "shipped": shipped, "words": words,
    }  # fmt: skip
    folds = list(StratifiedKFold(args.folds, shuffle=True, random_state=20201128).split(texts, labels))
    for name, rival in rivals.items():
        _line(name, rival, folds, texts, labels)
    if args.texts:
        _whole(args.texts, learn(texts, labels))


def ours(texts: list[str], labels: list[str]) -> Callable[[list[str]], list[str]]:
    model = learn(texts, labels)
    return lambda told: [model(text).value for text in told]


def shipped(_texts: list[str], _labels: list[str]) -> Callable[[list[str]], list[str]]:
    model = Shipped()
    return lambda told: [model(text).value for text in told]


def words(_texts: list[str], _labels: list[str]) -> Callable[[list[str]], list[str]]:
    return lambda told: [topic(text.replace(" ", "")).value for text in told]


def peer(texts: list[str], labels: list[str]) -> Callable[[list[str]], list[str]]:
    tokens = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2)
    return make_pipeline(make_union(tokens, letters), LinearSVC(C=1.0)).fit(texts, labels).predict


def _line(name: str, rival: Callable, folds: list, texts: list[str], labels: list[str]) -> None:  # type: ignore[type-arg]
    every, found, seconds = np.array(labels), np.empty(len(labels), dtype=object), 0.0
    for learnt, told in folds:
        read = rival([texts[n] for n in learnt], [labels[n] for n in learnt])
        begun = time.perf_counter()
        found[told] = read([texts[n] for n in told])
        seconds += time.perf_counter() - begun
    names = sorted(set(labels))
    each = f1_score(every, found.astype(str), labels=names, average=None)
    print(f"{name:<8} macro-F1 {each.mean():.4f}   {len(texts) / seconds:,.0f} messages/s   " + "  ".join(f"{n} {f:.3f}" for n, f in zip(names, each, strict=True)))  # fmt: skip


def _whole(path: Path, model: TopicModel) -> None:
    told, _labels = labelled(path)
    told = told * max(1, 4000 // len(told))
    for name, category in (
        ("with the model", model),
        ("with the shipped model", Shipped()),
        ("with words alone", None),
    ):
        begun = time.perf_counter()
        for text in told:
            read_message(text, on=DAY, **({"category": category} if category else {}))
        seconds = time.perf_counter() - begun
        letters = sum(map(len, told)) / len(told)
        print(f"every fact, {name}: {len(told) / seconds:,.0f} messages/s of {letters:.0f} characters")


if __name__ == "__main__":
    main()
