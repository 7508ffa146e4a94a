"""Starting clocks of things that are new (新事项计时): nothing runs for them yet, so nothing needs to be looked up first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anxin.base.actors import Actor
from anxin.base.bulk import insert_numbered
from anxin.base.clocks.actions import warning_at
from anxin.base.clocks.events import ClockStarted
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.log import Told


def start_new(begun: Sequence[tuple[Clock, Actor, datetime]]) -> list[Told]:
    """Store clocks with who starts each and when; their events are handed back to be recorded with the caller's own."""
    for clock, _by, _at in begun:
        clock.warn_at = warning_at(clock.started_at, clock.due_at)
    insert_numbered([clock for clock, _by, _at in begun])
    return [
        Told(
            ClockStarted(clock=clock.pk, kind=clock.kind, of=clock.subject, place=clock.place_path, due=clock.due_at),
            by,
            at,
        )
        for clock, by, at in begun
    ]
