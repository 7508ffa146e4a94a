"""What people have in hand of warnings (手上的预警)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anxin.apps.warning.actions.warning import assign, subject_of
from anxin.apps.warning.models import Warning
from anxin.base.actors import Actor
from anxin.base.people.holdings import Held, Holding
from anxin.base.scope import Scope


def owned(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """Open warnings that these people own."""
    rows = Warning.objects.within(scope).filter(owner__in=holders).exclude(state=Warning.State.CLOSED)
    return [
        Held(
            one.owner_id or 0, one.pk, f"{one.get_level_display()}预警 {one.employer.name}", one.place_path,
            f"/office/warning/{one.pk}/", (subject_of(one.pk),),
        )
        for one in rows.select_related("employer").order_by("due_at", "pk")
    ]  # fmt: skip


def _give(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    assign(warning_id=number, owner_id=to_id, by=by, at=at)


HOLDINGS = (Holding("warning.warning", _("承办的预警"), "warning.handle", owned, _give),)
