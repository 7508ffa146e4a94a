"""What people have in hand of legal papers (手上的文书): drafts, and what they put up for approval."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anxin.apps.documents.actions.handing_over import give_draft
from anxin.apps.documents.legal.forms import forms
from anxin.apps.documents.models import Paper
from anxin.base.people.holdings import Held, Holding, person
from anxin.base.scope import Scope


def drafts(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """Drafts of these people."""
    return _held("composed_by", Paper.State.DRAFT, holders, scope)


def submitted(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """Papers that these people put up for approval and nobody has issued."""
    return _held("submitted_by", Paper.State.PENDING, holders, scope)


def _held(field: str, state: str, holders: Collection[int], scope: Scope) -> list[Held]:
    names, known = {person(one): one for one in holders}, forms()
    rows = (
        Paper.objects.within(scope)
        .filter(**{f"{field}__in": list(names)}, state=state, wiped_at=None)
        .order_by("composed_at")
    )
    return [
        Held(
            names[getattr(one, field)], one.pk, f"{known[one.form].title if one.form in known else one.form} {one.case_title}", one.place_path,
            f"/office/documents/papers/{one.pk}/",
        )
        for one in rows.only("form", "case_title", "place_path", field)
    ]  # fmt: skip


HOLDINGS = (
    Holding("documents.draft", _("文书草稿"), "documents.draft", drafts, give_draft),
    Holding("documents.pending", _("送审的文书"), "documents.draft", submitted, give_draft),
)
