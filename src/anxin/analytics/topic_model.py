"""A class for each message, learnt from labelled ones (类别模型): what is said, and what is said first, weighed linearly.

Each class weighs a trait by how much oftener it stands in its own messages than in others before its line is drawn (Wang and
Manning 2012, "Baselines and Bigrams"). Learning takes scikit-learn (`pip install anxin[triage]`); the model is a file of plain
arrays, read without it and without running anything it holds. No segmentation: words count where white space parts them.
"""

from __future__ import annotations

import csv
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anxin.analytics.topic_traits import Places, traits
from anxin.domain.intake.said import Read
from anxin.kernel.outcome import BadInput, Fault, RuleBroken

LEAST = 20
"""Labelled messages a class needs before it can be learnt."""
_LABEL = ("label", "一级标签", "类别", "category")
_TEXT = ("tokens", "留言主题", "留言详情", "text", "内容", "words")
_ARRAYS = ("idf", "telling", "weights", "intercept")
_PENALTY = 1.0
_EVEN = 0.3
"""The part of a trait's weight that every class gives alike, however little it tells."""
_TEMPERATURES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class TopicModel:
    """Weights of traits per class; `temperature` turns margins into a confidence fitted on messages kept aside.

    `telling` is how much each trait tells of each class: `weights` hold it already, a message's length needs it squared.
    """

    labels: tuple[str, ...]
    places: Places
    idf: NDArray[np.float32]
    telling: NDArray[np.float32]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    temperature: float

    def __call__(self, text: str) -> Read[str]:
        """The likeliest class of a message."""
        margins = self.margins(text)
        odds = np.exp((margins - margins.max()) / self.temperature)
        best = int(margins.argmax())
        second = int(np.argsort(margins)[-2])
        confidence = round(float(odds[best] / odds.sum()), 2)
        doubt = f"也可能是{self.labels[second]}" if odds[second] / odds[best] > CLOSE else ""
        return Read(self.labels[best], "", 0, confidence, doubt)

    def margins(self, text: str) -> NDArray[np.float32]:
        """How far the message lies on each class's side, as scikit-learn's decision function gives it."""
        places, often = self.places.seen(text)
        values = (1 + np.log(often.astype(np.float32))) * self.idf.take(places)
        length = np.sqrt(np.square(values) @ np.square(self.telling.take(places, axis=0)))
        length[length == 0] = 1
        found: NDArray[np.float32] = (values @ self.weights.take(places, axis=0) / length + self.intercept).astype(
            np.float32
        )
        return found

    def save(self, path: Path, *, number: type[np.floating[Any]] = np.float32) -> None:
        """Write the model; the file holds arrays only. Numbers of half the bits halve it and move no class (`float16`)."""
        with path.open("wb") as out:
            np.savez_compressed(
                out,
                labels=np.array(self.labels),
                terms=np.frombuffer("\n".join(self.places.terms).encode(), dtype=np.uint8),
                **{name: getattr(self, name).astype(number) for name in _ARRAYS},
                temperature=np.array([self.temperature]),
            )


CLOSE = 0.6


