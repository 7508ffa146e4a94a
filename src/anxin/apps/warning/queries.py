"""Reads of signals, assessments and warnings; every one takes the viewer's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from anxin.apps.warning.models import Assessment, Signal, Warning
from anxin.base.scope import Scope
from anxin.kernel.clock import local_midnight, midnight_after
from anxin.kernel.outcome import NotFound

COMPLAINTS = ("complaint", "call_110", "call_12345")
GATHERING = "gathering"
MASS = 10
"""From how many people a gathering counts as a mass incident here; shown beside the figure (浙江调解仲裁条例: 10 人以上)."""


def warnings(scope: Scope) -> QuerySet[Warning]:
    """Warnings within reach."""
    return Warning.objects.within(scope).select_related("employer", "employer__village", "owner")


def warning(scope: Scope, warning_id: int) -> Warning:
    """One warning within reach."""
    found = warnings(scope).filter(pk=warning_id).first()
    if found is None:
        raise NotFound("no_warning", "没有这条预警，或不在您的管辖地域内。")
    return found


def open_warnings(scope: Scope) -> QuerySet[Warning]:
    """Warnings not closed yet, worst and soonest due first."""
    return warnings(scope).exclude(state=Warning.State.CLOSED).order_by("-score", "due_at", "pk")


def open_by_level(scope: Scope) -> dict[str, int]:
    """How many open warnings there are of each colour."""
    return dict(open_warnings(scope).order_by().values_list("level").annotate(n=Count("*")))


def assessments(scope: Scope) -> QuerySet[Assessment]:
    """Current assessments within reach."""
    return Assessment.objects.within(scope).filter(current=True).select_related("employer", "employer__village")


def assessment_of(employer_id: int) -> Assessment | None:
    """The current assessment of an employer; None when it was never assessed."""
    return Assessment.objects.filter(employer_id=employer_id, current=True).first()


def assessment_history(employer_id: int) -> QuerySet[Assessment]:
    """How an employer was assessed over time, newest first."""
    return Assessment.objects.filter(employer_id=employer_id).order_by("-as_of", "-pk")


def signals_of(employer_id: int, *, since: date) -> QuerySet[Signal]:
    """What was observed of an employer since a day, oldest first."""
    return Signal.objects.filter(employer_id=employer_id, on__gte=since).order_by("on", "pk")


@dataclass(frozen=True, slots=True)
class Happened:
    """What a report of some days counts, each to be read when it is wanted."""

    raised: QuerySet[Warning]
    complaints: QuerySet[Signal]
    """Complaints about unpaid wages by any channel."""
    mass_incidents: QuerySet[Signal]
    """Gatherings of ten or more people."""


def happened(scope: Scope, first: date, last: date) -> Happened:
    """What happened within reach from one day to another, both included."""
    seen = Signal.objects.within(scope).filter(on__range=(first, last)).select_related("employer")
    return Happened(
        raised=warnings(scope).filter(raised_at__gte=local_midnight(first), raised_at__lt=midnight_after(last)),
        complaints=seen.filter(kind__in=COMPLAINTS),
        mass_incidents=seen.filter(kind=GATHERING, value__gte=MASS),
    )
