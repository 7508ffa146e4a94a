"""The hash chain (哈希链) of a town: each event's hash covers the event and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

GENESIS = "0" * 64
"""What the first event of a chain stands on."""

TOWN_DEPTH = 4
"""Province, city, district, town: the fourth code of a path names the town, and the chain."""

WHOLE = "system"
"""The chain of events that belong to no place, such as a change of the server's own accounts."""

# Encoders are kept because making one costs more than using it, and a proof uses it a million times.
_HASHED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_PAYLOAD = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Link:
    """Everything the hash of an event covers, in the order in which it is written down."""

    chain: str
    chain_seq: int
    happened_at: datetime
    recorded_at: datetime
    type: str
    version: int
    subject: str
    place_path: str
    actor: str
    on_behalf_of: str
    correlation: str
    causation: int | None
    payload: str
    drill: bool

    def numbered(self, chain_seq: int) -> Link:
        """The same event at another number of its chain."""
        chain, _number, *rest = VALUES(self)
        return Link(chain, chain_seq, *rest)

    def hash_after(self, prev_hash: str) -> str:
        """The hash of this event standing on another one."""
        chain, number, happened_at, recorded_at, *rest = VALUES(self)
        written = _HASHED([prev_hash, chain, number, instant(happened_at), instant(recorded_at), *rest])
        return hashlib.sha256(written.encode()).hexdigest()


VALUES: Callable[[Link], tuple[Any, ...]] = attrgetter(*Link.__slots__)
"""The values of a link in their order."""


def instant(at: datetime) -> str:
    """An instant as it enters the hash: UTC, to the microsecond, whatever the database gave back."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(payload: dict[str, Any]) -> str:
    """A payload as text that is always the same for the same content."""
    return _PAYLOAD(payload)


def chain_of(place_path: str) -> str:
    """The chain an event belongs to: its town, or the place itself when that lies above a town.

    >>> chain_of("33/3306/330602/330602013/330602013201/"), chain_of("33/3306/"), chain_of("")
    ('330602013', '3306', 'system')
    """
    codes = [code for code in place_path.split("/") if code]
    return codes[min(len(codes), TOWN_DEPTH) - 1] if codes else WHOLE
