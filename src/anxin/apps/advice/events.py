"""What happens to answers, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class _OfAnswer(Event):
    answer: str
    number: int
    place: str

    @property
    def subject(self) -> str:
        return f"advice.answer:{self.answer}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class AnswerDrafted(_OfAnswer):
    """A version of an answer was written and waits for a second person."""

    type: ClassVar[str] = "advice.answer_drafted"

    def in_words(self) -> str:
        return f"起草解答第{self.number}版"


@dataclass(frozen=True, slots=True)
class AnswerPublished(_OfAnswer):
    """A second person checked a version; workers read it from now on."""

    type: ClassVar[str] = "advice.answer_published"

    def in_words(self) -> str:
        return f"复核并发布解答第{self.number}版"


@dataclass(frozen=True, slots=True)
class AnswerDropped(_OfAnswer):
    """A version was given up before anybody read it."""

    type: ClassVar[str] = "advice.answer_dropped"

    def in_words(self) -> str:
        return f"放弃解答第{self.number}版"


@dataclass(frozen=True, slots=True)
class AnswerWithdrawn(_OfAnswer):
    """An answer is shown no more, also where one ships with the product."""

    type: ClassVar[str] = "advice.answer_withdrawn"

    def in_words(self) -> str:
        return f"撤下解答（第{self.number}版）"


@dataclass(frozen=True, slots=True)
class GapSettled(Event):
    """A question without an answer was taken off the list."""

    type: ClassVar[str] = "advice.gap_settled"
    gap: int
    place: str

    @property
    def subject(self) -> str:
        return f"advice.gap:{self.gap}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return "移去一个未答的问题"
