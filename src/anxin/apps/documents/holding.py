"""The papers of a case as its steps see them (案件文书): in force or still drafts, served or not, and the dates they set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from anxin.apps.documents.legal.forms import Form, To, form
from anxin.apps.documents.legal.papers import filled_of
from anxin.apps.documents.models import Paper
from anxin.domain.casework.papers import HeldPaper
from anxin.kernel.clock import local_date

LIVING = (Paper.State.DRAFT, Paper.State.PENDING, Paper.State.ISSUED)
"""The states of a paper that still counts."""


def papers_of_case(case_id: int) -> tuple[HeldPaper, ...]:
    """The papers of a case that are drafts or in force."""
    rows = Paper.objects.filter(case=case_id, state__in=LIVING).prefetch_related("services").order_by("pk")
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
    )  # fmt: skip


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
