"""What happens in the vault, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class Revealed(Event):
    """Somebody was shown a sealed number in full, and said why (查看原文)."""

    type: ClassVar[str] = "vault.revealed"
    of: str
    place: str
    field: str
    reason: str

    @property
    def subject(self) -> str:
        return self.of

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"查看{self.field}原文，原因：{self.reason}"


@dataclass(frozen=True, slots=True)
class Rotated(Event):
    """Everything sealed was sealed anew with the newest key (轮换密钥); the oldest one keeps the index."""

    type: ClassVar[str] = "vault.rotated"
    key: str
    rows: int
    oldest: str = ""

    @property
    def subject(self) -> str:
        return f"vault.key:{self.key}"

    @property
    def place_path(self) -> str:
        return ""

    def in_words(self) -> str:
        return f"轮换加密密钥：{self.rows} 行改用新密钥 {self.key}"
