"""What happens to places, in words; a place is told by its code and title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class _OfPlace(Event):
    place: int
    path: str

    @property
    def subject(self) -> str:
        return f"places.place:{self.place}"

    @property
    def place_path(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class PlaceOpened(_OfPlace):
    """A place was put into the tree."""

    type: ClassVar[str] = "places.opened"
    title: str

    def in_words(self) -> str:
        return f"设立地域“{self.title}”"


@dataclass(frozen=True, slots=True)
class PlaceRenamed(_OfPlace):
    """A place has another name from now on."""

    type: ClassVar[str] = "places.renamed"
    before: str
    after: str

    def in_words(self) -> str:
        return f"地域“{self.before}”更名为“{self.after}”"


@dataclass(frozen=True, slots=True)
class PlaceClosed(_OfPlace):
    """A place is no longer in use; `into` says which place took it over."""

    type: ClassVar[str] = "places.closed"
    title: str
    day: date
    into: int | None = None

    def in_words(self) -> str:
        return f"停用地域“{self.title}”" + ("，并入其他地域" if self.into else "")


@dataclass(frozen=True, slots=True)
class PlaceMoved(_OfPlace):
    """A place hangs under another parent; rows that belonged to it came along."""

    type: ClassVar[str] = "places.moved"
    title: str
    path_before: str
    rows: int

    def in_words(self) -> str:
        return f"地域“{self.title}”改隶，{self.rows} 条记录随之改隶"
