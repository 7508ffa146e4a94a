"""Starting, pausing, moving, handing over, stopping and sweeping clocks (时限).

Who may do so is asked by the act that owes the obligation; a clock never moves by itself. The act's own transaction is
enough: there is nothing of a clock that could be kept where the act is undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from anxin.base.actors import Actor
from anxin.base.bulk import insert_numbered, update_many
from anxin.base.clocks.events import (
    ClockHandedOn,
    ClockMoved,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockStopped,
)
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.log import record
from anxin.base.prepared import Prepared
from anxin.kernel.outcome import NotFound

WARN_AT = 0.75
"""The share of its time after which a clock warns (将到期) unless its starter names an instant."""
_RUNNING = Prepared(
    lambda kind, subject: (
        Clock.objects.select_for_update().filter(kind=kind, subject=subject, stopped_at=None).order_by("pk")[:1]
    )
)


@transaction.atomic(savepoint=False)
def start(
    *,
    kind: str,
    title: str,
    subject: str,
    place_path: str,
    due_at: datetime,
    by: Actor,
    at: datetime,
    owner: str = "",
    url: str = "",
    started_at: datetime | None = None,
    warn_at: datetime | None = None,
    law_param: str = "",
    law_date: date | None = None,
    calendar_version: str = "",
    provisional: bool = False,
    why: Iterable[str] = (),
) -> Clock:
    """Start an obligation; a clock of that kind already running for the subject is answered unchanged.

    `started_at` may lie before `at` where the law counts from an earlier event; `owner` is "person:12" or "role:clerk".
    """
    running = _running(subject, kind)
    if running is not None:
        return running
    begun = started_at or at
    clock = Clock(
        kind=kind,
        title=title,
        subject=subject,
        url=url,
        place_path=place_path,
        owner=owner,
        started_at=begun,
        due_at=due_at,
        warn_at=warn_at or warning_at(begun, due_at),
        law_param=law_param,
        law_date=law_date,
        calendar_version=calendar_version,
        provisional=provisional,
        why=list(why),
    )
    insert_numbered([clock])
    tell(ClockStarted, clock, by=by, at=at)
    return clock


@transaction.atomic(savepoint=False)
def stop(*, subject: str, kind: str, outcome: str, by: Actor, at: datetime, period: bool = False) -> bool:
    """Stop a running or paused clock because its obligation was met or fell away; false when none runs.

    `period` marks a time that was only waited for, like the thirty days after a case is closed: it is over, not missed.
    """
    clock = _running(subject, kind)
    if clock is None:
        return False
    late = not period and clock.paused_at is None and at > clock.due_at
    clock.stopped_at, clock.outcome = at, outcome
    update_many([clock], ["stopped_at", "outcome"])
    tell(ClockStopped, clock, by=by, at=at, outcome=outcome, late=late)
    return True


def rename(*, subject: str, kind: str, title: str) -> None:
    """Say anew what a running clock is about, where what it runs for went on under another name; the act that moved it tells of it."""
    Clock.objects.filter(subject=subject, kind=kind, stopped_at=None).exclude(title=title).update(title=title)


@transaction.atomic(savepoint=False)
def pause(*, subject: str, kind: str, by: Actor, at: datetime, reason: str = "") -> bool:
    """Let a clock stand still (中止); false when none runs or it stands already."""
    clock = _running(subject, kind)
    if clock is None or clock.paused_at is not None:
        return False
    clock.paused_at = at
    clock.pauses = [*clock.pauses, [at.isoformat(), None, reason]]
    clock.save(update_fields=["paused_at", "pauses"])
    tell(ClockPaused, clock, by=by, at=at)
    return True


@transaction.atomic(savepoint=False)
def resume(*, subject: str, kind: str, by: Actor, at: datetime, due_at: datetime | None = None) -> bool:
    """Let a paused clock run again; the due instant moves by the pause unless the law's own count is given."""
    clock = _running(subject, kind)
    if clock is None or clock.paused_at is None:
        return False
    stood = at - clock.paused_at
    clock.paused_seconds += int(stood.total_seconds())
    clock.paused_at = None
    clock.pauses = [[since, until or at.isoformat(), reason] for since, until, reason in clock.pauses]
    _set_due(clock, due_at or clock.due_at + stood)
    clock.save()
    tell(ClockResumed, clock, by=by, at=at)
    return True


