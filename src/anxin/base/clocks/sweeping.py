"""Warning and expiring clocks that have come due (巡检时限): each exactly once, and none kept from its turn by another one."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import QuerySet

from anxin.base.actors import Actor
from anxin.base.alone import give_way
from anxin.base.clocks.actions import tell
from anxin.base.clocks.events import ClockExpired, ClockWarned
from anxin.base.clocks.models import Clock

BATCH = 100
"""Clocks swept in one transaction, so that the chain's lock is never held for long."""
logger = logging.getLogger(__name__)


class ClocksStuck(RuntimeError):
    """Some clocks could not be told of because what follows from them failed; all others were."""


def sweep(*, by: Actor, at: datetime) -> int:
    """Warn and expire clocks, each exactly once, however many processes sweep; run every minute by the clock-keeper.

    A clock whose consequence fails is left as it was and named at the end, after every other clock was told of.
    """
    told, stuck = 0, dict[int, Exception]()
    while count := _sweep_some(stuck, by=by, at=at):
        told += count
        if count >= BATCH:
            give_way()
    if stuck:
        raise ClocksStuck(f"clocks {sorted(stuck)}") from next(iter(stuck.values()))
    return told


@transaction.atomic
def _sweep_some(stuck: dict[int, Exception], *, by: Actor, at: datetime) -> int:
    """A transaction's worth; answers how many were looked at, those that failed among them."""
    open_ = Clock.objects.select_for_update().filter(stopped_at=None, paused_at=None)
    late = _some(open_.filter(expired_at=None, due_at__lt=at), stuck)
    for clock in late:
        clock.expired_at, clock.warned_at = at, clock.warned_at or at
    soon = _some(open_.filter(warned_at=None, due_at__gte=at, warn_at__lte=at), stuck)
    for clock in soon:
        clock.warned_at = at
    for clock in (*late, *soon):
        _tell_or_leave(clock, stuck, by=by, at=at)
    return len(late) + len(soon)


def _some(rows: QuerySet[Clock], stuck: Collection[int]) -> list[Clock]:
    return list(rows.exclude(pk__in=stuck).order_by("due_at")[:BATCH])


def _tell_or_leave(clock: Clock, stuck: dict[int, Exception], *, by: Actor, at: datetime) -> None:
    event = ClockExpired if clock.expired_at == at else ClockWarned
    try:
        with transaction.atomic():
            clock.save(update_fields=["expired_at", "warned_at"])
            tell(event, clock, by=by, at=at)
    except OperationalError:
        # The database itself is in trouble: the whole round is tried again.
        raise
    except Exception as error:
        # Without the message, which may quote a person's data.
        logger.error("clock %s (%s) could not be told of: %s", clock.pk, clock.kind, type(error).__name__)
        stuck[clock.pk] = error
