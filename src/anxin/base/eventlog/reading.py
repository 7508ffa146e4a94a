"""Reading events back: old versions are lifted to the present one (upcasting) and can say themselves in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anxin.base.eventlog.event import Event, event_class
from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.referring import plainly, references_in
from anxin.base.scope import Scope

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
_UPCASTERS: dict[tuple[str, int], Upcaster] = {}


def upcasts(type_: str, *, version: int) -> Callable[[Upcaster], Upcaster]:
    """Name the function that lifts a payload of this version to the next one; stored events are never rewritten."""

    def register(lift: Upcaster) -> Upcaster:
        if _UPCASTERS.setdefault((type_, version), lift) is not lift:
            raise ValueError(f"{type_!r} version {version} is lifted twice")
        return lift

    return register


def event_of(row: EventRow) -> Event:
    """The event of a row as today's class; LookupError when no installed room declares its type."""
    cls = event_class(row.type)
    if cls is None:
        raise LookupError(row.type)
    data = row.data
    for version in range(row.version, cls.schema_version):
        data = _UPCASTERS[row.type, version](data)
    return cls.from_payload(data)


def in_words(row: EventRow) -> str:
    """The event as a Chinese sentence, with what it refers to as the town calls it where it happened."""
    until = row.place_path.find(row.chain) if row.place_path else -1
    town = row.place_path[: until + len(row.chain)] if until >= 0 else ""
    sentence = sentence_of(row)
    return plainly(sentence, references_in([sentence], Scope((town,)) if town else Scope()))


def sentence_of(row: EventRow) -> str:
    """The event as a sentence in which what it refers to is marked; an event whose room is gone still shows its type."""
    try:
        return event_of(row).in_words()
    except (LookupError, TypeError, ValueError):
        return row.type
