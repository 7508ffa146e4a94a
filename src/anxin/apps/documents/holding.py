"""The papers of a case as its steps see them (案件文书): in force or still drafts, served or not, and the dates they set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import prefetch_related_objects

from anxin.apps.documents.legal.forms import Form, To, form
from anxin.apps.documents.legal.papers import content_of, filled_of
from anxin.apps.documents.models import Paper, PaperFile, Service
from anxin.base.prepared import Prepared
from anxin.domain.casework import crime
from anxin.domain.casework.papers import HeldPaper, PaperOrder, Served
from anxin.kernel.clock import local_date
from anxin.kernel.money import parse_yuan

LIVING = (Paper.State.DRAFT, Paper.State.PENDING, Paper.State.ISSUED)
"""The states of a paper that still counts."""
_PAPERS = Prepared(lambda case: Paper.objects.filter(case=case, state__in=LIVING, wiped_at=None).order_by("pk"))


def papers_of_case(case_id: int) -> tuple[HeldPaper, ...]:
    """The papers of a case that are drafts or in force."""
    rows = _PAPERS(case_id)
    prefetch_related_objects(rows, "services")
    return tuple(held(one) for one in rows)


def title_of_paper(form_id: str) -> str:
    """How a form of paper is called."""
    return form(form_id).title


def held(paper: Paper) -> HeldPaper:
    """One paper; a paper for both sides counts as served when both were."""
    kind, services = form(paper.form), list(paper.services.all())
    return HeldPaper(
        form=kind.id, paper=paper.pk, title=kind.title, number=paper.number_text,
        issued_on=local_date(paper.issued_at) if paper.issued_at else None,
        served_on=_served_on(kind, [one.on for one in services]),
        dates=_dates(kind, paper), files=tuple(sha for one in services for sha in one.files),
        order=_order(kind, paper, services) if kind.orders and paper.issued_at else None,
        receiver=filled_of(paper).get(kind.receiver, "") if kind.receiver else "",
    )  # fmt: skip


OF_THE_OFFENCE = {
    Service.Method.DIRECT: crime.Service.RECIPIENT,
    Service.Method.POST: crime.Service.RECIPIENT,
    Service.Method.LEFT: crime.Service.RECIPIENT,
    Service.Method.RELATIVE: crime.Service.ADULT_RELATIVE,
    Service.Method.POSTED: crime.Service.POSTED,
}
"""What a service of ours is by 法释〔2013〕3号 art. 4; notices in a newspaper and electronic ones it does not name."""


def _order(kind: Form, paper: Paper, services: Sequence[Service]) -> PaperOrder | None:
    """The order to pay that a paper gives: its amount and deadline, its file, and each service."""
    dates, filled = _dates(kind, paper), filled_of(paper)
    file = paper.files.filter(kind="docx").values_list("sha256", flat=True).first()
    if "order_deadline" not in dates or paper.issued_at is None:
        return None
    return PaperOrder(
        kind.title, paper.number_text, local_date(paper.issued_at), dates["order_deadline"],
        parse_yuan(filled[kind.orders]), file or "", tuple(_service(one) for one in services), paper=paper.pk,
    )  # fmt: skip


def _service(one: Service) -> Served:
    method = OF_THE_OFFENCE.get(Service.Method(one.method))
    return Served(str(one.get_method_display()), one.on, one.where, one.note, tuple(one.files), method)


def content_of_paper(paper_id: int) -> bytes:
    """The file of an issued paper."""
    return content_of(PaperFile.objects.select_related("paper").get(paper=paper_id, kind="docx"))


def after_next(paper: Paper, *, on: date) -> HeldPaper:
    """The paper as it will be once it is issued, or, when it is issued already, once it is served on a day."""
    there = held(paper)
    if there.issued_on is None:
        return replace(there, issued_on=on)
    days = [*(one.on for one in paper.services.all()), on]
    return replace(there, served_on=there.served_on or _served_on(form(paper.form), days))


def _served_on(kind: Form, days: Sequence[date]) -> date | None:
    needed = 2 if kind.to is To.BOTH else 1
    return sorted(days)[needed - 1] if len(days) >= needed else None


def _dates(kind: Form, paper: Paper) -> dict[str, date]:
    setting = [one for one in kind.fields if one.sets]
    filled = filled_of(paper) if setting else {}
    return {one.sets: date.fromisoformat(filled[one.name]) for one in setting if filled.get(one.name)}
