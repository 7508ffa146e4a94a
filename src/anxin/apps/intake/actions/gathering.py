"""Many filings about one employer handled as one matter (合并处置): a person says so, once for all of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.apps.intake.actions.filing import join, lock
from anxin.apps.intake.actions.surging import SURGE_CLOCK, employer_subject
from anxin.apps.intake.models import Filing, Kind
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.scope import Scope
from anxin.kernel.outcome import RuleBroken

MOST = 500
"""Filings joined in one transaction; further ones by doing it again."""


def of_employer(employer_id: int, scope: Scope) -> list[Filing]:
    """The filings about an employer that nobody has dealt with, enquiries left out, the earliest first."""
    rows = Filing.objects.within(scope).filter(employer_id=employer_id, state=Filing.State.INBOX)
    return list(rows.exclude(kind=Kind.ENQUIRY).order_by("received_at", "pk")[: MOST + 1])


@transaction.atomic
def gather(*, employer_id: int, by: Actor, at: datetime) -> Filing:
    """Join all of them to the earliest, or to the one that others were joined to already; the alarm stops."""
    found = of_employer(employer_id, by.scope)
    if not found:
        raise RuleBroken("intake.nothing_to_gather", "没有待合并的诉求，可能已由他人处理。请刷新页面。")
    head = next((one for one in found if one.joined.exists()), found[0])
    lock(head.pk, by=by, power="intake.handle")
    for one in found[:MOST]:
        if one.pk != head.pk and not one.joined.exists():
            join(filing_id=one.pk, to_id=head.pk, by=by, at=at)
    clocks.stop(subject=employer_subject(employer_id), kind=SURGE_CLOCK, outcome="gathered", by=by, at=at)
    return head


@transaction.atomic
def leave_apart(*, employer_id: int, by: Actor, at: datetime) -> None:
    """They are different matters: the alarm stops, each filing goes its own way."""
    found = of_employer(employer_id, by.scope)
    for one in found[:1]:
        lock(one.pk, by=by, power="intake.handle")
    if not clocks.stop(subject=employer_subject(employer_id), kind=SURGE_CLOCK, outcome="apart", by=by, at=at):
        raise RuleBroken("intake.no_alarm", "这家单位没有集中投诉提醒，可能已由他人处理。")
