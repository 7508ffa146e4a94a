"""What happens to keys of the machine interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class _OfKey(Event):
    key: int
    place: str

    @property
    def subject(self) -> str:
        return f"api.key:{self.key}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class KeyIssued(_OfKey):
    """A key was issued to another system."""

    type: ClassVar[str] = "api.key_issued"
    powers: tuple[str, ...]

    def in_words(self) -> str:
        return f"签发接口密钥第{self.key}号"


@dataclass(frozen=True, slots=True)
class KeyRevoked(_OfKey):
    """A key was revoked and opens nothing any more."""

    type: ClassVar[str] = "api.key_revoked"

    def in_words(self) -> str:
        return f"吊销接口密钥第{self.key}号"
