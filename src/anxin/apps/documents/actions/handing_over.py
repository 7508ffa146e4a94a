"""Giving a draft, or a paper put up for approval, to another person when somebody leaves (离岗交接)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.apps.documents.actions.paper import proposers_of
from anxin.apps.documents.events import PaperHandedOn
from anxin.apps.documents.legal.forms import form
from anxin.apps.documents.models import Paper
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.models import Account
from anxin.kernel.outcome import NotFound

DRAFT = "documents.draft"
OPEN = (Paper.State.DRAFT, Paper.State.PENDING)


@transaction.atomic
def give_draft(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    """Let another person go on with a paper that is not issued; whoever drew it up or put it up still cannot approve it."""
    paper = (
        Paper.objects.select_for_update(of=("self",))
        .within(by.scope)
        .filter(pk=number, state__in=OPEN, wiped_at=None)
        .first()
    )
    if paper is None:
        raise NotFound("no_paper", "没有这份文书，或已经签发。")
    require(by, DRAFT, paper.place_path)
    behind = proposers_of(paper)
    to, before = Account.objects.get(pk=to_id), f"person:{holder}"
    if paper.composed_by == before:
        paper.composed_by, paper.composed_by_name = f"person:{to_id}", to.name[:60]
    if paper.submitted_by == before:
        paper.submitted_by = f"person:{to_id}"
    paper.proposers = list(dict.fromkeys([*behind, f"person:{to_id}"]))
    paper.save(update_fields=["composed_by", "composed_by_name", "submitted_by", "proposers"])
    event = PaperHandedOn(
        paper=paper.pk, form=paper.form, title=form(paper.form).title, case=paper.case, place=paper.place_path, to=to_id
    )
    record(event, by=by, at=at)
