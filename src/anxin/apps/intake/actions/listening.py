"""Many filings that name one employer only in their words (疑似集中投诉): read in the background, told to a person, never laid together by it.

Nobody who files waits for the reading. What is read is no act of the office and leaves no event; the alarm does, and it says
how many of the filings it counts were only read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Max, QuerySet

from anxin.apps.intake.about import About, named_key
from anxin.apps.intake.actions.surging import SPAN, SURGE_CLOCK, raise_alarm, take_turns
from anxin.apps.intake.events import SurgeNoticed
from anxin.apps.intake.hearsay import bearers, names_in
from anxin.apps.intake.models import Compared, Filing, Heard, Kind
from anxin.apps.intake.timing import surge_thresholds
from anxin.apps.registry.api import employers
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.bulk import insert_mappings
from anxin.base.eventlog.log import record
from anxin.base.places.paths import town_of
from anxin.base.scope import Scope
from anxin.base.together import short_turn
from anxin.domain.intake.said import Read
from anxin.kernel.clock import local_date

AT_ONCE = 500
"""Filings read in one turn; the rest in the next."""
WRITTEN = 200
"""Names written in one transaction."""
SETTLED = timedelta(seconds=10)
"""A filing this young may have a neighbour with a lower number that is not committed yet; both wait for the next turn."""


@dataclass(slots=True)
class _Group:
    """Fresh filings that name one employer: its key, who it is in the register, and what it is called."""

    key: str
    employer: int | None
    fresh: list[Filing] = field(default_factory=list)
    called: str = ""


def listen(*, by: Actor, at: datetime) -> int:
    """Read the filings that came since the last turn and tell of employers that many name; answers how many were read."""
    done = Compared.objects.first() or Compared.objects.create()
    if not done.heard:
        done.heard = Filing.objects.filter(received_at__lt=at - SPAN).aggregate(n=Max("pk"))["n"] or 0
    fresh = _settled(Filing.objects.filter(pk__gt=done.heard).order_by("pk")[:AT_ONCE], at)
    if not fresh:
        return 0
    read = {one.pk: names_in(one) for one in fresh if one.employer_id is None and not one.named}
    rows = [
        {"filing_id": number, "named": key, "percent": round(name.confidence * 100)}
        for number, names in read.items() for key, name in names.items()
    ]  # fmt: skip
    for begin in range(0, len(rows), WRITTEN):
        with short_turn():
            insert_mappings(Heard, rows[begin : begin + WRITTEN], by_key=["named", "filing"])
    counting = [one for one in fresh if not one.drill and one.kind != Kind.ENQUIRY]
    reached = _reached(_groups(counting, read, since=at - SPAN), upto=fresh[-1].pk, at=at)
    with short_turn():
        _tell(reached, by=by, at=at)
        Compared.objects.filter(pk=done.pk).update(heard=fresh[-1].pk)
    return len(fresh)


def _settled(rows: Iterable[Filing], at: datetime) -> list[Filing]:
    found: list[Filing] = []
    for one in rows:
        if abs(at - one.received_at) < SETTLED:
            break
        found.append(one)
    return found


def _groups(some: Sequence[Filing], read: dict[int, dict[str, Read[str]]], *, since: datetime) -> list[_Group]:
    """The fresh filings of the last day by whom they name, in the register, in the field or in their words only."""
    recent = [one for one in some if one.received_at > since]
    known = {one.employer_id for one in recent if one.employer_id is not None}
    rows = employers(Scope.everywhere()).filter(pk__in=known).values_list("pk", "name", "place_path")
    keys = {number: named_key(name, path) for number, name, path in rows}
    found: dict[str, _Group] = {}
    for one in recent:
        said = (
            {one.named: one.employer_said} if one.named else {k: name.value for k, name in read.get(one.pk, {}).items()}
        )
        if one.employer_id is not None:
            said = {keys.get(one.employer_id, ""): ""}
        sole = bearers(town_of(one.place_path))
        for key, name in said.items():
            if one.employer_id in (None, sole.get(key)):
                group = found.setdefault(key, _Group(key, sole.get(key)))
                group.fresh.append(one)
                group.called = group.called or name
    found.pop("", None)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Reached:
    """Marks that filings about one employer have reached only when those are counted that a person must check."""

    group: _Group
    marks: tuple[int, ...]
    count: int
    told: int


def _reached(groups: Sequence[_Group], *, upto: int, at: datetime) -> list[_Reached]:
    """What is to be told; what the field for the employer alone has reached was told when it was filed."""
    rows = Filing.objects.filter(received_at__gt=at - SPAN, pk__lte=upto, drill=False).exclude(kind=Kind.ENQUIRY)
    unknown, keys = rows.filter(employer=None), [one.key for one in groups]
    known = _counted(rows.filter(employer__in={one.employer for one in groups} - {None}), "employer")
    named = _counted(unknown.filter(named__in=keys), "named")
    heard = _counted(Heard.objects.filter(named__in=keys, filing__in=unknown.filter(named="")), "named")
    many, found = surge_thresholds(local_date(at)), []
    for one in groups:
        count, told = known[one.employer] + named[one.key] + heard[one.key], max(known[one.employer], named[one.key])
        marks = tuple(mark for mark in many.reached(count - len(one.fresh), count) if mark > told)
        if marks:
            found.append(_Reached(one, marks, count, told))
    return found


def _counted(rows: QuerySet[Filing] | QuerySet[Heard], by_field: str) -> dict[object, int]:
    return defaultdict(int, rows.order_by().values_list(by_field).annotate(Count("pk")))


def _tell(reached: Sequence[_Reached], *, by: Actor, at: datetime) -> None:
    abouts = [_about(one.group) for one in reached]
    take_turns(sorted(abouts, key=lambda one: one.subject))
    for one, about in zip(reached, abouts, strict=True):
        place, heard = one.group.fresh[0].place_path, one.count - one.told
        raise_alarm(about, one.group.called, one.marks[-1], place=place, heard=heard, by=by, at=at)
        for mark in one.marks:
            event = SurgeNoticed(
                employer=about.employer, named=about.named, place=place, filings=mark, heard=min(mark, heard)
            )
            record(event, by=by, at=at)


def _about(group: _Group) -> About:
    """The employer of the register, but where an alarm about the name alone runs already."""
    by_name = About(named=group.key)
    if group.employer is None or clocks.of(by_name.subject).filter(kind=SURGE_CLOCK, stopped_at=None).exists():
        return by_name
    return About(group.employer)
