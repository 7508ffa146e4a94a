"""What filings need from rooms above them; `project/wiring.py` fills it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from anxin.base.actors import Actor


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """How the case of a filing stands, as its filer may know it."""

    number: str
    holder: str
    state: str
    next: str
    due_at: datetime | None
    why: tuple[str, ...]
    done: tuple[tuple[datetime, str], ...]
    asks_paid: bool
    kept: tuple[tuple[str, str], ...] = ()
    """What the case keeps of this filer: what it is, and how it may be shown."""


class StandingOfCase(Protocol):
    """Answers for a filing that is handled in a case; None when it is not."""

    def __call__(self, filing_id: int) -> CaseStanding | None: ...


class AnswerPaid(Protocol):
    """Takes the filer's answer whether the wages have arrived."""

    def __call__(self, *, filing_id: int, paid: bool, by: Actor, at: datetime) -> object: ...


@dataclass(slots=True)
class Ports:
    """The slots of this room."""

    standing_of_case: StandingOfCase | None = None
    answer_paid: AnswerPaid | None = None


PORTS = Ports()
