"""By when a warning must be checked and its handling told (核查、处置反馈时限): the town's own parameters, counted by the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from anxin.apps.warning.rulebooks import town_law
from anxin.domain.clocks import StatutoryClock
from anxin.domain.risk.levels import Level
from anxin.domain.risk.raising import check_due
from anxin.kernel.clock import local_date
from anxin.law import NotInForce, UnknownParameter, office_calendar

CHECK = {
    Level.RED: "local_warning_check_red_hours",
    Level.ORANGE: "local_warning_check_orange_hours",
    Level.YELLOW: "local_warning_check_yellow_days",
}
"""The parameter that says by when a warning of a colour must be checked."""
PROGRESS = "local_warning_progress_days"
"""The parameter that says how often the handling of a verified warning must be told."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An instant with the parameter, the law's day, the calendar and the steps by which it was found."""

    due_at: datetime
    law_param: str
    law_date: date
    calendar_version: str
    provisional: bool
    why: tuple[str, ...]

    def for_clock(self) -> dict[str, Any]:
        """The same as a clock keeps it."""
        return {
            "due_at": self.due_at, "law_param": self.law_param, "law_date": self.law_date,
            "calendar_version": self.calendar_version, "provisional": self.provisional, "why": self.why,
        }  # fmt: skip


def check_by(level: Level, at: datetime) -> Timed:
    """By when a warning of a colour raised at an instant must be checked; the product's own rule where the town has none."""
    found = _by_parameter(CHECK[level], at)
    if found is not None:
        return found
    due = check_due(level, at, place=settings.SETTINGS.town)
    return Timed(due.at, "", local_date(at), "", provisional=False, why=due.why)


def tell_by(at: datetime) -> Timed | None:
    """By when the handling of a verified warning must be told; None where the town set no rhythm."""
    return _by_parameter(PROGRESS, at)


def _by_parameter(param_id: str, at: datetime) -> Timed | None:
    try:
        parameter = town_law().get(param_id, on=local_date(at))
    except (UnknownParameter, NotInForce):
        return None
    overrides = settings.SETTINGS.law_overrides
    clock = StatutoryClock.start(parameter, at=at)
    found = clock.deadline(office_calendar(overrides if overrides.is_dir() else None))
    if found.due_at is None:
        return None
    words = (
        f"{parameter.term}：{clock.period.in_words()}（{parameter.citation.in_words()}，自定规则）",
        *found.in_words(),
    )
    return Timed(found.due_at, param_id, clock.law_date, found.calendar_version, found.provisional, words)
