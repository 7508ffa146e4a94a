"""Saying things through OneBot: as an action of the protocol, by its HTTP interface, tried again when the line is down."""

from __future__ import annotations

import json
import urllib.request
from datetime import datetime
from http.client import HTTPException
from typing import Any

from django.conf import settings
from django.db.models import Q

from anxin.adapters.onebot.conversation import Say
from anxin.adapters.onebot.models import Offer
from anxin.base.actors import system
from anxin.base.jobs.handlers import JobContext, handles
from anxin.base.jobs.queue import enqueue
from anxin.base.vault.sealing import open_, seal

SAY = "onebot.say"
MOST_ATTEMPTS = 5
TIMEOUT = 10.0


def action_of(say: Say) -> tuple[str, dict[str, Any]]:
    """An action's name and parameters. Words go as a text segment, so that nothing in them is read as a code."""
    message = segments(say.words)
    if say.to == "group":
        return "send_group_msg", {"group_id": int(say.group), "message": message}
    told: dict[str, Any] = {"user_id": int(say.person), "message": message}
    # A stranger can be written to only out of a group that both are in.
    return "send_private_msg", told | ({"group_id": int(say.group)} if say.group else {})


def segments(words: str) -> list[dict[str, Any]]:
    """Words as a message of the protocol."""
    return [{"type": "text", "data": {"text": words}}]


def later(say: Say, at: datetime) -> None:
    """Say it by the HTTP interface, soon; whom and what wait sealed in the queue."""
    action, told = action_of(say)
    sealed = seal(json.dumps({"action": action, "params": told}))
    enqueue(SAY, {"sealed": sealed, "offer": say.offer}, at=at, by=system("onebot"), lane="urgent")


@handles(SAY, label="QQ 私信", max_attempts=MOST_ATTEMPTS)
def say_now(job: JobContext) -> dict[str, object] | None:
    """One action over HTTP. A line that is down is tried again, and the last failure noted; a refusal (strangers barred) is noted and stands."""
    if Offer.objects.filter(pk=job.payload["offer"], state=Offer.State.SENT).exists():
        return {"skipped": True}
    told = json.loads(open_(job.payload["sealed"]))
    try:
        taken = call(told["action"], told["params"])
    except (OSError, HTTPException, ValueError):
        if job.attempt >= MOST_ATTEMPTS:
            note(job.payload["offer"], taken=False)
        raise
    note(job.payload["offer"], taken=taken)
    return {"taken": taken}


def call(action: str, told: dict[str, Any]) -> bool:
    """Whether OneBot took the action; a line that is down raises."""
    base = settings.SETTINGS.onebot_api
    headers = {"Content-Type": "application/json"}
    if settings.SETTINGS.onebot_token:
        headers["Authorization"] = f"Bearer {settings.SETTINGS.onebot_token}"
    # The settings let no other scheme than http and https through.
    asking = urllib.request.Request(f"{base}/{action}", json.dumps(told).encode(), headers)  # noqa: S310
    with urllib.request.urlopen(asking, timeout=TIMEOUT) as answer:  # noqa: S310
        return is_taken(json.loads(answer.read(1_000_000)))


def is_taken(answer: Any) -> bool:
    """Whether an answer of OneBot says the action was taken, now or soon."""
    return isinstance(answer, dict) and answer.get("status") in ("ok", "async")


def note(offer: int | None, *, taken: bool) -> None:
    """Write down whether an offer reached its person; one that did stays so."""
    if offer is not None:
        state = Offer.State.SENT if taken else Offer.State.FAILED
        Offer.objects.filter(~Q(state=Offer.State.SENT), pk=offer).update(state=state)
