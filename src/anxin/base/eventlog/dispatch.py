"""What follows from an event (反应): `Now` in the same transaction, `Later` at least once through the job queue.

The table itself stands in `project/wiring.py`, so that the whole system can be read on one page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from anxin.base.actors import Actor
from anxin.base.eventlog.event import Event

Lane = Literal["urgent", "normal", "bulk"]


class Handler(Protocol):
    """What is done about an event; `seq` is the event's number, a natural key for doing it only once."""

    def __call__(self, event: Any, *, seq: int, by: Actor, at: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Now:
    """Do it in the transaction of the event: only what law or safety makes inseparable from it."""

    run: Handler


@dataclass(frozen=True, slots=True)
class Later:
    """Do it after commit, at least once, with retries; the handler must be idempotent."""

    run: Handler
    lane: Lane = "normal"


Reaction = Now | Later
Outbox = Callable[[str, int, Later, Actor, datetime], None]

_REACTIONS: dict[str, tuple[Reaction, ...]] = {}
_OUTBOX: list[Outbox] = []
cause: ContextVar[int | None] = ContextVar("cause", default=None)
correlation: ContextVar[str] = ContextVar("correlation", default="")


def connect(reactions: Mapping[type[Event], Iterable[Reaction]]) -> None:
    """Add to the table of reactions; naming the same reaction twice adds it once."""
    for event, wanted in reactions.items():
        known = _REACTIONS.get(event.type, ())
        _REACTIONS[event.type] = (*known, *(one for one in wanted if one not in known))


def reactions() -> dict[str, tuple[Reaction, ...]]:
    """The whole table by event type, for the reference page."""
    return dict(sorted(_REACTIONS.items()))


def reactions_to(type_: str) -> tuple[Reaction, ...]:
    """What follows from one type of event."""
    return _REACTIONS.get(type_, ())


def deliver_through(outbox: Outbox) -> None:
    """Name the outbox that keeps `Later` reactions until they are done; the job queue fills this slot."""
    _OUTBOX[:] = [outbox]


def handler_name(reaction: Reaction) -> str:
    """The stable name under which a reaction waits in the outbox."""
    run: Any = reaction.run
    return f"{run.__module__}.{run.__qualname__}"


def react(event: Event, *, seq: int, by: Actor, at: datetime) -> None:
    """Do what must be done now, and put what comes later into the outbox, all in the event's transaction."""
    for reaction in reactions_to(event.type):
        if isinstance(reaction, Now):
            with caused_by(seq):
                reaction.run(event, seq=seq, by=by, at=at)
        elif _OUTBOX:
            _OUTBOX[0](event.type, seq, reaction, by, at)
        else:
            raise LookupError("no outbox is connected: Later reactions would be lost")


@contextmanager
def caused_by(seq: int | None) -> Any:
    """Everything recorded inside names this event as its cause."""
    before = cause.set(seq)
    try:
        yield
    finally:
        cause.reset(before)


@contextmanager
def correlated(name: str) -> Any:
    """Everything recorded inside belongs together: one request, one job."""
    before = correlation.set(name)
    try:
        yield
    finally:
        correlation.reset(before)
