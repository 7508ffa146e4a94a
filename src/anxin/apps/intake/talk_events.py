"""What happens with the talk under a receipt code (留言往来) besides its messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.apps.intake.of_filing import OfFiling


@dataclass(frozen=True, slots=True)
class NewsNoted(OfFiling):
    """The office looked at what a filer wrote or added and found that it needs no answer (已阅)."""

    type: ClassVar[str] = "intake.news_noted"

    def in_words(self) -> str:
        return "当事人留言或材料已阅，无需答复"
