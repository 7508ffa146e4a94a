"""Appending to the event log, in the caller's own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from anxin.base.actors import Actor
from anxin.base.bulk import insert_values, written
from anxin.base.eventlog import dispatch
from anxin.base.eventlog.chain import GENESIS, VALUES, Link, canonical, chain_of
from anxin.base.eventlog.event import Event, refuse_personal_values
from anxin.base.eventlog.models import EventRow
from anxin.base.statements import database, rows_of

_COLUMNS = (*Link.__slots__, "prev_hash", "hash")
_INSERT = (
    f"INSERT INTO {EventRow._meta.db_table} ({', '.join(_COLUMNS)}) "  # noqa: S608 - our own names
    f"VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
)
_LAST = f"SELECT chain_seq, hash FROM {EventRow._meta.db_table} WHERE chain = %s ORDER BY chain_seq DESC LIMIT 1"  # noqa: S608 - our own names
_Heads = dict[str, tuple[int, str]]
"""Of each chain its last number and hash."""
_LOCK_SPACE = 0x414E5849
"""The first of the two numbers of the advisory lock ("ANXI"), so that other users of such locks are not met."""


def record(
    event: Event, *, by: Actor, at: datetime, happened_at: datetime | None = None, causation: int | None = None
) -> int:
    """Append one event and start what follows from it; answers with its sequence number.

    `happened_at` may lie before `at`: a hotline note typed later. Everything is undone with the caller's transaction.
    """
    return record_all([Told(event, by, at, happened_at, causation)])[0]


@dataclass(frozen=True, slots=True)
class Told:
    """An event with who did it and when; `happened_at` and `causation` as in `record`."""

    event: Event
    by: Actor
    at: datetime
    happened_at: datetime | None = None
    causation: int | None = None


def record_all(told: Sequence[Told]) -> list[int]:
    """Append some events in their order and start what follows from each; answers with their sequence numbers.

    One turn at each chain for all of them, so that many acts in one transaction cost little more than one. There is no way
    to lose the event and keep what it tells of: where it cannot be recorded, the caller's transaction ends with it.
    """
    links = [
        _link(one.event, by=one.by, at=one.at, happened_at=one.happened_at, causation=one.causation) for one in told
    ]
    with transaction.atomic(savepoint=False):
        heads: _Heads = {}
        # In one order for everybody, so that nobody waits in a ring.
        for chain in sorted({link.chain for link in links}):
            _lock(chain)
            heads[chain] = _head(chain)
        numbers = insert_values(EventRow, _COLUMNS, [_row(link, heads) for link in links])
        for one, seq in zip(told, numbers, strict=True):
            dispatch.react(one.event, seq=seq, by=one.by, at=one.at)
    return numbers


def record_many(told: Iterable[Told], *, batch: int = 5000) -> int:
    """Append a whole history, in the order given, without reactions; answers with how many were written.

    Meant for loading the demonstration town and for moving in from another system, so it goes past the ORM.
    """
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        heads: _Heads = {}
        stream = iter(told)
        while rows := [_next(one, heads) for one in islice(stream, batch)]:
            cursor.executemany(_INSERT, rows)
            count += len(rows)
    return count


def _next(one: Told, heads: _Heads) -> tuple[Any, ...]:
    link = _link(one.event, by=one.by, at=one.at, happened_at=one.happened_at, causation=None)
    if link.chain not in heads:
        _lock(link.chain)
        heads[link.chain] = _head(link.chain)
    return _row(link, heads)


def _row(link: Link, heads: _Heads) -> tuple[Any, ...]:
    """The link as the next one of its chain, as it is stored; the chain goes on from it."""
    number, prev_hash = heads[link.chain]
    link = link.numbered(number + 1)
    hash_ = link.hash_after(prev_hash)
    heads[link.chain] = link.chain_seq, hash_
    chain, chain_seq, happened_at, recorded_at, *rest = VALUES(link)
    return (chain, chain_seq, written(happened_at), written(recorded_at), *rest, prev_hash, hash_)


def _link(event: Event, *, by: Actor, at: datetime, happened_at: datetime | None, causation: int | None) -> Link:
    kind = type(event)
    if not kind.type:
        raise TypeError(f"{kind.__qualname__} names no event type")
    if at.tzinfo is None or (happened_at is not None and happened_at.tzinfo is None):
        raise ValueError("an instant must carry its time zone")
    payload = canonical(event.payload())
    refuse_personal_values(payload)
    return Link(
        chain=chain_of(event.place_path),
        chain_seq=0,
        happened_at=happened_at or at,
        recorded_at=at,
        type=kind.type,
        version=kind.schema_version,
        subject=event.subject,
        place_path=event.place_path,
        actor=by.id,
        on_behalf_of=by.on_behalf_of or "",
        correlation=dispatch.correlation.get(),
        causation=causation if causation is not None else dispatch.cause.get(),
        payload=payload,
        drill=by.drill,
    )


def _lock(chain: str) -> None:
    """Wait for the chain's turn until this transaction ends; SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_SPACE, chain])


def _head(chain: str) -> tuple[int, str]:
    for number, hash_ in rows_of(database(), _LAST, [chain]):
        return number, hash_
    return 0, GENESIS
