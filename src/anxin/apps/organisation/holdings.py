"""What people have in hand in the organisation (值守与网格): watches to come, and the grids, villages and parks they look after."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anxin.apps.organisation.actions.handing_over import give_place, give_watch
from anxin.apps.organisation.models import DutyShift, GridMember
from anxin.base.people.holdings import Held, Holding
from anxin.base.scope import Scope
from anxin.kernel.clock import SHANGHAI, local_date


def watches(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """The watches of these people that have not begun."""
    rows = DutyShift.objects.within(scope).filter(account__in=holders, starts_at__gt=at).order_by("starts_at")
    return [
        Held(
            one.account_id or 0, one.pk, f"{one.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 起值班",
            one.place_path, "/office/organisation/duty/",
        )
        for one in rows
    ]  # fmt: skip


def places(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """The grids, villages and parks that these people look after."""
    rows = GridMember.objects.within(scope).filter(account__in=holders)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=local_date(at))).select_related("place")
    return [
        Held(
            one.account_id or 0, one.pk, f"{one.place.name}（{one.get_kind_display()}）", one.place_path,
            "/office/organisation/members/",
        )
        for one in rows.order_by("place_path", "pk")
    ]  # fmt: skip


HOLDINGS = (
    Holding("organisation.duty", _("排定的值班"), "organisation.view", watches, give_watch),
    Holding("organisation.member", _("负责的网格、村（社区）和园区"), "organisation.view", places, give_place),
)
