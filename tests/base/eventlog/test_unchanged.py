"""A figure is asked for once after each event of its town, and never kept where an event elsewhere could change it."""

from __future__ import annotations

import pytest
from tests.base.eventlog.conftest import OTHER_TOWN, TOWN, VILLAGE

from anxin.base.eventlog.log import record
from anxin.base.eventlog.unchanged import unchanged
from anxin.base.scope import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return []


@pytest.fixture
def figure(asked):
    def ask(*paths, name="figure"):
        return unchanged(name, lambda: asked.append(paths) or len(asked), scope=Scope(paths))

    return ask


def test_it_is_asked_again_only_after_an_event_in_the_same_town(figure, noted, clerk, at):
    record(noted(1), by=clerk, at=at)
    assert [figure(TOWN), figure(TOWN)] == [1, 1]
    record(noted(2, place=OTHER_TOWN), by=clerk, at=at)
    assert figure(TOWN) == 1
    record(noted(3), by=clerk, at=at)
    assert [figure(TOWN), figure(TOWN)] == [2, 2]


def test_each_reach_and_each_question_has_its_own(figure, noted, clerk, at):
    record(noted(1), by=clerk, at=at)
    assert [figure(TOWN), figure(VILLAGE), figure(TOWN, name="other")] == [1, 2, 3]
    assert [figure(TOWN), figure(VILLAGE), figure(TOWN, name="other")] == [1, 2, 3]


@pytest.mark.parametrize("paths", [("33/3306/330602/",), ("",), (TOWN, OTHER_TOWN)])
def test_nothing_is_kept_for_a_reach_wider_than_towns_or_a_town_without_events(figure, noted, clerk, at, paths):
    record(noted(1), by=clerk, at=at)
    assert [figure(*paths), figure(*paths)] == [1, 2]


def test_who_reaches_nothing_has_nothing_kept(figure):
    assert [figure(), figure()] == [1, 2]
