"""Papers that name somebody as they were kept wrong (更正前的文书): they stay as they were written, and are marked to be made out anew."""

from __future__ import annotations

from datetime import datetime

from anxin.apps.documents.events import PaperOutdated
from anxin.apps.documents.holding import LIVING
from anxin.apps.documents.legal.forms import form
from anxin.apps.documents.legal.papers import facts_text
from anxin.apps.documents.models import Paper
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import open_
from anxin.domain.intake.rewriting import corrected


def mark_papers(*, case_id: int, wrong: str, by: Actor, at: datetime) -> int:
    """Mark the papers of a case that still write what was corrected; whoever calls granted the correction, in this transaction."""
    rows = Paper.objects.select_for_update().filter(case=case_id, state__in=LIVING, wiped_at=None).order_by("pk")
    found = [one for one in rows if corrected(text := _text(one), wrong=wrong, right="") != text]
    for one in found:
        one.outdated_at = at
        one.save(update_fields=["outdated_at"])
        event = PaperOutdated(
            paper=one.pk, form=one.form, title=form(one.form).title, case=one.case, place=one.place_path,
            number_text=one.number_text,
        )  # fmt: skip
        record(event, by=by, at=at)
    return len(found)


def _text(paper: Paper) -> str:
    """What a paper says; what was filled into a draft is still open to be written right, so only its facts count there."""
    filled = open_(paper.filled_sealed) if paper.issued_at and paper.filled_sealed else ""
    return facts_text(paper) + filled
