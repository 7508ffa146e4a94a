"""Minimum wage (最低工资): whether a month's wage for normal hours is below the standard in force that month in that place.

Only a full month of a full-time worker with known attendance is a finding. How to convert a month with absences is not laid
down anywhere we could read, so such months are doubts for a person to look at, never findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from anxin.domain.risk.lawbook import LawBook, LawValue
from anxin.domain.wages.payday import Sure
from anxin.kernel.money import Fen, fen_of, yuan
from anxin.kernel.outcome import AnxinError, Citation
from anxin.kernel.period import Month
from anxin.law.data.rules import document

_SATURDAY = 5
_TABLE: list[Mapping[str, Any]] = document("checks")["minimum_wage"]


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """The standard in force: monthly and hourly amount, the tier, where they stand, and whether all of that was verified."""

    monthly_fen: Fen
    hourly_fen: Fen | None
    tier: int
    citations: tuple[Citation, ...]
    verified: bool
    cautions: tuple[str, ...]
    paid_days: Fraction | None


@dataclass(frozen=True, slots=True)
class MonthWorked:
    """A worker's month as far as the minimum wage asks: pay for normal hours, without overtime and before deductions."""

    month: Month
    pay_fen: int
    attendance_days: float | None = None
    hours: float | None = None
    part_time: bool | None = None
    started_on: date | None = None
    ended_on: date | None = None
    net_of_deductions: bool = False


@dataclass(frozen=True, slots=True)
class BelowMinimum:
    """A month below the minimum wage: how much is short, how sure that is and why."""

    sure: Sure
    pay_fen: int
    minimum_fen: int
    short_fen: int
    words: str
    citations: tuple[Citation, ...]
    verified: bool


def minimum_wage(law: LawBook, month: Month, *, place: str) -> MinimumWage | None:
    """The minimum wage of a place in a month, as in force on its first day; None when no standard is known for it.

    A standard that changes within a month is applied from the next month on, in the employer's favour.
    """
    ids = _ids(place)
    monthly = _first_in_force(law, ids.get("monthly", ()), month.first)
    tier = _first_in_force(law, ids.get("tier", ()), month.first)
    if monthly is None or tier is None:
        return None
    hourly = _first_in_force(law, ids.get("hourly", ()), month.first)
    paid_days = _first_in_force(law, [ids["paid_days"]], month.first)
    used = [one for one in (monthly, tier, hourly) if one is not None]
    return MinimumWage(
        monthly_fen=_amount(monthly, tier.value),
        hourly_fen=None if hourly is None else _amount(hourly, tier.value),
        tier=tier.value,
        citations=tuple(dict.fromkeys(one.citation for one in used)),
        verified=all(one.verified for one in used),
        cautions=_cautions(ids, [monthly.id], month),
        paid_days=None if paid_days is None else Fraction(str(paid_days.value)),
    )


def _ids(place: str) -> dict[str, Any]:
    """The ids to ask for in a place, from the province down."""
    found: dict[str, Any] = {}
    for entry in sorted(_TABLE, key=lambda one: len(one["place"])):
        if place.startswith(entry["place"]):
            found |= entry
    return found


def _first_in_force(law: LawBook, ids: Iterable[str], on: date) -> LawValue | None:
    for param_id in ids:
        try:
            return law.get(param_id, on=on)
        except (AnxinError, LookupError):
            continue  # not in force that day; an older or newer notice may be
    return None


def _amount(found: LawValue, tier: int) -> Fen:
    in_yuan = found.value[tier - 1] if isinstance(found.value, list | tuple) else found.value
    return fen_of(Decimal(str(in_yuan)))


def _cautions(ids: Mapping[str, Any], used: Iterable[str], month: Month) -> tuple[str, ...]:
    notes = ids.get("cautions", {})
    return tuple(notes[one]["words"] for one in used if one in notes and month.last > notes[one]["after"])


def paid_days(month: Month) -> int:
    """The paid days (计薪日) of a month: Monday to Friday, statutory holidays included, because they are paid.

    >>> paid_days(Month(2026, 10)), paid_days(Month(2026, 2))
    (22, 20)
    """
    length = month.last.day
    return sum((month.first + timedelta(days=step)).weekday() < _SATURDAY for step in range(length))


def check_minimum(worked: MonthWorked, standard: MinimumWage) -> BelowMinimum | None:
    """Whether a month is below the minimum wage, as a finding or as a doubt with its reason; None when it is not."""
    if worked.part_time:
        return _check_hours(worked, standard)
    short = standard.monthly_fen - worked.pay_fen
    if short <= 0:
        return None
    doubt = _doubt(worked, standard)
    if doubt is _EXPLAINED:
        return None
    return _below(worked, standard, standard.monthly_fen, doubt)


_EXPLAINED = "缺勤足以解释"


def _doubt(worked: MonthWorked, standard: MinimumWage) -> str:
    """Why a month below the standard is no finding; empty when nothing speaks against it."""
    if worked.attendance_days is None:
        return "考勤天数未知，须先核对是否满勤"
    full = paid_days(worked.month)
    if worked.attendance_days < full:
        return _absent(worked, standard)
    if _partial(worked):
        return "当月入职或离职，不是整月"
    if worked.net_of_deductions:
        return "只有扣除社保、个税后的实发额，须按应发额核对"
    return "不知是否非全日制用工" if worked.part_time is None and worked.hours is not None else ""


def _absent(worked: MonthWorked, standard: MinimumWage) -> str:
    """A month with absences: explained when the pay reaches the standard converted by attendance, else a doubt."""
    if standard.paid_days is None or worked.attendance_days is None:
        return "当月未满勤，折算天数未知"
    converted = standard.monthly_fen * Fraction(str(worked.attendance_days)) / standard.paid_days
    if worked.pay_fen >= converted:
        return _EXPLAINED
    return f"当月出勤{worked.attendance_days:g}天未满勤；按出勤折算为{yuan(int(converted))}元也不足，折算办法没有统一规定，须人工核对"


def _partial(worked: MonthWorked) -> bool:
    joined = worked.started_on is not None and worked.started_on > worked.month.first
    left = worked.ended_on is not None and worked.ended_on < worked.month.last
    return joined or left


def _check_hours(worked: MonthWorked, standard: MinimumWage) -> BelowMinimum | None:
    """Part-time work is measured by the hour; without hours or an hourly standard nothing can be said."""
    if worked.hours is None or standard.hourly_fen is None:
        return None
    least = Fraction(str(worked.hours)) * standard.hourly_fen
    return None if worked.pay_fen >= least else _below(worked, standard, -int(-least // 1), "")


def _below(worked: MonthWorked, standard: MinimumWage, least: int, doubt: str) -> BelowMinimum:
    short = least - worked.pay_fen
    words = f"{worked.month}工资{yuan(worked.pay_fen)}元，低于最低工资{yuan(least)}元，差{yuan(short)}元"
    notes = [doubt, *standard.cautions] if doubt else list(standard.cautions)
    tail = f"（{'；'.join(notes)}）" if notes else ""
    mark = "" if standard.verified else "（依据未核实：当地适用档次或标准未见原文）"
    sure = Sure.DOUBT if doubt else Sure.FINDING
    return BelowMinimum(sure, worked.pay_fen, least, short, words + tail + mark, standard.citations, standard.verified)
