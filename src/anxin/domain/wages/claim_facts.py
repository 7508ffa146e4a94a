"""The facts of a wage claim (主张的事实) and its lines, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from anxin.kernel.outcome import Citation
from anxin.kernel.period import Month
from anxin.law.parameters import Parameter


class Ending(StrEnum):
    """How the employment ended (解除或终止)."""

    RESIGNED_FOR_ARREARS = "resigned_for_arrears"
    DISMISSED = "dismissed"
    EXPIRED = "expired"
    RESIGNED = "resigned"
    DIED = "died"


class HoursSystem(StrEnum):
    """The working-time system (工时制度): standard, averaged over a period, or without fixed hours; the last two need approval."""

    STANDARD = "standard"
    COMPREHENSIVE = "comprehensive"
    IRREGULAR = "irregular"


class Standing(StrEnum):
    """How a line stands: due on these facts, due only once something happens, or not to be computed yet."""

    DUE = "due"
    CONDITIONAL = "conditional"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class MonthOfWork:
    """One month: what was agreed and earned in fen, what was paid, what was deducted for damages, and the overtime hours.

    `wage_fen` is the wage of normal hours, overtime not included; None when nobody said. `hourly_fen` is the wage of an hour, or
    what the piece rate comes to in one; `part_time_hours` are all hours of somebody hired by the hour (非全日制); `regular_fen` is
    the wage agreed for after the probation (试用期), told in a month of probation.
    """

    month: Month
    wage_fen: int | None
    paid_fen: int = 0
    overtime_hours: Fraction = Fraction(0)
    rest_day_hours: Fraction = Fraction(0)
    holiday_hours: Fraction = Fraction(0)
    overtime_paid_fen: int = 0
    deducted_fen: int = 0
    full_month: bool = True
    hourly_fen: int | None = None
    regular_fen: int | None = None
    part_time_hours: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """The facts of one worker as told; days are Shanghai days, money is in fen.

    `average_wage_fen`: the local monthly average of the year before, which caps the base of severance pay. `counted_from`: where
    an employer before this one counts, because the worker was moved. `later_paid_fen`: paid afterwards without a word for which
    month. `order_deadline`: the last day of an order to pay. `last_claimed_on`: when the wages were last asked for.
    """

    on: date
    place: str
    started_on: date | None = None
    ended_on: date | None = None
    ending: Ending | None = None
    contract_signed_on: date | None = None
    no_contract: bool = False
    months: tuple[MonthOfWork, ...] = ()
    average_wage_fen: int | None = None
    order_expired_unpaid: bool = False
    order_deadline: date | None = None
    last_claimed_on: date | None = None
    counted_from: date | None = None
    later_paid_fen: int = 0
    hours_system: HoursSystem = HoursSystem.STANDARD


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the claim; `most_fen` is above `amount_fen` where the law leaves a band to the authority."""

    id: str
    term: str
    standing: Standing
    amount_fen: int
    most_fen: int
    formula: str
    citations: tuple[Citation, ...]
    month: Month | None = None
    note: str = ""

    @property
    def verified(self) -> bool:
        return all(one.verified for one in self.citations)


@dataclass(frozen=True, slots=True)
class Claim:
    """All lines; the sum of what is due, and the parameters with the day of the law they were read on."""

    lines: tuple[Line, ...]
    parameters: tuple[Parameter, ...] = field(repr=False)

    @property
    def due_fen(self) -> int:
        return sum(one.amount_fen for one in self.lines if one.standing is Standing.DUE)
