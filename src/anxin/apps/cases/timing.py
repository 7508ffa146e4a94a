"""The clock of a state (环节时限) as a value that can be stored: parameter, start, pauses and extensions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from anxin.domain.clocks import Pause, StatutoryClock
from anxin.kernel.clock import local_date, midnight_after
from anxin.kernel.outcome import RuleBroken
from anxin.law import book, office_calendar


@dataclass(frozen=True, slots=True)
class Due:
    """Until when, and why; `at` is None while the period stands still."""

    at: datetime | None
    param: str
    law_date: date
    provisional: bool
    why: tuple[str, ...]


def begun(param: str, at: datetime) -> dict[str, Any]:
    """A period that begins now, to be stored with its procedure."""
    return {"param": param, "started": at.isoformat(), "pauses": [], "extensions": 0}


def is_known(param: str) -> bool:
    """Whether the law of this place has such a period; a duty that only another province knows does not arise here."""
    return param in _book()


def paused(stored: dict[str, Any], at: datetime, reason: str) -> dict[str, Any]:
    """The same period, standing still from now on (中止)."""
    return _stored(_clock(stored).pause(at=at, reason=reason), stored["extensions"])


def resumed(stored: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The same period, running again (恢复)."""
    return _stored(_clock(stored).resume(at=at), stored["extensions"])


def extended(stored: dict[str, Any]) -> dict[str, Any]:
    """The same period, longer by what the law allows, and refused where it allows no more (延长)."""
    _clock(stored).extend(_book())
    return {**stored, "extensions": stored["extensions"] + 1}


def why_no_longer(stored: dict[str, Any]) -> str:
    """Why the law lengthens a period no more, that was lengthened already; empty while it may still be lengthened."""
    if not stored or not stored["extensions"]:
        return ""
    try:
        extended(stored)
    except RuleBroken as refused:
        return refused.message.rstrip("。")
    return ""


def due(stored: dict[str, Any]) -> Due:
    """When a stored period runs out, with its explanation."""
    clock = _clock(stored)
    found = clock.deadline(office_calendar(settings.SETTINGS.law_overrides))
    return Due(found.due_at, clock.param_id, clock.law_date, found.provisional, found.in_words())


def end_of(day: date) -> datetime:
    """The last second of a day in Shanghai: until then an order or an instalment may be met."""
    return midnight_after(day) - timedelta(seconds=1)


def is_paused(stored: dict[str, Any]) -> bool:
    """Whether the period stands still."""
    return bool(stored) and bool(stored.get("pauses")) and stored["pauses"][-1][1] is None


def _book() -> Any:
    return book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)


def _clock(stored: dict[str, Any]) -> StatutoryClock:
    started = datetime.fromisoformat(stored["started"])
    law_date = local_date(started)
    clock = StatutoryClock.start(_book().get(stored["param"], on=law_date), at=started)
    pauses = [
        Pause(datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None, reason)
        for since, until, reason in stored["pauses"]
    ]
    clock = clock.with_pauses(pauses) if pauses else clock
    for _ in range(stored["extensions"]):
        clock = clock.extend(_book())
    return clock


def _stored(clock: StatutoryClock, extensions: int) -> dict[str, Any]:
    pauses = [[one.since.isoformat(), one.until.isoformat() if one.until else None, one.reason] for one in clock.pauses]
    return {"param": clock.param_id, "started": clock.started.isoformat(), "pauses": pauses, "extensions": extensions}
