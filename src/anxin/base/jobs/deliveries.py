"""The outbox of `Later` reactions: each is a job, written with its event and tried until it is done."""

from __future__ import annotations

from datetime import datetime, timedelta

from anxin.base.actors import Actor
from anxin.base.eventlog import dispatch
from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.reading import event_of
from anxin.base.jobs.handlers import JobContext, handles
from anxin.base.jobs.queue import enqueue

DELIVER = "eventlog.deliver"


def put_in_outbox(type_: str, seq: int, reaction: dispatch.Later, by: Actor, at: datetime) -> None:
    """Keep a reaction until it is done; the key makes a second hand-over of the same event harmless."""
    name = dispatch.handler_name(reaction)
    payload = {"seq": seq, "type": type_, "handler": name}
    enqueue(DELIVER, payload, at=at, by=by, key=f"{seq}:{name}"[:200], lane=reaction.lane)


@handles(DELIVER, label="事件后续处理", max_attempts=8, timeout=timedelta(minutes=10))
def deliver(job: JobContext) -> dict[str, object] | None:
    """Do one reaction to one event; a reaction that has since left the table is skipped."""
    seq, type_, name = job.payload["seq"], job.payload["type"], job.payload["handler"]
    wanted = [one for one in dispatch.reactions_to(type_) if dispatch.handler_name(one) == name]
    if not wanted:
        return {"skipped": name}
    event = event_of(EventRow.objects.get(pk=seq))
    with dispatch.caused_by(seq):
        wanted[0].run(event, seq=seq, by=job.by, at=job.at)
    return None
