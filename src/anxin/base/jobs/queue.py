"""Putting work into the queue (入队), in the transaction of the act that wants it.

A key is unique while its job *waits*, and jobs of one key never run side by side. So a second request joins the first
while that one has not begun, but a request made during a run gets a run of its own afterwards: what changed after the
running job read its input is never lost.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, transaction

from anxin.base.actors import Actor, system
from anxin.base.eventlog import dispatch
from anxin.base.jobs.handlers import JobContext, handler_of, handles
from anxin.base.jobs.models import Job, JobState, Lane
from anxin.base.scope import Scope

__all__ = ["JobContext", "enqueue", "forget", "handles"]

LANES = {"urgent": Lane.URGENT, "normal": Lane.NORMAL, "bulk": Lane.BULK}
DEFAULT_ATTEMPTS = 5


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    at: datetime,
    by: Actor | None = None,
    key: str | None = None,
    run_at: datetime | None = None,
    lane: Literal["urgent", "normal", "bulk"] = "normal",
    place_path: str = "",
) -> int:
    """Put a job into the queue and answer with its number; with a key, a job that already waits is the answer."""
    who = by or system("worker")
    known = handler_of(kind)
    job = Job(
        kind=kind,
        payload=payload,
        lane=LANES[lane],
        key=key,
        max_attempts=known.max_attempts if known else DEFAULT_ATTEMPTS,
        run_at=run_at or at,
        by=who.id,
        actor=pack(who),
        place_path=place_path or (who.scope.paths[0] if who.scope.paths else ""),
        correlation=dispatch.correlation.get(),
        causation=dispatch.cause.get(),
        created_at=at,
    )
    with transaction.atomic():
        return _insert(job) if key is None else _join_or_insert(job)


def _insert(job: Job) -> int:
    job.save(force_insert=True)
    return int(job.pk)


def _join_or_insert(job: Job) -> int:
    while True:
        # The lock keeps a worker from starting the waiting job before this transaction's changes can be seen.
        waiting = Job.objects.select_for_update().filter(key=job.key, state=JobState.QUEUED).first()
        if waiting is not None:
            if job.run_at < waiting.run_at or job.lane < waiting.lane:
                waiting.run_at, waiting.lane = min(job.run_at, waiting.run_at), min(job.lane, waiting.lane)
                waiting.save(update_fields=["run_at", "lane"])
            return int(waiting.pk)
        try:
            with transaction.atomic():
                return _insert(job)
        except IntegrityError:
            # Somebody else put the same key in between the look and the insert: join theirs.
            job.pk = None


def forget(key: str) -> None:
    """Take a job of a key back that waits only in case its act is killed: in the transaction that ends the act."""
    Job.objects.filter(key=key, state=JobState.QUEUED).delete()


def pack(by: Actor) -> dict[str, Any]:
    """An actor as JSON, so that the job acts for the person who wanted it, with the powers held at that moment."""
    return {
        "id": by.id,
        "name": by.name,
        "scope": list(by.scope.paths),
        "powers": sorted(by.powers),
        "on_behalf_of": by.on_behalf_of,
        "drill": by.drill,
    }


def unpack(packed: dict[str, Any] | None) -> Actor:
    """The actor a job acts for."""
    if packed is None:
        return system("worker")
    return Actor(
        id=packed["id"],
        name=packed["name"],
        scope=Scope(tuple(packed["scope"])),
        powers=frozenset(packed["powers"]),
        on_behalf_of=packed.get("on_behalf_of"),
        drill=bool(packed.get("drill")),
    )
