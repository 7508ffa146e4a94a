"""Starting, handing over, stopping and sweeping clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import F

from anxin.base.actors import Actor
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.log import record

WARN_AT = 0.75
"""The share of its time after which a clock warns (将到期)."""


@dataclass(frozen=True, slots=True)
class _OfClock(Event):
    clock: int
    kind: str
    of: str
    place: str
    due: str

    @property
    def subject(self) -> str:
        return self.of

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class ClockStarted(_OfClock):
    """An obligation began to run."""

    type: ClassVar[str] = "clocks.started"

    def in_words(self) -> str:
        return f"开始计时，期限 {self.due[:16].replace('T', ' ')}"


@dataclass(frozen=True, slots=True)
class ClockStopped(_OfClock):
    """An obligation was met or fell away."""

    type: ClassVar[str] = "clocks.stopped"
    outcome: str

    def in_words(self) -> str:
        return "计时停止"


@dataclass(frozen=True, slots=True)
class ClockWarned(_OfClock):
    """Most of an obligation's time has passed."""

    type: ClassVar[str] = "clocks.warned"

    def in_words(self) -> str:
        return "期限将到"


@dataclass(frozen=True, slots=True)
class ClockExpired(_OfClock):
    """An obligation is late."""

    type: ClassVar[str] = "clocks.expired"

    def in_words(self) -> str:
        return "已超期"


@transaction.atomic
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
    law_param: str = "",
    law_date: date | None = None,
    calendar_version: str = "",
    provisional: bool = False,
    why: tuple[str, ...] = (),
) -> Clock:
    """Start an obligation; a clock of that kind already running for the subject is answered unchanged."""
    running = Clock.objects.filter(kind=kind, subject=subject, stopped_at=None).first()
    if running is not None:
        return running
    clock = Clock.objects.create(
        kind=kind, title=title, subject=subject, url=url, place_path=place_path, owner=owner, started_at=at,
        due_at=due_at, law_param=law_param, law_date=law_date, calendar_version=calendar_version,
        provisional=provisional, why=list(why),
    )  # fmt: skip
    _tell(ClockStarted, clock, by=by, at=at)
    return clock


@transaction.atomic
def stop(*, subject: str, kind: str, outcome: str, by: Actor, at: datetime) -> bool:
    """Stop a running clock; false when none runs."""
    clock = Clock.objects.select_for_update().filter(kind=kind, subject=subject, stopped_at=None).first()
    if clock is None:
        return False
    clock.stopped_at, clock.outcome = at, outcome
    clock.save(update_fields=["stopped_at", "outcome"])
    _tell(ClockStopped, clock, by=by, at=at, outcome=outcome)
    return True


@transaction.atomic
def move_due(*, subject: str, kind: str, due_at: datetime, by: Actor, at: datetime) -> bool:
    """Give a running clock another due instant; it may warn and expire anew."""
    changed = Clock.objects.filter(kind=kind, subject=subject, stopped_at=None).update(
        due_at=due_at, warned_at=None, expired_at=None
    )
    for clock in Clock.objects.filter(kind=kind, subject=subject, stopped_at=None) if changed else ():
        _tell(ClockStarted, clock, by=by, at=at)
    return bool(changed)


@transaction.atomic
def hand_over(*, subject: str, owner: str, by: Actor, at: datetime) -> int:
    """Give every running clock of a subject to another owner; the act itself is the caller's event."""
    return Clock.objects.filter(subject=subject, stopped_at=None).update(owner=owner)


@transaction.atomic
def sweep(*, by: Actor, at: datetime) -> int:
    """Warn and expire clocks, each exactly once; run by the clock-keeper every minute."""
    running = Clock.objects.select_for_update().filter(stopped_at=None)
    told = 0
    for clock in running.filter(expired_at=None, due_at__lt=at):
        clock.expired_at = at
        clock.warned_at = clock.warned_at or at
        clock.save(update_fields=["expired_at", "warned_at"])
        _tell(ClockExpired, clock, by=by, at=at)
        told += 1
    for clock in running.filter(warned_at=None, due_at__gte=at, started_at__lt=F("due_at")):
        if at >= clock.started_at + (clock.due_at - clock.started_at) * WARN_AT:
            clock.warned_at = at
            clock.save(update_fields=["warned_at"])
            _tell(ClockWarned, clock, by=by, at=at)
            told += 1
    return told


def _tell(event: type[Event], clock: Clock, *, by: Actor, at: datetime, **more: object) -> None:
    told = event(  # type: ignore[call-arg]
        clock=clock.pk,
        kind=clock.kind,
        of=clock.subject,
        place=clock.place_path,
        due=clock.due_at.isoformat(),
        **more,
    )
    record(told, by=by, at=at)
