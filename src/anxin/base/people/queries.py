"""Reads of accounts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from anxin.base.people.models import Account
from anxin.base.people.sessions import actor_for
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound, RuleBroken


def accounts() -> QuerySet[Account]:
    """Every account, by name."""
    return Account.objects.order_by("username")


def holders(power: str, place_path: str, at: datetime) -> list[Account]:
    """The active accounts that may do something in a place."""
    on = local_date(at)
    active = Account.objects.filter(is_active=True).order_by("name", "pk")
    return [one for one in active if actor_for(one, on).may(power, place_path)]


def account_within(account_id: int, *, place_path: str, power: str, at: datetime) -> Account:
    """An active account that may do something in a place; refused otherwise."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        raise NotFound("no_account", "没有这个账号，或已停用。")
    if not actor_for(account, local_date(at)).may(power, place_path):
        raise RuleBroken("owner_cannot", "此人没有办理权限，或该事项不在其管辖地域内，请另选承办人。")
    return account
