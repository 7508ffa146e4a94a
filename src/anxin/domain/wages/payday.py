"""Pay days (发薪日): when a month's wage must be there, and what is said of one that came later than law or agreement allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from anxin.domain.risk.lawbook import LawBook, LawValue
from anxin.kernel.outcome import AnxinError, Citation
from anxin.kernel.period import Month
from anxin.law.data.rules import document

IsWorkingDay = Callable[[date], bool]
_LONGEST_REST = 12
"""No run of rest days is longer; a calendar that says so is wrong and must not move a pay day by weeks."""
_IDS: dict[str, str] = document("checks")["payday"]


class Sure(StrEnum):
    """Whether a breach stands on the figures alone (疑似违规), or a person must look first (存疑)."""

    FINDING = "finding"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class PayDay:
    """When a month's wage is due: the day agreed, and the latest lawful day, moved before rest days."""

    agreed: date
    latest: date
    why: tuple[str, ...]
    citations: tuple[Citation, ...]
    verified: bool
    provisional: bool

    @property
    def moved(self) -> bool:
        """Whether a rest day moved it earlier."""
        return self.latest != self.agreed


@dataclass(frozen=True, slots=True)
class LateWage:
    """A month's wage that came, or is still coming, later than allowed."""

    sure: Sure
    days: int
    still_owed: bool
    words: str
    citations: tuple[Citation, ...]
    verified: bool


def due_date(month: Month, pay_day: int | None, *, months_after: int = 1) -> date:
    """The day on which a month's wage is due by agreement: that day of the next month, or its last day when none was agreed.

    The wage may be paid in the period of work or the next one (保障农民工工资支付条例 art. 14), hence the last day of the next.

    >>> due_date(Month(2026, 1), 31), due_date(Month(2026, 1), None), due_date(Month(2026, 1), 15)
    (datetime.date(2026, 2, 28), datetime.date(2026, 2, 28), datetime.date(2026, 2, 15))
    """
    paid_in = month.plus(months_after)
    return paid_in.last if pay_day is None else date(paid_in.year, paid_in.number, min(pay_day, paid_in.last.day))


def lawful_payday(
    month: Month, pay_day: int | None, law: LawBook, *, is_working_day: IsWorkingDay | None, months_after: int = 1
) -> PayDay:
    """The latest lawful pay day: as agreed, and on the working day BEFORE when that is a rest day, never after.

    Without a calendar for the year the day is left where it was agreed and marked provisional.
    """
    agreed = due_date(month, pay_day, months_after=months_after)
    why = f"约定每月{pay_day}日发薪" if pay_day else "未约定发薪日，最迟为次月最后一天"
    shift = _in_force(law, "shift", agreed)
    if shift is None or shift.value != "before":
        return _unmoved(agreed, (why,), shift)
    if is_working_day is None:
        return replace(_unmoved(agreed, (why, "未取得当年工作日历，未考虑休息日"), shift), provisional=True)
    latest = _before(agreed, is_working_day)
    moved = f"{agreed}为休息日或法定节假日，应提前到{latest}（{shift.citation.in_words()}）"
    return replace(_unmoved(agreed, (why, moved) if latest != agreed else (why,), shift), latest=latest)


def _unmoved(agreed: date, why: tuple[str, ...], shift: LawValue | None) -> PayDay:
    cited = () if shift is None else (shift.citation,)
    verified = shift is None or shift.verified
    return PayDay(agreed=agreed, latest=agreed, why=why, citations=cited, verified=verified, provisional=False)


def _in_force(law: LawBook, key: str, on: date) -> LawValue | None:
    try:
        return law.get(_IDS[key], on=on)
    except (AnxinError, LookupError):
        return None  # the instrument was not yet, or is no longer, in force that day


def _before(day: date, is_working_day: IsWorkingDay) -> date:
    for back in range(_LONGEST_REST + 1):
        earlier = day - timedelta(days=back)
        if is_working_day(earlier):
            return earlier
    raise ValueError(f"no working day within {_LONGEST_REST} days before {day}")


def check_payday(
    due: PayDay,
    law: LawBook,
    *,
    on: date,
    paid_in_full_on: date | None,
    months_after: int = 1,
    delay_agreed: bool = False,
    migrant: bool = True,
) -> LateWage | None:
    """What is to be said of a wage that was paid late, or is not paid in full by `on`; nothing when it came in time.

    A delay agreed in hardship is believed only for other than migrant workers' wages, only up to the longest delay, and only as
    a doubt, because that rule's text was not read (zjw_delay_max_days). For migrant workers nothing but force majeure excuses.
    """
    days = ((paid_in_full_on or on) - due.latest).days
    too_seldom = _too_seldom(law, months_after, due.agreed)
    if days <= 0:
        return too_seldom
    longest = _in_force(law, "longest_delay", due.agreed) if delay_agreed and not migrant else None
    excused = longest is not None and days <= longest.value
    used = (longest,) if longest is not None and excused else ()
    owed = paid_in_full_on is None
    only_rest_day = paid_in_full_on is not None and paid_in_full_on <= due.agreed
    words = _late_words(due, days, owed=owed, only_rest_day=only_rest_day)
    verified = due.verified and all(one.verified for one in used)
    words += "".join(f"；称已协商延期，未超过{one.value}天，须核对协商记录" for one in used)
    return LateWage(
        sure=Sure.DOUBT if excused else Sure.FINDING,
        days=days,
        still_owed=owed,
        words=words + ("" if verified else "（依据未核实）"),
        citations=(*due.citations, *(one.citation for one in used)),
        verified=verified,
    )


def _late_words(due: PayDay, days: int, *, owed: bool, only_rest_day: bool) -> str:
    if only_rest_day:
        return f"发薪日{due.agreed}逢休息日，应提前到{due.latest}发放，晚了{days}天"
    return f"应于{due.latest}前发放，" + (f"至今已逾期{days}天未发足" if owed else f"迟发{days}天")


def _too_seldom(law: LawBook, months_after: int, on: date) -> LateWage | None:
    """A pay day agreed later than the next period breaks the rule of monthly pay even when it is kept."""
    rule = _in_force(law, "monthly", on)
    if rule is None or months_after <= rule.value:
        return None
    return LateWage(
        sure=Sure.FINDING,
        days=0,
        still_owed=False,
        words=f"约定隔{months_after}个月发薪，违反工资至少每月支付一次的规定"
        + ("" if rule.verified else "（依据未核实）"),
        citations=(rule.citation,),
        verified=rule.verified,
    )
