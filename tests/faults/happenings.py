"""The event that the killed processes of these tests record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class Step(Event):
    """One step of a long job."""

    type: ClassVar[str] = "tests.step"
    of: str
    number: int

    @property
    def subject(self) -> str:
        return f"{self.of}:{self.number}"

    @property
    def place_path(self) -> str:
        return "33/3306/330602/330602013/"

    def in_words(self) -> str:
        return "一步"
