"""Reads of cases; every one takes the viewer's scope."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from anxin.apps.cases.knowing import OF_PROCEDURE, STATE_CLOCK
from anxin.apps.cases.listing import SHOWN_FROM
from anxin.apps.cases.models import (
    Archived,
    Case,
    CaseFiling,
    CoHandler,
    Destruction,
    Procedure,
    ReplyTemplate,
    RetentionRule,
)
from anxin.base import clocks
from anxin.base.people.queries import colleagues
from anxin.base.places.paths import town_of
from anxin.base.scope import Scope
from anxin.domain.casework.limitation import ALARM_AHEAD
from anxin.domain.casework.listing import PROCEDURES
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound


def cases(scope: Scope) -> QuerySet[Case]:
    """Cases within reach."""
    return Case.objects.within(scope).select_related("employer", "owner")


def case(scope: Scope, case_id: int) -> Case:
    """One case within reach."""
    found = cases(scope).filter(pk=case_id).first()
    if found is None:
        raise NotFound("no_case", "没有这个案件，或不在您的管辖地域内。")
    return found


def case_with_files(scope: Scope, case_id: int) -> Case:
    """One case within reach whose files may be opened: not one that was destroyed, be their content swept away yet or not."""
    found = case(scope, case_id)
    if destroyed_by(found) is not None:
        raise NotFound("cases.destroyed", "本案案卷已按销毁清册销毁，材料不能再打开。")
    return found


def destroyed_by(found: Case) -> Archived | None:
    """The entry on the shelf of a case that was destroyed, or of the case into which it was merged; none while it is there."""
    seen: Case | None = found
    while seen is not None and seen.merged_into is not None:
        seen = seen.merged_into
    return Archived.objects.filter(case=seen).exclude(destroyed_at=None).first()


def protocol_of(found: Case) -> Destruction | None:
    """The protocol by which a case was destroyed."""
    row = destroyed_by(found)
    carried_out = Destruction.objects.exclude(done_at=None).filter(place_path=found.town_path).order_by("-done_at")
    return next((one for one in carried_out if row is not None and row.case_id in one.cases), None)


def procedures(case: Case) -> list[Procedure]:
    """The procedures of a case, the main one first, then doors as they were opened."""
    return sorted(case.procedures.all(), key=lambda one: (one.kind != "case", one.opened_at, one.pk))


def case_of_filing(filing_id: int) -> Case | None:
    """The case that a filing belongs to; for the filer's own look, and for whoever may see the filing."""
    row = CaseFiling.objects.filter(filing=filing_id).select_related("case__owner").first()
    return row.case if row else None


QUEUES = ("mine", "unit", "shared", "unassigned", "late_mine", "late", "pending", "limit")
"""The queues of work: what is mine, my unit's, what I help with, nobody's, late, waiting for approval, limitation running out."""


def queue(name: str, scope: Scope, person: int | None, at: datetime) -> QuerySet[Case]:
    """The open cases of one queue; the same rows that its count counts."""
    found = cases(scope).filter(open=True)
    soon = local_date(at) + ALARM_AHEAD
    waiting = Procedure.objects.filter(pending__isnull=False, ended_at=None).values("case")
    helping = CoHandler.objects.filter(account=person, until=None).values("case")
    wanted: dict[str, Q] = {
        "mine": Q(owner=person) if person is not None else Q(pk__in=[]),
        "unit": Q(owner__in=colleagues(person, at)) if person is not None else Q(pk__in=[]),
        "shared": Q(pk__in=helping),
        "unassigned": Q(owner=None),
        "late_mine": Q(owner=person, due_at__lt=at) if person is not None else Q(pk__in=[]),
        "late": Q(due_at__lt=at),
        "pending": Q(pk__in=waiting),
        "limit": Q(limited_on__lte=soon),
    }
    return found.filter(wanted[name]) if name in wanted else found


def queue_counts(scope: Scope, person: int | None, at: datetime) -> dict[str, int]:
    """How many cases stand in each queue."""
    return {name: queue(name, scope, person, at).count() for name in QUEUES}


def templates(scope_path: str) -> QuerySet[ReplyTemplate]:
    """The templates in use in the town of a place."""
    return ReplyTemplate.objects.filter(active=True, place_path=town_of(scope_path)).order_by("name", "pk")


def retention_rules(place_path: str) -> QuerySet[RetentionRule]:
    """The retention list of the town of a place."""
    return RetentionRule.objects.filter(active=True, place_path=town_of(place_path)).order_by("name", "pk")


def shelf(scope: Scope) -> QuerySet[Archived]:
    """The files on the shelf within reach, those due first."""
    kept = Archived.objects.filter(case__in=Case.objects.within(scope)).select_related("case__employer", "rule")
    return kept.order_by("kept_until", "pk")


def listings(scope: Scope) -> QuerySet[Any]:
    """Everything that puts, or put, an employer's name somewhere, within reach, with the day its state ends (`due_at`)."""
    subject = Concat(Value(OF_PROCEDURE), Cast(OuterRef("pk"), CharField()))
    running = clocks.running(scope).filter(kind=STATE_CLOCK, subject=subject)
    rows = Procedure.objects.within(scope).filter(kind__in=PROCEDURES).select_related("case__employer", "case__owner")
    return rows.annotate(due_at=Subquery(running.values("due_at")[:1]))


def listed(scope: Scope) -> QuerySet[Any]:
    """Names that stand somewhere now."""
    return listings(scope).filter(state__in=SHOWN_FROM.values(), ended_at=None)
