"""Facts from what others observed (外部信号), as known by the day; a source that never said anything stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from anxin.apps.warning.gathered import MONTH, QUARTER, WEEK, YEAR, Facts, Gathered
from anxin.apps.warning.models import Signal
from anxin.domain.risk.signals import CATALOGUE
from anxin.domain.risk.statistics import against_past, ears
from anxin.domain.risk.windows import growth
from anxin.domain.risk.wording import Unit

LATEST = {
    "power": "power_ratio", "water": "water_ratio", "tax_late": "tax_late_days", "head_change": "head_change",
    "patrol": "patrol_note", "registry": "registry_abnormal", "insurance_late": "insurance_late_days",
    "utility_overdue": "utility_overdue_days", "rent_overdue": "rent_overdue_days", "loan_overdue": "loan_overdue",
    "owner_unreachable": "owner_unreachable", "moving_out": "moving_out", "dishonest": "dishonest_listed",
    "enforcement": "enforcements_open", "blacklist": "blacklisted", "order_disobeyed": "order_disobeyed",
    "account_idle": "account_idle_months", "guarantee_missing": "guarantee_missing",
    "labour_officer_missing": "labour_officer_missing", "notice_board_missing": "notice_board_missing",
    "labour_cost_late": "labour_cost_late_months",
}  # fmt: skip
"""Signals of which the newest observation of the last 90 days stands, and the fact it gives."""
COUNTED = {
    "lawsuit": ("lawsuits_90d", QUARTER), "complaint": ("complaints_30d", MONTH), "call_110": ("calls_110_30d", MONTH),
    "call_12345": ("calls_12345_30d", MONTH), "enquiry": ("enquiries_30d", MONTH), "post": ("posts_7d", WEEK),
    "penalty": ("penalties_12m", YEAR),
}  # fmt: skip
"""Signals that are counted over a rolling window, and the fact they give."""
VOICES = frozenset({"complaint", "call_110", "call_12345"})
WHOLE = frozenset({Unit.DAYS, Unit.GRADE, Unit.MONTHS, Unit.TIMES})
POWER = "power"
USUAL_SWING = 0.08
"""Power use that hardly ever varied would make any month an outlier; a swing of 8% is never taken as unusual."""
WEEKS = 12
"""How many rolling weeks the complaint alarm looks at: seven of baseline, two between, three of now."""


@dataclass(slots=True)
class _Heard:
    """What was observed of one employer in a year."""

    counts: dict[str, float] = field(default_factory=dict)
    voices: list[date] = field(default_factory=list)
    power: list[tuple[date, float]] = field(default_factory=list)

    def bump(self, name: str, by: float = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + by


def add_observed(gathered: Gathered) -> None:
    """Add the facts that the year's observations give."""
    on = gathered.on
    since = Signal.objects.filter(on__gt=on - YEAR, on__lte=on, known_on__lte=on)
    ever = frozenset(since.values_list("kind", flat=True).distinct())
    rows = since.filter(employer_id__in=gathered.ids).order_by("on", "pk")
    heard = {pk: _Heard() for pk in gathered.ids}
    for pk, kind, day, value in rows.values_list("employer_id", "kind", "on", "value"):
        if kind in LATEST and day > on - QUARTER:
            gathered.add(pk, **{LATEST[kind]: _typed(LATEST[kind], value)})
        _take(heard[pk], kind, day, value, age=on - day)
    for pk, one in heard.items():
        gathered.add(pk, **_counted(one.counts, ever), **_statistics(one, ever, on))


def _take(heard: _Heard, kind: str, day: date, value: float, *, age: timedelta) -> None:
    """Take one observation into the rolling windows; a complaint's value is how many people it speaks for."""
    if kind == POWER:
        heard.power.append((day, value))
    if kind in COUNTED and age < COUNTED[kind][1]:
        heard.bump(kind, max(1, value) if kind in {"enquiry", "post"} else 1)
    if kind in VOICES:
        _take_voice(heard, day, value, age=age)
    if kind == "gathering":
        heard.bump("mass")
        if age < MONTH:
            heard.counts["gathering"] = max(heard.counts.get("gathering", 0), value)


def _take_voice(heard: _Heard, day: date, people: float, *, age: timedelta) -> None:
    heard.voices.append(day)
    if age < MONTH:
        heard.bump("month")
        heard.bump("people", people)
    if age < WEEK:
        heard.bump("week")


def _counted(counts: Mapping[str, float], ever: frozenset[str]) -> Facts:
    known: Facts = {name: counts.get(kind, 0) for kind, (name, _window) in COUNTED.items() if kind in ever}
    if ever & VOICES:
        known |= {
            "complaints_7d": counts.get("week", 0),
            "complaints_30d": counts.get("month", 0),
            "complaint_people_30d": counts.get("people", 0),
        }
    if "gathering" in ever:
        known |= {
            "gathering_people_30d": counts.get("gathering", 0),
            "mass_incidents_12m": counts.get("mass", 0),
        }
    return {name: int(value) for name, value in known.items()}


def _statistics(heard: _Heard, ever: frozenset[str], on: date) -> Facts:
    """How unusual the newest power use is against the employer's own past, and whether complaints surge."""
    known: Facts = {}
    if heard.power and heard.power[-1][0] > on - QUARTER:
        known["power_deviation"] = against_past([value for _day, value in heard.power], least=USUAL_SWING)
    if ever & VOICES:
        known["complaint_surge"] = ears(_by_rolling_week(heard.voices, on)).sounds
        known["complaint_growth"] = growth(heard.voices, on, MONTH.days)
    return known


def _by_rolling_week(days: list[date], on: date) -> list[int]:
    """Counts by spans of seven days that end on the day, oldest first, so that no Monday cuts a surge in two."""
    counts = [0] * WEEKS
    for day in days:
        age = (on - day).days // WEEK.days
        if age < WEEKS:
            counts[WEEKS - 1 - age] += 1
    return counts


def _typed(name: str, value: float) -> float | int | bool:
    unit = CATALOGUE[name].unit
    if unit is Unit.YES:
        return value > 0
    return int(value) if unit in WHOLE else value