@dataclass(frozen=True, slots=True)
class Worked:
    """How a due instant was worked out: by which calendar, whether for good, and the explanation.

    `reason` is why it was worked out anew; `param`, `law_date` and `started_at` the rule, where it is another one than before.
    """

    due_at: datetime
    calendar_version: str = ""
    provisional: bool = False
    why: tuple[str, ...] = ()
    reason: str = ""
    param: str = ""
    law_date: date | None = None
    started_at: datetime | None = None


@transaction.atomic(savepoint=False)
def move_due(
    *, subject: str, kind: str, due_at: datetime | Worked, by: Actor, at: datetime, extended: bool = False
) -> bool:
    """Give a running clock another due instant: an extension, or a new law applied; it may warn and expire anew."""
    clock = _running(subject, kind)
    worked = due_at if isinstance(due_at, Worked) else None
    until = worked.due_at if worked else due_at
    if clock is None or (clock.due_at == until and worked is None):
        return False
    before = clock.due_at
    clock.extensions += int(extended)
    if worked is not None:
        clock.calendar_version, clock.provisional, clock.why = (
            worked.calendar_version,
            worked.provisional,
            list(worked.why),
        )
        if worked.param:
            clock.law_param, clock.law_date = worked.param, worked.law_date
            clock.started_at = worked.started_at or clock.started_at
    if isinstance(until, datetime) and until != before:
        _set_due(clock, until)
    clock.save()
    tell(ClockMoved, clock, by=by, at=at, before=before, why=worked.reason if worked else "")
    return True


@transaction.atomic(savepoint=False)
def restart(*, subject: str, kind: str, due_at: datetime, by: Actor, at: datetime) -> Clock | None:
    """Begin the obligation anew (重新起算): the running clock stops and one like it starts now."""
    clock = _running(subject, kind)
    if clock is None:
        return None
    stop(subject=subject, kind=kind, outcome="restarted", by=by, at=at)
    return start(
        kind=kind,
        title=clock.title,
        subject=subject,
        place_path=clock.place_path,
        due_at=due_at,
        owner=clock.owner,
        url=clock.url,
        law_param=clock.law_param,
        law_date=clock.law_date,
        calendar_version=clock.calendar_version,
        provisional=clock.provisional,
        by=by,
        at=at,
    )


@transaction.atomic(savepoint=False)
def hand_over(*, subject: str, owner: str, by: Actor, at: datetime) -> int:
    """Give every running clock of a subject to another owner; the act itself is the caller's event."""
    return Clock.objects.filter(subject=subject, stopped_at=None).update(owner=owner)


@transaction.atomic
def hand_on(*, clock_id: int, to_id: int, by: Actor, at: datetime) -> None:
    """Give one running clock to another person, when nothing else takes it along."""
    clock = Clock.objects.select_for_update().within(by.scope).filter(pk=clock_id, stopped_at=None).first()
    if clock is None:
        raise NotFound("no_clock", "这个时限已经办结，或不在您的管辖地域内。")
    clock.owner = f"person:{to_id}"
    clock.save(update_fields=["owner"])
    tell(ClockHandedOn, clock, by=by, at=at, to=to_id)


def _running(subject: str, kind: str) -> Clock | None:
    """The running clock of a kind, locked."""
    return next(iter(_RUNNING(kind, subject)), None)


def _set_due(clock: Clock, due_at: datetime) -> None:
    clock.due_at, clock.warn_at = due_at, warning_at(clock.started_at, due_at)
    clock.warned_at = clock.expired_at = None


def warning_at(started_at: datetime, due_at: datetime) -> datetime:
    """When a clock warns: after its share of the time."""
    return started_at + max(due_at - started_at, timedelta()) * WARN_AT


def tell(event: type[Event], clock: Clock, *, by: Actor, at: datetime, **more: object) -> None:
    """Record an event of a clock."""
    told = event(  # type: ignore[call-arg]
        clock=clock.pk,
        kind=clock.kind,
        of=clock.subject,
        place=clock.place_path,
        due=clock.due_at,
        **more,
    )
    record(told, by=by, at=at)
