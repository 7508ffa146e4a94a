"""Reads of cases; every one takes the viewer's scope."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from anxin.apps.cases.models import Case, CaseFiling, Procedure
from anxin.base.scope import Scope
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


def procedures(case: Case) -> list[Procedure]:
    """The procedures of a case, the main one first, then doors as they were opened."""
    return sorted(case.procedures.all(), key=lambda one: (one.kind != "case", one.opened_at, one.pk))


def late(scope: Scope, at: datetime) -> QuerySet[Case]:
    """Open cases whose soonest clock ran out."""
    return cases(scope).filter(due_at__lt=at).filter(Q(open=True))


def case_of_filing(filing_id: int) -> Case | None:
    """The case that a filing belongs to; for the filer's own look, and for whoever may see the filing."""
    row = CaseFiling.objects.filter(filing=filing_id).select_related("case__owner").first()
    return row.case if row else None
