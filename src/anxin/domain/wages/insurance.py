"""Insurance gaps (欠保): who was employed in a month and not insured, for how long, and what a late contribution costs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from anxin.domain.risk.lawbook import LawBook
from anxin.domain.wages.payday import Sure
from anxin.kernel.money import Fen
from anxin.kernel.outcome import Citation
from anxin.kernel.period import Month
from anxin.law.data.rules import document

_IDS: dict[str, str] = document("checks")["insurance"]
PersonMonth = tuple[int, int, Month]
"""Employer, worker, month."""


@dataclass(frozen=True, slots=True)
class Employed:
    """A worker's time with an employer (用工关系), as the register knows it."""

    worker_id: int
    employer_id: int
    started_on: date | None
    ended_on: date | None = None
    part_time: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A month in which a worker was employed and not insured."""

    employer_id: int
    worker_id: int
    month: Month
    sure: Sure
    words: str
    citations: tuple[Citation, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class LateContribution:
    """A contribution paid late (迟缴): days and the late fee (滞纳金) that the law adds per day."""

    days: int
    fee_fen: Fen
    words: str
    citations: tuple[Citation, ...]
    verified: bool


def gaps(
    employed: Iterable[Employed],
    insured: Collection[PersonMonth],
    *,
    reported: Collection[tuple[int, Month]],
    law: LawBook,
    on: date,
) -> tuple[Gap, ...]:
    """Every employed month without insurance, as known on a day.

    Only months of which the employer's list has come in count (`reported`): no list is unknown, not a gap. Months begun or
    ended in the middle, part-time work, and workers still within the time for registering are doubts.
    """
    by_employer: dict[int, list[Month]] = {}
    for employer_id, month in sorted(reported):
        by_employer.setdefault(employer_id, []).append(month)
    found = []
    for one in employed:
        for month in by_employer.get(one.employer_id, ()):
            if _works_in(one, month) and (one.employer_id, one.worker_id, month) not in insured:
                found.append(_gap(one, month, law, on))
    return tuple(found)


def _works_in(one: Employed, month: Month) -> bool:
    begun = one.started_on is None or one.started_on <= month.last
    return begun and (one.ended_on is None or one.ended_on >= month.first)


def _gap(one: Employed, month: Month, law: LawBook, on: date) -> Gap:
    rule = law.get(_IDS["register"], on=month.first)
    doubt = _doubt(one, month, int(rule.value), on)
    words = f"{month}在职未参保" + (f"（{doubt}）" if doubt else "") + ("" if rule.verified else "（依据未核实）")
    sure = Sure.DOUBT if doubt else Sure.FINDING
    return Gap(one.employer_id, one.worker_id, month, sure, words, (rule.citation,), rule.verified)


def _doubt(one: Employed, month: Month, days: int, on: date) -> str:
    """Why a month without insurance is not yet a finding; empty when it is."""
    if one.started_on is None:
        return "入职日期未知"
    if on <= one.started_on + timedelta(days=days):
        return f"入职未满{days}天，仍在登记期限内"
    if one.part_time:
        return "非全日制用工，可能由个人参保"
    if one.started_on > month.first:
        return "当月入职，不是整月"
    return "当月离职，不是整月" if one.ended_on is not None and one.ended_on < month.last else ""


def gap_months(found: Iterable[Gap], *, employer_id: int, through: Month) -> int:
    """For how many months in a row, back from `through`, an employer has had somebody uninsured for certain (连续欠保月数)."""
    months = {one.month for one in found if one.employer_id == employer_id and one.sure is Sure.FINDING}
    count, month = 0, through
    while month in months:
        count, month = count + 1, month.previous()
    return count


def uninsured_workers(found: Iterable[Gap], *, employer_id: int, month: Month) -> int:
    """How many workers of an employer were uninsured for certain in a month."""
    return len(
        {
            one.worker_id
            for one in found
            if one.employer_id == employer_id and one.month == month and one.sure is Sure.FINDING
        }
    )


def late_contribution(
    *, amount_fen: int, due_on: date, paid_on: date | None, law: LawBook, on: date
) -> LateContribution | None:
    """The late fee on a contribution paid after its due day or not yet paid by `on`; it runs daily from the day it was owed.

    The due day is set by the collecting office and must be given; it stands in no text that we read.
    """
    days = ((paid_on or on) - due_on).days
    if days <= 0:
        return None
    rate = law.get(_IDS["late_fee"], on=due_on)
    fee = Fen(int(amount_fen * Fraction(str(rate.value)) * days))
    state = "迟缴" if paid_on is not None else "至今未缴，已逾期"
    words = f"社保费{state}{days}天，应加收滞纳金" + ("" if rate.verified else "（依据未核实）")
    return LateContribution(days, fee, words, (rate.citation,), rate.verified)