def load(path: Path) -> TopicModel:
    """Read a model; a file that is none is refused."""
    try:
        with np.load(path, allow_pickle=False) as held:
            terms = bytes(held["terms"]).decode().split("\n")
            idf, telling, weights, intercept = (held[name].astype(np.float32) for name in _ARRAYS)
            return TopicModel(
                tuple(str(one) for one in held["labels"]),
                Places.of(terms),
                idf,
                telling,
                weights,
                intercept,
                float(held["temperature"][0]),
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as problem:
        fault = Fault(path.name, "不是类别模型文件", "请用 anxin triage --train 生成")
        raise BadInput("triage.bad_model", "类别模型打不开：", [fault]) from problem


def labelled(path: Path) -> tuple[list[str], list[str]]:
    """Messages and their classes from a CSV file with a heading; several columns of text are joined."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadInput("triage.no_file", "训练文件有误：", [Fault(path.name, "打不开或不是 UTF-8 的 CSV", "请另存为 UTF-8 CSV")]) from problem  # fmt: skip
    names = set(rows[0]) if rows else set()
    label = next((one for one in _LABEL if one in names), None)
    texts = [one for one in _TEXT if one in names]
    if label is None or not texts:
        fault = Fault(
            path.name, "缺少类别列或内容列", f"类别列名用 {'、'.join(_LABEL)} 之一，内容列名用 {'、'.join(_TEXT)} 之一"
        )
        raise BadInput("triage.no_columns", "训练文件有误：", [fault])
    kept = [row for row in rows if row[label] and any(row[one] for one in texts)]
    return [" ".join(row[one] or "" for one in texts) for row in kept], [row[label] for row in kept]


def learn(texts: Sequence[str], labels: Sequence[str], *, temperature: float | None = None) -> TopicModel:
    """Learn a model; confidence is fitted on a fifth of the messages kept aside, unless known; then all of them are learnt from."""
    _refuse_few(labels)
    if temperature is not None:
        return _fit(texts, labels, temperature)
    aside = np.arange(len(texts)) % 5 == 0
    part = _fit([t for t, out in zip(texts, aside, strict=True) if not out], [v for v, out in zip(labels, aside, strict=True) if not out], 1.0)  # fmt: skip
    judged = [(part.margins(text), part.labels.index(label)) for text, label, out in zip(texts, labels, aside, strict=True) if out]  # fmt: skip
    temperature = min(_TEMPERATURES, key=lambda one: sum(_surprise(margins, right, one) for margins, right in judged))
    return _fit(texts, labels, temperature)


def _surprise(margins: NDArray[np.float32], right: int, temperature: float) -> float:
    scaled = (margins - margins.max()) / temperature
    return float(np.log(np.exp(scaled).sum()) - scaled[right])


def _refuse_few(labels: Sequence[str]) -> None:
    few = [f"{label}（{count} 条）" for label, count in sorted(Counter(labels).items()) if count < LEAST]
    if few or len(set(labels)) < 2:
        what = f"有的类别不足 {LEAST} 条：{'、'.join(few)}" if few else "只有一个类别"
        raise BadInput("triage.too_few", "训练样本不够：", [Fault("训练文件", what, "请补充样本或合并类别")])


def _fit(texts: Sequence[str], labels: Sequence[str], temperature: float) -> TopicModel:
    vectorizers, preprocessing, svm = _scikit()
    # The traits are our own function, so that reading and learning cannot come apart.
    weigher = vectorizers.TfidfVectorizer(analyzer=traits, sublinear_tf=True, min_df=2, norm=None, dtype=np.float32)
    seen, classes = weigher.fit_transform(texts), sorted(set(labels))
    telling, weights, intercept = [], [], []
    for one in classes:
        own = np.array([label == one for label in labels])
        told = _telling(seen, own)
        machine = svm.LinearSVC(C=_PENALTY, class_weight="balanced", random_state=0)
        machine.fit(preprocessing.normalize(seen.multiply(told).tocsr()), own)
        telling.append(told)
        weights.append(machine.coef_[0] * told)
        intercept.append(machine.intercept_[0])
    return TopicModel(
        tuple(classes), Places.of(sorted(weigher.vocabulary_, key=weigher.vocabulary_.__getitem__)),
        np.asarray(weigher.idf_, dtype=np.float32), np.stack(telling, axis=1).astype(np.float32),
        np.stack(weights, axis=1).astype(np.float32), np.array(intercept, dtype=np.float32), temperature,
    )  # fmt: skip


def _telling(seen: Any, own: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How much each trait tells of a class: the logarithm of its share there against its share elsewhere, whatever the sign."""
    among, elsewhere = (np.asarray((seen[rows] > 0).sum(axis=0)).ravel() + 1.0 for rows in (own, ~own))
    told = np.abs(np.log((among / among.sum()) / (elsewhere / elsewhere.sum())))
    even: NDArray[np.float64] = _EVEN + (1 - _EVEN) * told / (told.mean() or 1.0)
    return even


def _scikit() -> tuple[Any, Any, Any]:
    """Loaded only to learn: it is large, and whoever reads messages needs none of it."""
    try:
        names = ("feature_extraction.text", "preprocessing", "svm")
        text, preprocessing, svm = (import_module(f"sklearn.{name}") for name in names)
    except ImportError as problem:
        raise RuleBroken(
            "triage.no_scikit", "训练类别模型需要 scikit-learn：pip install 'anxin[triage]'。"
        ) from problem
    return text, preprocessing, svm
