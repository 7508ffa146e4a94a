"""Reads of the event log; each takes the viewer's scope, and sees nothing without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.reading import sentence_of
from anxin.base.eventlog.referring import Referred, plainly, references_in
from anxin.base.scope import Scope


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline: when it happened, what, by whom; `late_entry` when it was recorded later than it happened."""

    seq: int
    type: str
    happened_at: datetime
    recorded_at: datetime
    words: str
    actor: str
    on_behalf_of: str
    subject: str
    place_path: str
    drill: bool
    clock: int = 0
    """The number of the clock that an event of clocks is about."""
    marked: str = ""
    """The words with their references marked, for pages that link them."""
    named: Mapping[str, Referred] = field(default_factory=dict)

    @property
    def late_entry(self) -> bool:
        return (self.recorded_at - self.happened_at).total_seconds() >= 60


def within(scope: Scope) -> QuerySet[EventRow]:
    """Events within reach; events of the whole server are seen only by those who see everything."""
    if "" in scope.paths:
        return EventRow.objects.all()
    if not scope.paths:
        return EventRow.objects.none()
    reach = Q()
    for path in scope.paths:
        reach |= Q(place_path__startswith=path)
    return EventRow.objects.filter(reach)


def audited(scope: Scope) -> QuerySet[EventRow]:
    """What an auditor (审计管理员) sees: the events within reach, and those of the server itself."""
    if not scope.paths:
        return EventRow.objects.none()
    return within(scope) | EventRow.objects.filter(place_path="")


def timeline(subject: str | Iterable[str], scope: Scope) -> list[Line]:
    """What happened to one or several subjects, the oldest first."""
    subjects = [subject] if isinstance(subject, str) else list(subject)
    return lines(within(scope).filter(subject__in=subjects).order_by("happened_at", "seq"), scope)


def by_actor(actor: str, scope: Scope) -> QuerySet[EventRow]:
    """What somebody did, or had done in their name; the newest first."""
    return within(scope).filter(Q(actor=actor) | Q(on_behalf_of=actor)).order_by("-seq")


def search(
    scope: Scope,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    actor: str = "",
    type_: str = "",
    subject: str = "",
    place_path: str = "",
) -> QuerySet[EventRow]:
    """Events narrowed by time (from `since`, before `until`), actor, type or its room, subject and place; newest first."""
    found = within(scope)
    if since is not None:
        found = found.filter(happened_at__gte=since)
    if until is not None:
        found = found.filter(happened_at__lt=until)
    if actor:
        found = found.filter(Q(actor=actor) | Q(on_behalf_of=actor))
    if type_:
        found = found.filter(type__startswith=type_)
    if subject:
        found = found.filter(subject__startswith=subject)
    if place_path:
        found = found.filter(place_path__startswith=place_path)
    return found.order_by("-seq")


def lines(rows: Iterable[EventRow], scope: Scope) -> list[Line]:
    """Rows as lines that people read; what they refer to within reach is looked up once for all."""
    rows = list(rows)
    sentences = [sentence_of(row) for row in rows]
    named = references_in(sentences, scope)
    return [
        Line(
            seq=row.seq,
            type=row.type,
            happened_at=row.happened_at,
            recorded_at=row.recorded_at,
            words=plainly(sentence, named),
            marked=sentence,
            named=named,
            actor=row.actor,
            on_behalf_of=row.on_behalf_of,
            subject=row.subject,
            place_path=row.place_path,
            drill=row.drill,
            clock=int(row.data.get("clock", 0)) if row.type.startswith("clocks.") else 0,
        )
        for row, sentence in zip(rows, sentences, strict=True)
    ]
