"""What the robot needs from strangers; `project/wiring.py` fills the slots, and each has a first filling of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from anxin.adapters.onebot.answers import Answer, answer_from_facts
from anxin.adapters.onebot.noticing import complains


class Answerer(Protocol):
    """Answers a question by the law of a day, the surest answer first; nothing when it does not know."""

    def __call__(self, text: str, *, on: date) -> Sequence[Answer]: ...


@dataclass(slots=True)
class Ports:
    """The slots of the robot.

    `answerer` is asked what the robot does not know itself; `complains` tells whether somebody's words say that wages are owed;
    `report_path` is the page where a worker of an employer, or of a park, files.
    """

    answerer: Answerer | None = None
    complains: Callable[[str], bool] = complains
    report_path: Callable[[int | None, int | None], str] = lambda _employer, _park: "/report/"

    def answer(self, text: str, *, on: date) -> Answer | None:
        """What the robot knows of the office itself, with the link that serves; else the surest answer it is given."""
        found = answer_from_facts(text, on=on) or (self.answerer(text, on=on) if self.answerer else ())
        sure = [one for one in found if one.confidence >= SURE]
        return max(sure, key=lambda one: one.confidence, default=None)


SURE = 0.45
"""Below this the robot says nothing in a group: a wrong answer about wages is worse than none."""
PORTS = Ports()
