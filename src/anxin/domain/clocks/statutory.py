"""Statutory clocks (法定期限): start, pause, resume, extend, expire; and the deadline with its explanation.

A clock is a value: it holds what happened to it, and its deadline is computed from that and a calendar. So a new calendar or a
new law never moves it silently; `recompute` says what would move.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Self

from anxin.domain.clocks.counting import day_steps, instant_steps, last_day, last_instant
from anxin.domain.clocks.pauses import Pause, in_order
from anxin.domain.clocks.steps import Step, StepKind
from anxin.kernel.clock import local_date, midnight_after
from anxin.kernel.outcome import Citation, RuleBroken
from anxin.law.calendar import Calendar, CalendarVersion
from anxin.law.parameters import LawBook, Parameter
from anxin.law.periods import CountingRule, Period, Unit, counting_rule, extension_of, period_of

_LAST_SECOND = timedelta(seconds=1)
_DAY_BY_DAY = (StepKind.START, StepKind.COUNTED, StepKind.SKIPPED, StepKind.PAUSED, StepKind.ROLLED)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a period ends and why; no day at all while the clock stands still.

    `due` is the last day in Shanghai; `due_at` the last instant: 23:59:59 of that day, or the very minute for hours and minutes.
    `provisional` says that a year without a published notice had a part in it (暂定).
    """

    due: date | None
    due_at: datetime | None
    provisional: bool
    steps: tuple[Step, ...]
    rules: tuple[CountingRule, ...]
    calendar_version: CalendarVersion

    def in_words(self) -> tuple[str, ...]:
        """The explanation line by line, with the rules of counting and where they stand."""
        cited = tuple(f"依据：{rule.words}（{rule.citation.in_words()}）" for rule in self.rules)
        return tuple(step.in_words() for step in self.steps) + cited

    def expand(self) -> Iterator[tuple[date, StepKind, str]]:
        """Every day counted, skipped, paused or moved, one by one with its reason; the runs of `steps` written out."""
        runs = (step for step in self.steps if step.kind in _DAY_BY_DAY)
        return ((day, step.kind, step.why) for step in runs for day in step.days())


def deadline(period: Period, started: datetime, *, calendar: Calendar, pauses: Iterable[Pause] = ()) -> Deadline:
    """When a period that began at an instant ends, by a calendar, with its pauses."""
    held = in_order(pauses)
    rules = _rules(period.unit, paused=bool(held))
    if held and held[-1].until is None:
        return _standing(started, held[-1], rules, calendar)
    if period.unit.by_the_day:
        return _by_the_day(period, started, held, rules, calendar)
    due_at = last_instant(period, started, held)
    steps = (*instant_steps(period, started, due_at, held), *_without_effect(held, due_at))
    return Deadline(
        local_date(due_at),
        due_at.astimezone(UTC),
        provisional=False,
        steps=steps,
        rules=rules,
        calendar_version=calendar.version,
    )


def _by_the_day(
    period: Period, started: datetime, held: Sequence[Pause], rules: tuple[CountingRule, ...], calendar: Calendar
) -> Deadline:
    start = local_date(started)
    counted = last_day(period, start, calendar, held)
    due_at = (midnight_after(counted.due) - _LAST_SECOND).astimezone(UTC)
    first = start + timedelta(days=1) if period.unit is Unit.WORKING_DAYS else counted.nominal
    provisional = calendar.any_unpublished(first, counted.due)
    steps = [*day_steps(period, start, counted, calendar, held), *_without_effect(held, due_at)]
    if provisional:
        steps.append(_unpublished(first, counted.due, calendar))
    steps.append(
        Step(StepKind.DUE, counted.due, counted.due, f"期限届满日：{counted.due}{'（暂定）' if provisional else ''}")
    )
    return Deadline(counted.due, due_at, provisional, tuple(steps), rules, calendar.version)


def _standing(started: datetime, pause: Pause, rules: tuple[CountingRule, ...], calendar: Calendar) -> Deadline:
    start = local_date(started)
    why = f"自 {pause.first_day} 起中止{f'（{pause.reason}）' if pause.reason else ''}，尚未恢复，届满日待恢复后计算"
    steps = (
        Step(StepKind.START, start, start, "起算当日"),
        Step(StepKind.NOTE, pause.first_day, pause.first_day, why),
    )
    return Deadline(None, None, provisional=False, steps=steps, rules=rules, calendar_version=calendar.version)


def _without_effect(held: Iterable[Pause], due_at: datetime) -> Iterable[Step]:
    for pause in held:
        if pause.since > due_at:
            why = f"{pause.first_day} 起的中止在期限届满之后，不影响届满日"
            yield Step(StepKind.NOTE, pause.first_day, pause.first_day, why)


