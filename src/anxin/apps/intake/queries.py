"""Reads of filings; every one takes the viewer's scope, but for the filer's own look by receipt code."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from anxin.apps.intake.models import Filing, Kind
from anxin.base.scope import Scope
from anxin.kernel.outcome import NotFound

NEAR = timedelta(weeks=13)
"""Filings further apart than this are not offered as the same matter."""


def filings(scope: Scope) -> QuerySet[Filing]:
    """Filings within reach."""
    return Filing.objects.within(scope).select_related("employer", "owner")


def filing(scope: Scope, filing_id: int) -> Filing:
    """One filing within reach."""
    found = filings(scope).filter(pk=filing_id).first()
    if found is None:
        raise NotFound("no_filing", "没有这件诉求，或不在您的管辖地域内。")
    return found


def inbox(scope: Scope) -> QuerySet[Filing]:
    """What nobody has dealt with yet, the oldest silent hour first."""
    return filings(scope).filter(state=Filing.State.INBOX).order_by("answered_at", "happened_at", "pk")


def waiting(scope: Scope) -> int:
    """How many filings have had no answer at all."""
    return inbox(scope).filter(answered_at=None).count()


def in_figures(scope: Scope) -> tuple[int, int]:
    """How many filings lie in the inbox, and how many of them have had no answer at all; counted in one pass over an index."""
    rows = Filing.objects.within(scope).filter(state=Filing.State.INBOX)
    found = rows.aggregate(whole=Count("*"), answered=Count("answered_at"))
    return found["whole"], found["whole"] - found["answered"]


def filings_about(employer_id: int, scope: Scope) -> QuerySet[Filing]:
    """The filings about an employer, the earliest first; a question is no complaint and left out."""
    rows = Filing.objects.within(scope).filter(employer_id=employer_id).exclude(kind=Kind.ENQUIRY)
    return rows.order_by("received_at", "pk")


def in_cases(employer_id: int, scope: Scope, *, since: datetime) -> QuerySet[Filing]:
    """The filings about an employer that came since an instant and are in a case already."""
    return filings_about(employer_id, scope).filter(received_at__gt=since).exclude(case_id=None)


def alike(filing: Filing, scope: Scope) -> QuerySet[Filing]:
    """Filings that may be about the same matter: the same telephone, or the same employer within three months."""
    same = Q(pk__in=[])
    if filing.phone_hash:
        same |= Q(phone_hash=filing.phone_hash) | Q(fellows__phone_hash=filing.phone_hash)
    if filing.employer_id:
        near = (filing.received_at - NEAR, filing.received_at + NEAR)
        same |= Q(employer_id=filing.employer_id, received_at__range=near)
    rows = filings(scope).filter(same, joined_to=None).exclude(pk=filing.pk).distinct()
    return rows.annotate(others=Count("joined")).order_by("-received_at")[:20]
