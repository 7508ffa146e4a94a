"""Limitation (时效): until when a wage claim may be brought at each door, and what moved that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from anxin.domain.clocks.counting import add_months
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import Citation
from anxin.law.parameters import LawBook
from anxin.law.periods import Unit, period_of

ALARM_AHEAD = timedelta(weeks=9)
"""How long before its last day a limitation is shown as an alarm: time to prepare and hand in an application."""


class Ground(StrEnum):
    """What interrupts the limitation of arbitration (中断; 劳动争议调解仲裁法 art. 27(2))."""

    CLAIM = "claim"
    REMEDY = "official_remedy"
    ACKNOWLEDGED = "acknowledgement"

    @property
    def term(self) -> str:
        return {
            "claim": "向对方主张权利",
            "official_remedy": "向有关部门请求权利救济",
            "acknowledgement": "对方同意履行",
        }[self.value]


class Employment(StrEnum):
    """Whether the employment goes on (劳动关系): nobody said, it does, or it ended."""

    UNKNOWN = "unknown"
    ONGOING = "ongoing"
    ENDED = "ended"

    @property
    def term(self) -> str:
        return {"unknown": "未登记", "ongoing": "仍在职", "ended": "已终止"}[self.value]


@dataclass(frozen=True, slots=True)
class Interruption:
    """An interruption on a day: the period begins anew from then."""

    on: date
    ground: Ground


@dataclass(frozen=True, slots=True)
class Limitation:
    """The last day at one door; no day while the employment lasts; `why` tells how it came about, line by line.

    `since` is the day from which the period that runs now is counted.
    """

    door: str
    last_day: date | None
    why: tuple[str, ...]
    citation: Citation
    since: date | None = None

    def expired(self, *, at: datetime) -> bool:
        """Whether the day has passed in Shanghai."""
        return self.last_day is not None and local_date(at) > self.last_day

    def days_left(self, *, at: datetime) -> int | None:
        """Days until the last day; negative when it has passed."""
        return None if self.last_day is None else (self.last_day - local_date(at)).days


def arbitration(
    law: LawBook, *, ended_on: date | None, on: date, interruptions: Iterable[Interruption] = ()
) -> Limitation:
    """Until when arbitration may be asked for unpaid wages.

    While the employment lasts there is no limit; once it ended, one year from its end, anew from each interruption
    (劳动争议调解仲裁法 art. 27).
    """
    parameter = law.get("arb_limitation_wage_exception", on=on)
    if ended_on is None:
        return Limitation(
            "arbitration", None, ("劳动关系存续期间，拖欠劳动报酬的仲裁申请不受一年时效限制",), parameter.citation
        )
    years = _years(law, "arb_limitation_wage_exception", on)
    since, last = ended_on, add_months(ended_on, years * 12)
    why = [f"劳动关系于 {ended_on} 终止，应自终止之日起 {years} 年内提出，至 {last}"]
    for one in sorted(interruptions, key=lambda one: one.on):
        if one.on <= ended_on:
            continue
        if one.on > last:
            why.append(f"{one.on} {one.ground.term}，但时效已于 {last} 届满，不再中断")
            break
        since, last = one.on, add_months(one.on, years * 12)
        why.append(f"{one.on} {one.ground.term}，时效中断，重新计算至 {last}")
    return Limitation("arbitration", last, tuple(why), parameter.citation, since)


def cautious(law: LawBook, *, told_on: date, on: date, interruptions: Iterable[Interruption] = ()) -> Limitation:
    """The earliest last day there can be while nobody said whether the employment ended: as if the claim were counted from
    the day on which it was first brought to an authority, which interrupts at the latest then.
    """
    found = arbitration(law, ended_on=told_on, on=on, interruptions=interruptions)
    words = f"劳动关系是否终止尚未登记，从严按首次请求救济之日 {told_on} 起算"
    return replace(found, why=(words, *found.why[1:]))


def inspection(law: LawBook, *, breach_ended_on: date | None, on: date) -> Limitation:
    """Until when the labour inspection pursues a breach: two years from the day it ended (劳动保障监察条例 art. 20)."""
    parameter = law.get("insp_limitation_years", on=on)
    if breach_ended_on is None:
        return Limitation(
            "inspection", None, ("欠薪行为处于连续或继续状态，时效自行为终了之日起计算",), parameter.citation
        )
    years = _years(law, "insp_limitation_years", on)
    last = add_months(breach_ended_on, years * 12)
    return Limitation(
        "inspection",
        last,
        (f"违法行为于 {breach_ended_on} 终了，查处时效 {years} 年，至 {last}",),
        parameter.citation,
        breach_ended_on,
    )


def alarms(found: Iterable[Limitation], *, at: datetime, ahead: timedelta = ALARM_AHEAD) -> list[Limitation]:
    """The limitations that run out within a while, or have run out; the nearest first."""
    soon = [one for one in found if one.last_day is not None and one.last_day <= local_date(at) + ahead]
    return sorted(soon, key=lambda one: (one.last_day or date.max, one.door))


def _years(law: LawBook, param_id: str, on: date) -> int:
    period = period_of(law.get(param_id, on=on))
    if period.unit is not Unit.YEARS:
        raise ValueError(f"{param_id} is not in years")
    return period.amount
