"""Reads of running clocks."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from anxin.base.clocks.models import Clock
from anxin.base.scope import Scope


def running(scope: Scope) -> QuerySet[Clock]:
    """Clocks that run within reach, soonest due first."""
    return Clock.objects.within(scope).filter(stopped_at=None).order_by("due_at", "pk")


def late(scope: Scope, at: datetime) -> QuerySet[Clock]:
    """Clocks that are late."""
    return running(scope).filter(due_at__lt=at)


def mine(scope: Scope, owner: str, roles: tuple[str, ...]) -> QuerySet[Clock]:
    """Clocks of a person, or of a role the person holds, or of nobody."""
    owners = [owner, "", *(f"role:{role}" for role in roles)]
    return running(scope).filter(Q(owner__in=owners))


def of(subject: str) -> QuerySet[Clock]:
    """Every clock of a subject, running or stopped."""
    return Clock.objects.filter(subject=subject).order_by("-started_at")
