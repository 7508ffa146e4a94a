"""What cases need from the room of papers above them; `project/wiring.py` fills it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from anxin.base.actors import Actor
from anxin.domain.casework.papers import HeldPaper


class PapersOfCase(Protocol):
    """Answers which papers of a case are drafts or in force."""

    def __call__(self, case_id: int) -> tuple[HeldPaper, ...]: ...


class TitleOfPaper(Protocol):
    """Answers how a form of paper is called."""

    def __call__(self, form_id: str) -> str: ...


class ContentOfPaper(Protocol):
    """Answers the file of an issued paper."""

    def __call__(self, paper_id: int) -> bytes: ...


class MarkPapers(Protocol):
    """Marks the papers of a case that write somebody as they were kept wrong, and answers how many."""

    def __call__(self, *, case_id: int, wrong: str, by: Actor, at: datetime) -> int: ...


@dataclass(slots=True)
class Ports:
    """The slots of this room."""

    papers_of_case: PapersOfCase | None = None
    title_of_paper: TitleOfPaper | None = None
    content_of_paper: ContentOfPaper | None = None
    mark_papers: MarkPapers | None = None


PORTS = Ports()
