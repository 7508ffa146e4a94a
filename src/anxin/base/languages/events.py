"""What happens to the languages of the workers' pages, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class WordingsTaken(Event):
    """Translations of the workers' pages were handed in."""

    type: ClassVar[str] = "languages.wordings_taken"
    language: str
    title: str
    checked: int
    unchecked: int

    @property
    def subject(self) -> str:
        return f"languages.language:{self.language}"

    @property
    def place_path(self) -> str:
        return ""

    def in_words(self) -> str:
        return f"登记{self.title}译文：已核对 {self.checked} 句，未核对 {self.unchecked} 句"
