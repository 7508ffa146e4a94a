"""What webhooks need from a stranger: the keys of the machine interface; `project/wiring.py` fills it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anxin.base.scope import Scope


@dataclass(frozen=True, slots=True)
class Key:
    """A living key (接口密钥): what it may hear, and where."""

    id: int
    name: str
    powers: frozenset[str]
    scope: Scope


@dataclass(slots=True)
class Ports:
    """The slots of webhooks; `keys` gives every key all of whose places lie within a scope, dead ones too."""

    keys: Callable[[Scope], Sequence[Any]] | None = None


PORTS = Ports()


def living_keys(scope: Scope, *, at: datetime) -> dict[int, Key]:
    """Keys within reach that are neither expired nor revoked."""
    rows = PORTS.keys(scope) if PORTS.keys else ()
    return {
        one.pk: Key(one.pk, one.name, frozenset(one.powers), Scope(tuple(one.places)))
        for one in rows
        if one.revoked_at is None and one.expires_at > at
    }


def place_of_key(key: int) -> str:
    """Where a key belongs in the tree of places, living or not."""
    rows = PORTS.keys(Scope.everywhere()) if PORTS.keys else ()
    return next((str(one.places[0]) for one in rows if one.pk == key), "")


def names_of_keys(scope: Scope) -> dict[int, str]:
    """Every key within reach by number."""
    return {one.pk: one.name for one in PORTS.keys(scope)} if PORTS.keys else {}
