"""What happens with the talk under a receipt code (留言往来) besides its messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class NewsNoted(Event):
    """The office looked at what a filer wrote or added and found that it needs no answer (已阅)."""

    type: ClassVar[str] = "intake.news_noted"
    filing: int
    place: str

    @property
    def subject(self) -> str:
        return f"intake.filing:{self.filing}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return "当事人留言或材料已阅，无需答复"
