"""Taking in what others observed of employers (外部信号)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import transaction

from anxin.apps.registry.api import employers
from anxin.apps.warning.models import Signal
from anxin.base.actors import Actor, require
from anxin.base.bulk import insert_many
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.log import record
from anxin.base.scope import Scope


@dataclass(frozen=True, slots=True)
class SignalsObserved(Event):
    """Observations from a source were taken in."""

    type: ClassVar[str] = "warning.signals_observed"
    place: str
    source: str
    count: int

    @property
    def subject(self) -> str:
        return f"warning.source:{self.source}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"接入外部信号 {self.count} 条（{self.source}）"


@dataclass(frozen=True, slots=True)
class Observed:
    """One observation: what, of whom, when it was so and when it became known."""

    employer: int
    kind: str
    on: date
    known_on: date
    value: float
    source: str
    note: str = ""


@transaction.atomic
def observe(*, observed: Iterable[Observed], place_path: str, by: Actor, at: datetime) -> int:
    """Take observations in; one known already from the same source and day is replaced."""
    require(by, "warning.import", place_path)
    places = dict(employers(Scope.everywhere()).values_list("pk", "place_path"))
    rows = {(one.employer, one.kind, one.on, one.source): _row(one, places) for one in observed}
    insert_many(rows.values(), by_key=["employer", "kind", "on", "source"], replacing=["value", "known_on", "note"])
    counts: dict[str, int] = {}
    for key in rows:
        counts[key[3]] = counts.get(key[3], 0) + 1
    for source, count in sorted(counts.items()):
        record(SignalsObserved(place=place_path, source=source, count=count), by=by, at=at)
    return len(rows)


def _row(one: Observed, places: Mapping[int, str]) -> Any:
    return Signal(
        employer_id=one.employer, place_path=places[one.employer], kind=one.kind, on=one.on, known_on=one.known_on,
        value=one.value, source=one.source, note=one.note[:200],
    )  # fmt: skip
