"""The shipped model is what our own messages make, knows messages it has not seen, and gives way to a model of the town's own."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from anxin.analytics.topic_model import learn, load
from anxin.analytics.topic_shipped import MESSAGES, SHIPPED, Shipped, examples, made
from anxin.domain.intake.topics import LABELS, OTHER, topic

TAIDI = Path(os.environ.get("ANXIN_SHARED") or Path(__file__).parents[2] / "../shared") / "data/taidi2020/labelled_full_text_open.csv"  # fmt: skip


def _unseen() -> list[tuple[str, str]]:
    with (Path(__file__).parent / "messages_unseen.tsv").open(encoding="utf-8", newline="") as lines:
        return [(row["label"], row["text"]) for row in csv.DictReader(lines, delimiter="\t")]


def _messages() -> list[dict[str, str]]:
    with MESSAGES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_messages_it_has_not_seen_are_known_far_oftener_than_by_telling_words() -> None:
    """42 messages, six of each class, written before the model was asked for the first time; 40 were right then."""
    model, told = Shipped(), _unseen()
    right = sum(model(text).value == label for label, text in told)
    by_words = sum(topic(text).value == label for label, text in told)
    assert right >= 38, [(label, model(text).value, text) for label, text in told if model(text).value != label]
    assert right > by_words + 4


def test_no_unseen_message_stands_among_the_examples() -> None:
    assert not {text for _, text in _unseen()} & {row["text"] for row in _messages()}


@pytest.mark.slow
def test_the_shipped_file_is_what_the_script_makes_of_the_messages() -> None:
    """Within the rounding to half the bits; if it is not, run script/learn-topics."""
    here, again = load(SHIPPED), made()
    assert here.labels == again.labels
    assert here.places.terms == again.places.terms
    assert here.temperature == again.temperature
    apart = max(float(np.abs(here.margins(text) - again.margins(text)).max()) for _, text in _unseen())
    assert apart < 0.02


def test_every_class_has_its_messages_once_each_and_nobody_in_them() -> None:
    rows = _messages()
    count = Counter(row["label"] for row in rows)
    assert set(count) == set(LABELS)
    assert min(count.values()) >= 200
    assert len({row["text"] for row in rows}) == len(rows) >= 1800
    assert all(row["matter"] for row in rows)
    assert not [row["text"] for row in rows if re.search(r"\d{7,}|我叫|@|https?:", row["text"])]


def test_examples_are_the_messages_their_matters_and_texts_of_three_joined() -> None:
    texts, labels = examples()
    rows = _messages()
    matters = {(row["label"], row["matter"]) for row in rows}
    assert len(texts) == len(labels) == 2 * len(rows) + len(matters)
    ours = {row["text"]: row["label"] for row in rows}
    text, label = texts[-1], labels[-1]
    assert [ours[one] for one in ours if one in text and len(one) > 8] == [label] * 3
    assert examples() == (texts, labels), "the same draw each time"


def test_a_text_without_a_word_is_no_class() -> None:
    model = Shipped()
    assert {model(text).value for text in ("", "  ", "\u3000")} == {OTHER}


def test_the_file_stays_small() -> None:
    assert SHIPPED.stat().st_size < 1_000_000


def test_confidence_that_is_known_is_taken_as_it_is() -> None:
    texts, labels = ["欠工资"] * 20 + ["噪音"] * 20, ["甲"] * 20 + ["乙"] * 20
    assert learn(texts, labels, temperature=0.25).temperature == 0.25


@pytest.mark.skipif(not TAIDI.exists(), reason="the shared data are not here")
def test_on_real_messages_it_is_better_than_telling_words() -> None:
    """Full texts of public 问政 platforms, none learnt from: see docs/explanation/reading-messages.md."""
    with TAIDI.open(encoding="utf-8-sig", newline="") as lines:
        told = [(row["留言主题"] + row["留言详情"], row["一级标签"]) for row in csv.DictReader(lines)]
    model = Shipped()
    right, by_words = (sum(read(text).value == label for text, label in told) / len(told) for read in (model, topic))
    assert right > 0.85
    assert right > by_words + 0.07
