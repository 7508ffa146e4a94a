"""Subscribing a key's system, ending that, and sending again what did not arrive."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from anxin.adapters.webhooks.events import Ended, Replayed, Subscribed
from anxin.adapters.webhooks.kinds import KINDS
from anxin.adapters.webhooks.models import Delivery, Subscription
from anxin.adapters.webhooks.permissions import MANAGE
from anxin.adapters.webhooks.ports import Key, living_keys, names_of_keys, place_of_key
from anxin.adapters.webhooks.posting import refuse_bad_url
from anxin.adapters.webhooks.signature import fresh_secret
from anxin.adapters.webhooks.telling import send_later
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.scope import Scope
from anxin.base.vault.sealing import seal
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

MOST_AT_ONCE = 1000


@transaction.atomic
def subscribe(*, key: int, url: str, kinds: tuple[str, ...], by: Actor, at: datetime) -> tuple[Subscription, str]:
    """A new subscription and its secret, which is shown once. A key hears only what it may read anyway."""
    require(by, MANAGE)
    found = living_keys(by.scope, at=at).get(key)
    if found is None:
        raise NotFound("webhooks.no_key", "没有这个有效的接口密钥，或不在您的管辖地域内。")
    refuse_bad_url(url)
    faults = _faults(found, kinds)
    if faults:
        raise BadInput("webhooks.bad_subscription", "不能这样推送：", faults)
    secret = fresh_secret()
    made = Subscription.objects.create(
        key=key, url=url, secret_sealed=seal(secret), kinds=sorted(set(kinds)), by=by.id, at=at
    )
    event = Subscribed(subscription=made.pk, place=found.scope.paths[0], key=key, kinds=tuple(made.kinds))
    record(event, by=by, at=at)
    return made, secret


def _faults(key: Key, kinds: tuple[str, ...]) -> list[Fault]:
    if not kinds or not set(kinds) <= set(KINDS):
        return [Fault("事件", "没有选择，或含有不可推送的事件", "从列出的事件中选择")]
    return [
        Fault("事件", f"“{KINDS[one].label}”需要权限 {KINDS[one].power}，该密钥没有", "改选事件，或为密钥重新签发权限")
        for one in sorted(set(kinds))
        if KINDS[one].power not in key.powers
    ]


@transaction.atomic
def end(*, subscription: int, by: Actor, at: datetime) -> None:
    """Tell nothing there any more; what still waits is laid down as not told."""
    found, place = _lock(subscription, by=by)
    if found.active:
        found.active = False
        found.save(update_fields=["active"])
        record(Ended(subscription=found.pk, place=place), by=by, at=at)


@transaction.atomic
def replay(*, subscription: int, seqs: tuple[int, ...] = (), by: Actor, at: datetime) -> int:
    """Send again: the messages of the events named, or all that were given up. The receiver knows them by their number."""
    found, place = _lock(subscription, by=by)
    if not found.active:
        raise RuleBroken("webhooks.ended", "推送已停止，不能重发。请另设推送。")
    rows = found.deliveries.filter(seq__in=seqs) if seqs else found.deliveries.filter(state=Delivery.State.DEAD)
    chosen = list(rows.select_for_update().order_by("seq")[:MOST_AT_ONCE])
    if not chosen:
        raise RuleBroken("webhooks.nothing", "没有可重发的记录。请刷新页面。")
    found.deliveries.filter(pk__in=[one.pk for one in chosen]).update(state=Delivery.State.WAITING, error="")
    for one in chosen:
        send_later(one, at)
    record(Replayed(subscription=found.pk, place=place, deliveries=len(chosen)), by=by, at=at)
    return len(chosen)


def subscriptions(scope: Scope) -> QuerySet[Subscription]:
    """Subscriptions of the keys within reach, with how much waits and how much was given up."""
    states = {one.value: Count("deliveries", filter=Q(deliveries__state=one)) for one in Delivery.State}
    heard = Max("deliveries__tried_at", filter=Q(deliveries__state=Delivery.State.SENT))
    rows = Subscription.objects.filter(key__in=names_of_keys(scope)).annotate(**states, heard_at=heard)
    return rows.order_by("-active", "-pk")


def subscription(scope: Scope, pk: int) -> Subscription:
    """One subscription within reach."""
    found = subscriptions(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("webhooks.no_subscription", "没有这项推送，或不在您的管辖地域内。")
    return found


def _lock(pk: int, *, by: Actor) -> tuple[Subscription, str]:
    require(by, MANAGE)
    subscription(by.scope, pk)
    found = Subscription.objects.select_for_update().get(pk=pk)
    return found, place_of_key(found.key)
