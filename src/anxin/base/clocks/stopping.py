"""Stopping the clocks of several subjects at once (批量停止时限): their events are handed back to be recorded with the caller's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from anxin.base.actors import Actor
from anxin.base.bulk import update_many
from anxin.base.clocks.events import ClockStopped
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.log import Told


def stop_all(*, subjects: Collection[str], kind: str, outcome: str, by: Actor, at: datetime) -> list[Told]:
    """Stop the running clocks of a kind; a subject without one is left out."""
    found = list(
        Clock.objects.select_for_update().filter(kind=kind, subject__in=subjects, stopped_at=None).order_by("pk")
    )
    for one in found:
        one.stopped_at, one.outcome = at, outcome
    update_many(found, ["stopped_at", "outcome"])
    return [
        Told(
            ClockStopped(
                clock=one.pk, kind=kind, of=one.subject, place=one.place_path, due=one.due_at, outcome=outcome,
                late=one.paused_at is None and at > one.due_at,
            ),
            by,
            at,
        )
        for one in found
    ]  # fmt: skip
