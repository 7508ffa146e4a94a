"""Clocks that a new notice or a new law would move (受影响的期限): found by the machine, applied by a person, each as an event.

A clock is worked out again from what it keeps: its parameter and the day of the law, its start, its pauses, its extensions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from anxin.base.actors import Actor, require
from anxin.base.alone import give_way
from anxin.base.clocks.actions import Worked, move_due
from anxin.base.clocks.models import Clock
from anxin.base.clocks.queries import running
from anxin.base.scope import Scope
from anxin.domain.clocks import Pause, StatutoryClock
from anxin.domain.clocks.statutory import recompute
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError
from anxin.law import LawBook, book, office_calendar

POWER = "clocks.recompute"
AT_ONCE = 200
"""Clocks moved in one transaction."""


@dataclass(frozen=True, slots=True)
class Affected:
    """One clock with what it says now and what it would say by today's law and calendar; `why` names the cause."""

    clock: Clock
    now: Worked
    why: str

    @property
    def moves(self) -> bool:
        """Whether the end itself is another one, and not only final instead of provisional."""
        return self.clock.due_at != self.now.due_at


def affected(scope: Scope) -> Iterator[Affected]:
    """The running clocks within reach whose end, or whether it is final, differs by today's law and calendar."""
    for clock in running(scope).exclude(law_param="").filter(paused_at=None).iterator(chunk_size=1000):
        found = _again(clock, settings.SETTINGS.law_overrides)
        if found is not None:
            yield found


def _again(clock: Clock, overrides: Path | None) -> Affected | None:
    calendar, law = office_calendar(overrides), book(settings.SETTINGS.town, overrides)
    try:
        value = as_value(clock, law)
    except AnxinError:
        return None  # its parameter is no longer known: nothing can be said against the end it has
    found = recompute(value, stored_due_at=clock.due_at, stored_version=clock.calendar_version, calendar=calendar)
    if found.now.due_at is None or (not found.moved and clock.provisional == found.now.provisional):
        return None
    worked = Worked(found.now.due_at, found.now.calendar_version, found.now.provisional, found.now.in_words())
    return Affected(clock, worked, _cause(clock, calendar_changed=found.calendar_changed, moved=found.moved))


def as_value(clock: Clock, law: LawBook) -> StatutoryClock:
    """A stored clock as the pure rules read it."""
    on = clock.law_date or local_date(clock.started_at)
    value = StatutoryClock.start(law.get(clock.law_param, on=on), at=clock.started_at, law_date=on)
    pauses = [
        Pause(datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None, reason)
        for since, until, reason in clock.pauses
    ]
    value = value.with_pauses(pauses) if pauses else value
    for _ in range(clock.extensions):
        value = value.extend(law)
    return value


def _cause(clock: Clock, *, calendar_changed: bool, moved: bool) -> str:
    if not moved:
        return "放假安排已公布，期限由暂定转为确定"
    return "放假安排有更新" if clock.provisional or calendar_changed else "法规数值有更新"


def apply(*, clock_ids: Collection[int] | None, by: Actor, at: datetime) -> int:
    """Give the affected clocks named (all within reach when none are) their new ends; answers how many.

    They are looked for without holding the database and moved some at a time, each as it stands then: a notice may move
    every clock of a large town. Those left where it is broken off are still affected.
    """
    require(by, POWER)
    found = [one.clock.pk for one in affected(by.scope) if clock_ids is None or one.clock.pk in clock_ids]
    done = 0
    for begin in range(0, len(found), AT_ONCE):
        if begin:
            give_way()
        done += _apply(found[begin : begin + AT_ONCE], by=by, at=at)
    return done


@transaction.atomic
def _apply(clock_ids: Collection[int], *, by: Actor, at: datetime) -> int:
    done = 0
    standing = Clock.objects.select_for_update().filter(pk__in=clock_ids, stopped_at=None, paused_at=None)
    for clock in standing.order_by("pk"):
        one = _again(clock, settings.SETTINGS.law_overrides)
        if one is not None:
            require(by, POWER, clock.place_path)
            done += move_due(subject=clock.subject, kind=clock.kind, due_at=one.now, by=by, at=at)
    return done
