"""From an event to the message: kept in the event's own transaction, sent by a job, tried again with growing waits."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from anxin.adapters.webhooks.kinds import KINDS
from anxin.adapters.webhooks.models import Delivery, Subscription
from anxin.adapters.webhooks.ports import Key, living_keys
from anxin.adapters.webhooks.posting import NotSent, post
from anxin.adapters.webhooks.signature import headers_of
from anxin.base.actors import Actor, system
from anxin.base.eventlog.event import Event
from anxin.base.jobs.handlers import JobContext, handles
from anxin.base.jobs.queue import enqueue
from anxin.base.places.paths import code_of
from anxin.base.prepared import Prepared
from anxin.base.scope import Scope
from anxin.base.vault.sealing import open_
from anxin.kernel.clock import SHANGHAI

SEND, PRUNE = "webhooks.send", "webhooks.prune"
MOST_ATTEMPTS = 12
"""5 s, 20 s, 80 s, 5 min, 21 min, then every hour: about seven hours in all, so that a night's outage is mostly survived."""
KEPT = timedelta(days=30)
BOT = system("webhooks")
_ACTIVE = Prepared(lambda: Subscription.objects.filter(active=True).order_by("pk").values_list("pk", "kinds"))


def keep(event: Event, *, seq: int, by: Actor, at: datetime) -> None:
    """Keep a message for every subscriber who may hear of this event; in its transaction, so that none is ever lost."""
    wanting = [number for number, kinds in _ACTIVE() if event.type in kinds]
    if not wanting:
        return
    keys = living_keys(Scope.everywhere(), at=at)
    for one in Subscription.objects.filter(pk__in=wanting):
        key = keys.get(one.key)
        if key is None or not may_hear(key, event):
            continue
        made = Delivery.objects.create(
            subscription=one, seq=seq, type=event.type, body=_body(event, seq, at, drill=by.drill), at=at
        )
        send_later(made, at)


def may_hear(key: Key, event: Event) -> bool:
    """Whether a key's own powers and places cover an event."""
    return KINDS[event.type].power in key.powers and key.scope.covers(event.place_path)


def _body(event: Event, seq: int, at: datetime, *, drill: bool) -> dict[str, Any]:
    told = {"seq": seq, "subject": event.subject, "place": code_of(event.place_path), "drill": drill}
    return {
        "type": event.type,
        "timestamp": at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "data": told | KINDS[event.type].told(event),
    }


def send_later(delivery: Delivery, at: datetime) -> None:
    """Queue a message; one that waits already is not queued twice."""
    enqueue(SEND, {"delivery": delivery.pk}, at=at, by=BOT, key=f"webhook:{delivery.pk}")


@handles(SEND, label="事件推送", max_attempts=MOST_ATTEMPTS, timeout=timedelta(minutes=2))
def send(job: JobContext) -> dict[str, object] | None:
    """Send one message. The last failure is laid down with the message, where it is shown and can be sent again."""
    found = Delivery.objects.select_related("subscription").filter(pk=job.payload["delivery"]).first()
    if found is None or found.state == Delivery.State.SENT:
        return {"skipped": True}
    why = _why_not(found.subscription, at=job.at)
    if why:
        return _lay_down(found, Delivery.State.DEAD, why, job)
    body = json.dumps(found.body, ensure_ascii=False, separators=(",", ":")).encode()
    secret = open_(found.subscription.secret_sealed)
    try:
        post(found.subscription.url, body, headers_of(str(found), int(job.at.timestamp()), body, secret))
    except NotSent as error:
        if job.attempt >= MOST_ATTEMPTS:
            return _lay_down(found, Delivery.State.DEAD, error.words, job)
        _lay_down(found, Delivery.State.WAITING, error.words, job)
        raise
    return _lay_down(found, Delivery.State.SENT, "", job)


def _why_not(subscription: Subscription, *, at: datetime) -> str:
    """Why nothing may be told there any more, if so; the key is asked at the moment of sending."""
    if not subscription.active:
        return "推送已停止"
    if subscription.key not in living_keys(Scope.everywhere(), at=at):
        return "接口密钥已吊销或到期"
    return ""


def _lay_down(delivery: Delivery, state: str, error: str, job: JobContext) -> dict[str, object]:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state, error=error[:200], attempts=F("attempts") + 1, tried_at=job.at
    )
    return {"state": str(state)}


@handles(PRUNE, label="清除旧的推送记录")
def prune(job: JobContext) -> dict[str, object]:
    """Forget messages of a month ago, whatever became of them."""
    gone, _kinds = Delivery.objects.filter(at__lt=job.at - KEPT).delete()
    return {"removed": gone}
