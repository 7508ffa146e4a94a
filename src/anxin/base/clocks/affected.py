"""Clocks that a new notice or a new law would move (受影响的期限): found by the machine, applied by a person, each as an event.

A clock is worked out again from what it keeps: its parameter and the day of the law, its start, its pauses, its extensions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction

from anxin.base.actors import Actor, require
from anxin.base.alone import give_way
from anxin.base.clocks.actions import Worked, move_due
from anxin.base.clocks.models import Clock
from anxin.base.clocks.queries import running
from anxin.base.clocks.rules import Rule, rules_of
from anxin.base.scope import Scope
from anxin.domain.clocks import Pause, StatutoryClock
from anxin.domain.clocks.statutory import recompute
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError
from anxin.law import LawBook, book, office_calendar

POWER = "clocks.recompute"
CHUNK = 1000
"""Clocks whose rules are asked for at once."""
AT_ONCE = 200
"""Clocks moved in one transaction."""


@dataclass(frozen=True, slots=True)
class Affected:
    """One clock with what it says now and what it would say by today's law and calendar; `why` names the cause."""

    clock: Clock
    now: Worked
    why: str

    @property
    def moves(self) -> bool:
        """Whether the end itself is another one, and not only final instead of provisional."""
        return self.clock.due_at != self.now.due_at


def affected(scope: Scope) -> Iterator[Affected]:
    """The running clocks within reach whose end, or whether it is final, differs by today's law and calendar."""
    rows = running(scope).exclude(law_param="").filter(paused_at=None).iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        yield from among(some)


def among(found: Sequence[Clock]) -> list[Affected]:
    """Those of some running clocks whose end, or the rule it is counted by, differs today."""
    rules, overrides = rules_of(found), settings.SETTINGS.law_overrides
    counted = (_again(one, overrides, rules.get(one.pk)) for one in found if one.law_param and not one.paused_at)
    return [one for one in counted if one is not None]


def _again(clock: Clock, overrides: Path | None, rule: Rule | None) -> Affected | None:
    calendar, law = office_calendar(overrides), book(settings.SETTINGS.town, overrides)
    if rule is not None and rule.lacking:
        return None
    try:
        value = as_value(clock, law, rule)
    except AnxinError:
        return None  # its parameter is no longer known: nothing can be said against the end it has
    found = recompute(value, stored_due_at=clock.due_at, stored_version=clock.calendar_version, calendar=calendar)
    same = rule is None and not found.moved and clock.provisional == found.now.provisional
    if found.now.due_at is None or same:
        return None
    why = rule.why if rule else _cause(clock, calendar_changed=found.calendar_changed, moved=found.moved)
    worked = Worked(
        found.now.due_at, found.now.calendar_version, found.now.provisional, found.now.in_words(), reason=why,
        param=value.param_id if rule else "", law_date=value.law_date if rule else None, started_at=rule.since if rule else None,
    )  # fmt: skip
    return Affected(clock, worked, why)


def as_value(clock: Clock, law: LawBook, rule: Rule | None = None) -> StatutoryClock:
    """A stored clock as the pure rules read it, by the rule it was set on or by another one."""
    since = rule.since if rule else clock.started_at
    on = local_date(since) if rule else clock.law_date or local_date(since)
    value = StatutoryClock.start(law.get(rule.param if rule else clock.law_param, on=on), at=since, law_date=on)
    pauses = [
        Pause(datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None, reason)
        for since, until, reason in clock.pauses
    ]
    value = value.with_pauses(pauses) if pauses else value
    for _ in range(clock.extensions):
        value = value.extend(law)
    return value


def _cause(clock: Clock, *, calendar_changed: bool, moved: bool) -> str:
    if not moved:
        return "放假安排已公布，期限由暂定转为确定"
    return "放假安排有更新" if clock.provisional or calendar_changed else "法规数值有更新"


def apply(*, clock_ids: Collection[int] | None, by: Actor, at: datetime) -> int:
    """Give the affected clocks named (all within reach when none are) their new ends; answers how many.

    They are looked for without holding the database and moved some at a time, each as it stands then: a notice may move
    every clock of a large town. Those left where it is broken off are still affected.
    """
    require(by, POWER)
    found = [one.clock.pk for one in affected(by.scope) if clock_ids is None or one.clock.pk in clock_ids]
    done = 0
    for begin in range(0, len(found), AT_ONCE):
        if begin:
            give_way()
        done += _apply(found[begin : begin + AT_ONCE], by=by, at=at)
    return done


@transaction.atomic
def _apply(clock_ids: Collection[int], *, by: Actor, at: datetime) -> int:
    done = 0
    standing = Clock.objects.select_for_update().filter(pk__in=clock_ids, stopped_at=None, paused_at=None)
    for one in among(list(standing.order_by("pk"))):
        require(by, POWER, one.clock.place_path)
        done += move_due(subject=one.clock.subject, kind=one.clock.kind, due_at=one.now, by=by, at=at)
    return done
