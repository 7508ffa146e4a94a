"""Whether the wages have arrived, by the word of whoever filed (到账确认): each answers for themselves, the newest answer counts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.apps.cases.actions.handling import Told, decline, perform
from anxin.apps.cases.events import PaidAnswered
from anxin.apps.cases.knowing import main_of
from anxin.apps.cases.models import Case, CaseFiling
from anxin.base.actors import Actor, system
from anxin.base.eventlog.log import record
from anxin.kernel.outcome import RuleBroken

CONFIRMING = "confirming"
"""The state in which the worker is asked whether the wages have arrived."""


@transaction.atomic
def answer_paid(*, filing_id: int, paid: bool, by: Actor, at: datetime) -> Case:
    """Whoever filed says whether the wages have arrived: a no brings the case back to work, a yes counts as proof for that filing.

    A no takes back nobody else's yes. It outweighs whatever waits for approval at that moment: that was asked for in the belief
    that the wages had come.
    """
    row = CaseFiling.objects.select_for_update().filter(filing=filing_id).select_related("case").first()
    if row is None or row.case.state != CONFIRMING:
        raise RuleBroken("cases.not_asked", "现在不需要确认到账。请刷新页面。")
    row.paid_at, row.denied_at = (at, None) if paid else (None, at)
    row.save(update_fields=["paid_at", "denied_at"])
    case = row.case
    record(PaidAnswered(case=case.pk, place=case.place_path, filing=filing_id, paid=paid), by=by, at=at)
    if not paid:
        main = main_of(case)
        if main.pending is not None:
            decline(procedure_id=main.pk, reason="劳动者称未到账", by=system("cases"), at=at)
        perform(procedure_id=main.pk, verb="deny_paid", told=Told(), by=system("cases"), at=at)
    return case
