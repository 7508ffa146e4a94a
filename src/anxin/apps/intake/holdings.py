"""What people have in hand of filings (手上的诉求): not dealt with yet, or with messages that nobody has read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.actions.filing import assign
from anxin.apps.intake.actions.receiving import subject_of
from anxin.apps.intake.models import Filing
from anxin.apps.intake.queries import news
from anxin.base.actors import Actor
from anxin.base.people.holdings import Held, Holding
from anxin.base.scope import Scope

WAITING = (Filing.State.INBOX, Filing.State.ASIDE)


def waiting(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """Filings assigned to these people that are not dealt with yet."""
    return _held(_owned(holders, scope).filter(state__in=WAITING))


def unread(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """Filings that were dealt with, but whose filers wrote again and wait for these people."""
    return _held(news(_owned(holders, scope).exclude(state__in=WAITING)))


def _owned(holders: Collection[int], scope: Scope) -> QuerySet[Filing]:
    return Filing.objects.within(scope).filter(owner__in=holders).select_related("employer").order_by("received_at")


def _held(rows: QuerySet[Filing]) -> list[Held]:
    return [
        Held(
            one.owner_id or 0, one.pk, f"{one.get_kind_display()}（回执尾号 {one.code_tail}）{one.employer or ''}",
            one.place_path, f"/office/intake/{one.pk}/", (subject_of(one.pk),),
        )
        for one in rows
    ]  # fmt: skip


def _give(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    assign(filing_id=number, owner_id=to_id, by=by, at=at)


HOLDINGS = (
    Holding("intake.filing", _("分派未办的诉求"), "intake.handle", waiting, _give),
    Holding("intake.message", _("未答复的当事人留言"), "intake.handle", unread, _give),
)
