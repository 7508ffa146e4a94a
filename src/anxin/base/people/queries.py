"""Reads of accounts, posts and powers."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Q, QuerySet

from anxin.base.people.models import Account, Post
from anxin.base.people.sessions import actor_for, actor_from, choices_now
from anxin.base.places.models import within
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound, RuleBroken


def accounts() -> QuerySet[Account]:
    """Every account, by name."""
    return Account.objects.order_by("username")


def accounts_within(scope: Scope) -> QuerySet[Account]:
    """Accounts with a post within reach, and those that have no post yet."""
    if not scope.paths:
        return Account.objects.none()
    reached = Post.objects.filter(within(scope, "place__path")).values("account_id")
    return Account.objects.filter(Q(pk__in=reached) | Q(posts__isnull=True)).distinct().order_by("username")


def account(scope: Scope, account_id: int) -> Account:
    """One account within reach."""
    found = accounts_within(scope).filter(pk=account_id).first()
    if found is None:
        raise NotFound("no_account", "没有这个账号，或不在您的管辖地域内。")
    return found


def holders(power: str, place_path: str, at: datetime) -> list[Account]:
    """The active accounts that may do something in a place."""
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.running(local_date(at)).select_related("place"):
        posts[post.account_id].append(post)
    choices = choices_now()
    active = Account.objects.filter(is_active=True, pk__in=posts).order_by("name", "pk")
    return [one for one in active if actor_from(one, posts[one.pk], choices).may(power, place_path)]


def colleagues(account_id: int, at: datetime) -> QuerySet[Account]:
    """Whoever has a post at a place where this person has one (本单位), this person among them."""
    posts = Post.objects.running(local_date(at))
    return Account.objects.filter(
        pk__in=posts.filter(place__in=posts.filter(account=account_id).values("place")).values("account")
    )


def account_within(account_id: int, *, place_path: str, power: str, at: datetime) -> Account:
    """An active account that may do something in a place; refused otherwise."""
    found = Account.objects.filter(pk=account_id, is_active=True).first()
    if found is None:
        raise NotFound("no_account", "没有这个账号，或已停用。")
    if not actor_for(found, local_date(at)).may(power, place_path):
        raise RuleBroken("owner_cannot", "此人没有办理权限，或该事项不在其管辖地域内，请另选承办人。")
    return found