def _unpublished(first: date, due: date, calendar: Calendar) -> Step:
    years = [str(year) for year in range(first.year, due.year + 1) if year not in calendar.published]
    why = f"{'、'.join(years)}年放假安排尚未公布，按周一至周五并扣除已知法定节假日推算；通知公布后须重新计算"
    return Step(StepKind.NOTE, first, due, why)


def _rules(unit: Unit, *, paused: bool) -> tuple[CountingRule, ...]:
    names = {
        Unit.WORKING_DAYS: ["first_day", "working_days"],
        Unit.DAYS: ["first_day", "rest_day_end"],
        Unit.MONTHS: ["first_day", "months", "rest_day_end"],
        Unit.YEARS: ["first_day", "months", "rest_day_end"],
    }.get(unit, ["hours"])
    return tuple(counting_rule(name) for name in [*names, *(["pause"] if paused else [])])


@dataclass(frozen=True, slots=True)
class StatutoryClock:
    """One running period: its parameter and the law's day, when it began, and every pause and extension since."""

    param_id: str
    period: Period
    started: datetime
    law_date: date
    citation: Citation
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Period, ...] = ()

    @classmethod
    def start(cls, parameter: Parameter, *, at: datetime, law_date: date | None = None) -> Self:
        """Start a clock by a parameter in force."""
        return cls(parameter.id, period_of(parameter), at, law_date or local_date(at), parameter.citation)

    @property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return bool(self.pauses) and self.pauses[-1].until is None

    @property
    def length(self) -> Period:
        """The period with its extensions."""
        return Period(self.period.amount + sum(one.amount for one in self.extensions), self.period.unit)

    def pause(self, *, at: datetime, reason: str = "") -> Self:
        """Stop the clock (中止); a clock that stands still cannot be stopped again."""
        if self.paused:
            raise self._broken("clocks.already_paused", "期限已经中止，不能再次中止。")
        if at < self.started or (self.pauses and at < (self.pauses[-1].until or at)):
            raise self._broken("clocks.pause_too_early", "中止时间早于起算或上次恢复时间。")
        return replace(self, pauses=(*self.pauses, Pause(at, None, reason)))

    def resume(self, *, at: datetime) -> Self:
        """Let the clock run again (恢复); resuming a running clock changes nothing."""
        if not self.paused:
            return self
        return replace(self, pauses=(*self.pauses[:-1], replace(self.pauses[-1], until=at)))

    def with_pauses(self, pauses: Iterable[Pause]) -> Self:
        """The same clock with all its pauses as recorded; two that overlap are refused."""
        return replace(self, pauses=in_order(pauses))

    def extend(self, law: LawBook) -> Self:
        """Extend the period by the parameter the law provides for it (延长), no more often than it allows."""
        return replace(self, extensions=(*self.extensions, self._extension(law)))

    def _extension(self, law: LawBook) -> Period:
        allowed = extension_of(self.param_id)
        if allowed is None:
            raise self._broken("clocks.no_extension", f"没有查到“{self.param_id}”可以延长的规定。")
        if len(self.extensions) >= allowed.times:
            raise self._broken("clocks.extended", f"该期限最多延长{allowed.times}次，已延长{len(self.extensions)}次。")
        parameter, _ = law.nearest(allowed.by, on=self.law_date)
        period = period_of(parameter)
        if period.unit is not self.period.unit:
            raise self._broken("clocks.extension_unit", f"延长期限“{allowed.by}”的单位与原期限不同，不能相加。")
        return period

    def deadline(self, calendar: Calendar) -> Deadline:
        """When the clock runs out, by a calendar."""
        return deadline(self.length, self.started, calendar=calendar, pauses=self.pauses)

    def expired(self, *, at: datetime, calendar: Calendar) -> bool:
        """Whether the period is over at an instant (届满); a clock that stands still is not."""
        due_at = self.deadline(calendar).due_at
        return due_at is not None and at > due_at

    def _broken(self, code: str, message: str) -> RuleBroken:
        return RuleBroken(code, message, self.citation, param_id=self.param_id)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a newer calendar says of a stored deadline: whether it moves, from where to where, and whether it is final now."""

    before: datetime | None
    now: Deadline
    calendar_changed: bool

    @property
    def moved(self) -> bool:
        return self.before != self.now.due_at


def recompute(
    clock: StatutoryClock, *, stored_due_at: datetime | None, stored_version: str, calendar: Calendar
) -> Recomputed:
    """Compute a stored clock again; nothing is applied, an authorised person does that."""
    return Recomputed(stored_due_at, clock.deadline(calendar), stored_version != calendar.version)
