"""How an employer's main signals and level moved over time (信号走势), month by month, as values ready for a chart."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from anxin.apps.payroll.api import employer_months
from anxin.apps.registry.api import employer
from anxin.apps.warning.models import Assessment, Signal
from anxin.apps.warning.queries import COMPLAINTS
from anxin.base.scope import Scope
from anxin.kernel.period import Month, months_between

POWER = "power"


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """The main signals of one month; None where nothing is known, which is never drawn as zero."""

    month: int
    workers: int | None
    late_days: int | None
    unpaid_share: float | None
    insurance_gap: float | None
    power_ratio: float | None
    complaints: int | None


@dataclass(frozen=True, slots=True)
class LevelPoint:
    """From which day on an employer stood at a level, with its score and class."""

    since: date
    level: str
    score: float
    klass: str


@dataclass(frozen=True, slots=True)
class SignalsOverTime:
    """An employer's months, oldest first, and the days on which its level, score or class moved, oldest first."""

    employer: int
    on: date
    points: tuple[MonthPoint, ...]
    levels: tuple[LevelPoint, ...]

    def to_json(self) -> dict[str, Any]:
        """The same as plain values: days as ISO text, months as yyyymm numbers, unknown as null."""
        levels = [{**asdict(one), "since": one.since.isoformat()} for one in self.levels]
        points = [asdict(one) for one in self.points]
        return {"employer": self.employer, "on": self.on.isoformat(), "points": points, "levels": levels}


def signals_over_time(scope: Scope, employer_id: int, *, on: date, months: int = 24) -> SignalsOverTime:
    """An employer's main signals over its last months and its levels, as known on a day; outside the scope not found."""
    employer(scope, employer_id)
    last = Month.of_day(on)
    span = tuple(months_between(last.plus(1 - months), last))
    rows = {
        row.month: row
        for row in employer_months(scope).filter(
            employer_id=employer_id, month__range=(span[0].code, last.code), workers__gt=0
        )
        if row.due_date is None or row.due_date <= on
    }
    power, voices = _observed(employer_id, since=span[0].first, on=on)
    points = tuple(_point(month.code, rows.get(month.code), power, voices) for month in span)
    return SignalsOverTime(employer_id, on, points, _levels(employer_id, on, since=span[0].first))


def _point(month: int, row: Any, power: dict[int, float], voices: dict[int, int] | None) -> MonthPoint:
    heard = None if voices is None else voices.get(month, 0)
    if row is None:
        return MonthPoint(month, None, None, None, None, power.get(month), heard)
    return MonthPoint(
        month=month,
        workers=row.workers,
        late_days=row.max_late,
        unpaid_share=round((row.unpaid + row.short) / row.workers, 4),
        insurance_gap=round(row.uninsured / row.workers, 4),
        power_ratio=power.get(month),
        complaints=heard,
    )


def _observed(employer_id: int, *, since: date, on: date) -> tuple[dict[int, float], dict[int, int] | None]:
    """The newest power ratio of each month, and complaints by month; None when no complaint of anyone was ever taken in."""
    found = Signal.objects.filter(
        employer_id=employer_id, on__range=(since, on), known_on__lte=on, kind__in=(POWER, *COMPLAINTS)
    )
    power: dict[int, float] = {}
    voices: dict[int, int] = {}
    for kind, day, value in found.order_by("on", "pk").values_list("kind", "on", "value"):
        month = Month.of_day(day).code
        if kind == POWER:
            power[month] = value
        else:
            voices[month] = voices.get(month, 0) + 1
    ever = Signal.objects.filter(kind__in=COMPLAINTS, known_on__lte=on).exists()
    return power, voices if ever else None


def _levels(employer_id: int, on: date, *, since: date) -> tuple[LevelPoint, ...]:
    """Every step of the level up to a day, and of the steps before the span the last one, which stood at its beginning."""
    rows = Assessment.objects.filter(employer_id=employer_id, as_of__lte=on).order_by("as_of", "pk")
    steps = [LevelPoint(row.as_of, row.level, row.score, row.klass) for row in rows]
    earlier = [one for one in steps if one.since < since]
    return (*earlier[-1:], *(one for one in steps if one.since >= since))
