"""What follows in cases from what happened to filings."""

from __future__ import annotations

from datetime import datetime

from anxin.apps.cases.actions.case import attach, open_from_filing
from anxin.apps.cases.models import CaseFiling
from anxin.apps.intake.events import FilingJoined, FilingsGathered
from anxin.base.actors import Actor
from anxin.kernel.outcome import RuleBroken


def attach_joined(event: FilingJoined, *, seq: int, by: Actor, at: datetime) -> None:
    """A filing joined to one that is in a case already comes into that case with it."""
    row = CaseFiling.objects.filter(filing=event.to).select_related("case").first()
    if row is None or CaseFiling.objects.filter(filing=event.filing).exists():
        return
    if not row.case.open:
        raise RuleBroken("cases.closed", "要并入的诉求所在案件已经结案。请把这件诉求单独转为案件。")
    attach(row.case, event.filing, by=by, at=at)


def open_for_group(event: FilingsGathered, *, seq: int, by: Actor, at: datetime) -> None:
    """Filings of a surge are one case at once; whether it is accepted, and who belongs to it, a person decides."""
    if not event.checked:
        open_from_filing(filing_id=event.head, by=by, at=at)
