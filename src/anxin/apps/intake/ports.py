"""What filings need from rooms above them; `project/wiring.py` fills it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from anxin.base.actors import Actor
from anxin.domain.advice.fitting import Suggested
from anxin.domain.intake.calls import CallReading


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
    said_paid: bool = False
    """The filer said that the wages have arrived, and may still take it back."""
    over: bool = False
    """Nothing more is done in it; new facts are filed anew."""
    kept: tuple[tuple[str, str], ...] = ()
    """What the case keeps of this filer: what it is, and how it may be shown."""


class StandingOfCase(Protocol):
    """Answers for a filing that is handled in a case; None when it is not."""

    def __call__(self, filing_id: int) -> CaseStanding | None: ...


class AnswerPaid(Protocol):
    """Takes the filer's answer whether the wages have arrived."""

    def __call__(self, *, filing_id: int, paid: bool, by: Actor, at: datetime) -> object: ...


class Advisor(Protocol):
    """Finds answers that fit what somebody told; a person reads and sends them."""

    def __call__(self, report: str, *, on: date) -> Sequence[Suggested]: ...


class Made(Protocol):
    """A case, of which this room knows the number alone."""

    @property
    def pk(self) -> int: ...


class OpenCase(Protocol):
    """Makes a case of a filing, or puts it to the open one about the same employer."""

    def __call__(self, *, filing_id: int, by: Actor, at: datetime) -> Made: ...


class CorrectInCase(Protocol):
    """Writes right in the case of a filing what its filer had corrected."""

    def __call__(self, *, filing_id: int, wrong: str, right: str, by: Actor, at: datetime) -> None: ...


class CallReader(Protocol):
    """Reads the call records of a telephone exchange; `own` are the office's own lines."""

    def __call__(self, path: Path, *, name: str, own: Sequence[str]) -> CallReading: ...


@dataclass(slots=True)
class Ports:
    """The slots of this room."""

    standing_of_case: StandingOfCase | None = None
    answer_paid: AnswerPaid | None = None
    correct_in_case: CorrectInCase | None = None
    open_case: OpenCase | None = None
    call_reader: CallReader | None = None
    advisor: Advisor | None = None

    def read_calls(self, path: Path, *, name: str, own: Sequence[str]) -> CallReading:
        if self.call_reader is None:
            raise RuntimeError("project/wiring.py has not filled intake.ports.call_reader")
        return self.call_reader(path, name=name, own=own)


PORTS = Ports()
