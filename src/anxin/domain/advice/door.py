"""A door (门) and the facts it is judged on, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from anxin.kernel.outcome import Citation
from anxin.law.parameters import LawBook


class Standing(StrEnum):
    """How a door stands: go there first, open, not yet, or shut."""

    FIRST = "first"
    OPEN = "open"
    LATER = "later"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker told; None means not said. Days are Shanghai days, `amount_fen` is the worker's own."""

    on: date
    ended_on: date | None = None
    last_claimed_on: date | None = None
    kept_claiming: bool = False
    amount_fen: int | None = None
    months: int | None = None
    workers: int | None = None
    total_fen: int | None = None
    on_site: bool = False
    iou: bool = False
    agreement: bool = False
    boss_gone: bool = False
    filed_elsewhere: bool = False
    order_expired: bool = False
    in_need: bool = False
    award_unpaid: bool = False
    bankrupt: bool = False
    to_court: bool = False
    """Whether arbitration declined, did not decide in time, or its award was taken to court."""


@dataclass(frozen=True, slots=True)
class Door:
    """One door: how it stands and why, whom to go to and where, until when, with which papers, and by which articles."""

    id: str
    term: str
    standing: Standing
    why: tuple[str, ...]
    papers: tuple[str, ...]
    citations: tuple[Citation, ...]
    where: str
    by: str
    last_day: date | None = None

    @property
    def verified(self) -> bool:
        return all(one.verified for one in self.citations)


def articles(law: LawBook, told: Told, *names: str) -> tuple[Citation, ...]:
    """Where some rules stand on the day on which somebody asks."""
    return tuple(law.get(name, on=told.on).citation for name in names)
