"""Handlers, actors and instants for the tests of the queue."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from anxin.base.actors import Actor
from anxin.base.jobs import handlers
from anxin.base.scope import Scope

TOWN = "33/3306/330602/330602013/"


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.fixture
def clerk() -> Actor:
    return Actor("person:7", "张经办", Scope((TOWN,)), frozenset({"payroll.upload"}))


@pytest.fixture
def admin() -> Actor:
    return Actor("person:1", "李系统", Scope((TOWN,)), frozenset({"jobs.manage"}))


@pytest.fixture
def handle():
    """Name a handler for one test only."""
    before = dict(handlers._HANDLERS)

    def named(kind, run, **limits):
        handlers.handles(kind, **limits)(run)

    yield named
    handlers._HANDLERS.clear()
    handlers._HANDLERS.update(before)
