"""What happens with posters and their codes (海报)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class _OfPosters(Event):
    posters: tuple[int, ...]
    place: str

    @property
    def subject(self) -> str:
        return "intake.posters"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class PostersPrinted(_OfPosters):
    """Posters were laid out for printing, with the day until which their codes hold."""

    type: ClassVar[str] = "intake.posters_printed"
    valid_until: str

    def in_words(self) -> str:
        return f"打印海报 {len(self.posters)} 张" + (f"，二维码有效期至 {self.valid_until}" if self.valid_until else "")


@dataclass(frozen=True, slots=True)
class PostersRevoked(_OfPosters):
    """Codes of posters were put out of use: they open the plain form from now on."""

    type: ClassVar[str] = "intake.posters_revoked"

    def in_words(self) -> str:
        return f"停用海报二维码 {len(self.posters)} 个"


@dataclass(frozen=True, slots=True)
class PostersRestored(_OfPosters):
    """Codes of posters that were put out of use hold again."""

    type: ClassVar[str] = "intake.posters_restored"

    def in_words(self) -> str:
        return f"恢复海报二维码 {len(self.posters)} 个"
