"""Reads of clocks (时限); each takes the viewer's scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from anxin.base.clocks.models import Clock
from anxin.base.prepared import Prepared
from anxin.base.scope import Scope


def running(scope: Scope) -> QuerySet[Clock]:
    """Clocks that run within reach, soonest due first."""
    return Clock.objects.within(scope).filter(stopped_at=None).order_by("due_at", "pk")


def due(scope: Scope, at: datetime, owner: str | None = None) -> QuerySet[Clock]:
    """Clocks due by an instant, the latest first in line; `owner` is "person:12" or "role:clerk"."""
    found = running(scope).filter(due_at__lte=at, paused_at=None)
    return found if owner is None else found.filter(owner=owner)


def late(scope: Scope, at: datetime) -> QuerySet[Clock]:
    """Clocks that are late."""
    return only_late(running(scope), at)


def only_late(rows: QuerySet[Clock], at: datetime) -> QuerySet[Clock]:
    """Those of some running clocks that are late."""
    return rows.filter(due_at__lt=at, paused_at=None)


def mine(scope: Scope, owner: str, roles: Iterable[str] = ()) -> QuerySet[Clock]:
    """Clocks of a person, or of a role the person holds, or of nobody."""
    owners = [owner, "", *(f"role:{role}" for role in roles)]
    return running(scope).filter(Q(owner__in=owners))


def of(subject: str) -> QuerySet[Clock]:
    """Every clock of a subject, running or stopped, the newest first."""
    return Clock.objects.filter(subject=subject).order_by("-started_at", "-pk")


_RUNNING_OF = Prepared(lambda subject: of(subject).filter(stopped_at=None))


def running_of(subject: str) -> list[Clock]:
    """The clocks of a subject that run or stand still, the newest first."""
    return _RUNNING_OF(subject)


def soonest(subjects: Iterable[str]) -> Clock | None:
    """Of the clocks that run for a few subjects, the one that is due first; one that stands still is not due."""
    found = [one for subject in subjects for one in running_of(subject) if one.paused_at is None]
    return min(found, key=lambda one: (one.due_at, one.pk), default=None)


def progress(clock: Clock, at: datetime) -> float:
    """The share of its time that has passed, from 0 to 1; time stood still does not count."""
    until = clock.paused_at or clock.stopped_at or at
    whole = (clock.due_at - clock.started_at).total_seconds() - clock.paused_seconds
    passed = (until - clock.started_at).total_seconds() - clock.paused_seconds
    if whole <= 0:
        return 1.0
    return max(0.0, min(1.0, passed / whole))
