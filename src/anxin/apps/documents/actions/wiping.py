"""Wiping the content of papers whose case was destroyed by protocol (销毁): kind, number, hash and the protocol stay."""

from __future__ import annotations

from datetime import datetime

from anxin.apps.documents.events import PaperWiped
from anxin.apps.documents.legal.forms import form, forms
from anxin.apps.documents.models import Paper
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.files.store import release
from anxin.kernel.clock import local_date


def wipe_papers(*, case: int, protocol: str, by: Actor, at: datetime) -> int:
    """Wipe every paper of a case; whoever calls decided that the case is destroyed, in this transaction."""
    rows = Paper.objects.select_for_update().filter(case=case, wiped_at=None).order_by("pk")
    found = [_wipe(one, protocol, by=by, at=at) for one in rows]
    release({sha for some in found for sha in some}, on=local_date(at))
    return len(found)


def _wipe(paper: Paper, protocol: str, *, by: Actor, at: datetime) -> list[str]:
    """Wipe one paper; answers with the proofs of its service, which lie in the file store."""
    paper.facts_sealed = paper.filled_sealed = paper.reason = ""
    paper.wiped_at, paper.wiped_by = at, protocol[:60]
    paper.save(update_fields=["facts_sealed", "filled_sealed", "reason", "wiped_at", "wiped_by"])
    paper.files.update(content_sealed="")
    proofs = [sha for one in paper.services.all() for sha in one.files]
    paper.services.update(receiver_sealed="", where="", note="")
    title = form(paper.form).title if paper.form in forms() else paper.form
    event = PaperWiped(
        paper=paper.pk, form=paper.form, title=title, case=paper.case, place=paper.place_path, number_text=paper.number_text,
        protocol=paper.wiped_by,
    )  # fmt: skip
    record(event, by=by, at=at)
    return proofs
