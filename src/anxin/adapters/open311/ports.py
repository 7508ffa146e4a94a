"""What the door needs from a stranger: who holds an api_key; `project/wiring.py` fills it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from anxin.base.actors import Actor


class HolderOfKey(Protocol):
    """Who acts with a key (接口密钥); nobody when it is unknown, expired or revoked."""

    def __call__(self, text: str, *, at: datetime) -> Actor | None: ...


@dataclass(slots=True)
class Ports:
    """The slots of this door."""

    holder_of_key: HolderOfKey | None = None


PORTS = Ports()
