"""Events, actors and instants for the tests of the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

import pytest

from anxin.base.actors import Actor
from anxin.base.eventlog.event import Event
from anxin.base.scope import Scope

TOWN = "33/3306/330602/330602013/"
OTHER_TOWN = "33/3306/330602/330602014/"
VILLAGE = TOWN + "330602013201/"


@dataclass(frozen=True, slots=True)
class Noted(Event):
    """A thing noted in a test."""

    type: ClassVar[str] = "tests.noted"
    number: int
    place: str = VILLAGE
    day: date | None = None
    many: tuple[int, ...] = ()

    @property
    def subject(self) -> str:
        return f"tests.thing:{self.number}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"记下第 {self.number} 件"


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 23, 1, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def clerk() -> Actor:
    return Actor("person:7", "张经办", Scope((TOWN,)), frozenset({"audit.view"}))


@pytest.fixture
def noted() -> type[Noted]:
    return Noted
