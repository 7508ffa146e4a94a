"""Schedules (定时任务) as data: what is done every so often or at a time of day, exactly once per slot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import Q

from anxin.base.actors import system
from anxin.base.jobs.models import ScheduleSlot
from anxin.base.jobs.queue import enqueue
from anxin.kernel.clock import SHANGHAI

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
EVERY_DAY = frozenset(range(7))
KEEPER = system("clock-keeper")
AHEAD = timedelta(days=1)
"""A slot further ahead than this was taken while the server's clock was wrong; waiting for it would let every clock of the law pass in silence."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that is wanted again and again: `every` so often, or at a time of day in Asia/Shanghai on some weekdays (Monday is 0)."""

    name: str
    kind: str
    label: str
    every: timedelta | None = None
    at: time | None = None
    weekdays: frozenset[int] = EVERY_DAY
    payload: dict[str, Any] = field(default_factory=dict)
    lane: Literal["urgent", "normal", "bulk"] = "normal"

    def __post_init__(self) -> None:
        if (self.every is None) == (self.at is None):
            raise ValueError(f"schedule {self.name!r} needs either `every` or `at`")

    @property
    def rhythm(self) -> str:
        """How often, as people say it."""
        if self.every is not None:
            minutes = int(self.every.total_seconds() // 60)
            return f"每 {minutes} 分钟" if minutes % 60 else f"每 {minutes // 60} 小时"
        days = (
            "每天"
            if self.weekdays == EVERY_DAY
            else "、".join(f"周{'一二三四五六日'[n]}" for n in sorted(self.weekdays))
        )
        return f"{days} {self.at:%H:%M}"

    def slot(self, now: datetime) -> datetime:
        """The latest moment, not after now, at which this was to be done."""
        if self.every is not None:
            return _EPOCH + (now - _EPOCH) // self.every * self.every
        local = now.astimezone(SHANGHAI)
        for days in range(8):
            day = local.date() - timedelta(days=days)
            moment = datetime.combine(day, self.at or time(), tzinfo=SHANGHAI)
            if day.weekday() in self.weekdays and moment <= local:
                return moment.astimezone(UTC)
        raise ValueError(f"schedule {self.name!r} names no weekday")


_SCHEDULES: dict[str, Schedule] = {}


def add(*schedules: Schedule) -> None:
    """Put schedules on the table; naming one twice with another meaning is refused."""
    for one in schedules:
        if _SCHEDULES.setdefault(one.name, one) != one:
            raise ValueError(f"schedule {one.name!r} is declared twice")


def all_schedules() -> tuple[Schedule, ...]:
    """Every schedule, by name."""
    return tuple(_SCHEDULES[name] for name in sorted(_SCHEDULES))


def tick(at: datetime) -> list[int]:
    """Put every slot that has come into the queue; however many processes tick, each slot is queued once.

    Of slots missed while the server was down only the latest is made up for. A time of day first seen after its hour
    waits for the next day.
    """
    return [job for one in all_schedules() if (job := _fire(one, at)) is not None]


def _fire(one: Schedule, at: datetime) -> int | None:
    slot = one.slot(at)
    known = ScheduleSlot.objects.filter(name=one.name).first()
    if known is not None and slot <= known.last_slot <= at + AHEAD:
        return None
    with transaction.atomic():
        if not (_first_sight(one, slot) if known is None else _advance(one, slot, at)):
            return None
        job = enqueue(one.kind, one.payload, at=at, by=KEEPER, key=f"schedule:{one.name}", lane=one.lane)
        ScheduleSlot.objects.filter(name=one.name).update(job=job)
    return job


def _advance(one: Schedule, slot: datetime, at: datetime) -> bool:
    behind = Q(last_slot__lt=slot) | Q(last_slot__gt=at + AHEAD)
    return bool(ScheduleSlot.objects.filter(behind, name=one.name).update(last_slot=slot))


def _first_sight(one: Schedule, slot: datetime) -> bool:
    try:
        with transaction.atomic():
            ScheduleSlot.objects.create(name=one.name, last_slot=slot)
    except IntegrityError:
        return False
    return one.every is not None
