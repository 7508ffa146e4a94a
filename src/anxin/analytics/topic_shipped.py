"""The class of a message where a town has labelled none of its own (随附的类别模型): learnt from invented messages, shipped with them.

`shipped/messages.csv` holds messages we made up for every matter of the seven classes of public 问政 platforms; they stand under
Anxin's licence (Apache-2.0), and no message of a real person, nor a weight learnt from one, is among what is shipped. `script/learn-topics`
makes `shipped/topics.npz` of them.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

from anxin.analytics.topic_model import TopicModel, learn, load
from anxin.domain.intake.said import Read
from anxin.domain.intake.topics import topic

_HERE = Path(__file__).parent / "shipped"
MESSAGES, SHIPPED = _HERE / "messages.csv", _HERE / "topics.npz"
TEMPERATURE = 0.25
"""Fitted on real messages that were looked at while the examples were written: on our own, which are clearer, it comes out too sure."""
_TOGETHER = 3


def examples() -> tuple[list[str], list[str]]:
    """What the model learns: each message, the name of each matter, and as many texts of three messages of a class.

    Real messages are five times as long as ours and speak of several things at once; the joined ones stand for these.
    """
    with MESSAGES.open(encoding="utf-8", newline="") as lines:
        rows = [(row["label"], row["matter"], row["text"]) for row in csv.DictReader(lines)]
    matters = dict.fromkeys((label, matter) for label, matter, _ in rows)
    told = [(label, text) for label, _, text in rows] + [(label, matter) for label, matter in matters]
    draw = random.Random(1)  # noqa: S311 - the same draw each time, no secret
    for label in dict.fromkeys(label for label, _, _ in rows):
        own = [text for other, _, text in rows if other == label]
        told += [(label, "。".join(draw.sample(own, _TOGETHER))) for _ in own]
    return [text for _, text in told], [label for label, _ in told]


def made() -> TopicModel:
    """The model that these examples make; takes scikit-learn."""
    return learn(*examples(), temperature=TEMPERATURE)


class Shipped:
    """The shipped model; a text without a word is left to the telling words, which call it 其他."""

    def __init__(self, path: Path = SHIPPED) -> None:
        self._model = load(path)

    def __call__(self, text: str) -> Read[str]:
        return self._model(text) if text.strip() else topic(text)
