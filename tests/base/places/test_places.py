"""The tree of places: loading, opening, renaming, closing, moving, gaps."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from anxin.base.actors import Actor
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.base.places import actions, queries
from anxin.base.places.models import Place
from anxin.base.scope import Scope
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound, RuleBroken

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    actions.ensure_tree()
    return Place.objects.get(code="330602013")


@pytest.fixture
def keeper(town):
    return Actor("person:1", "系统管理员", Scope((town.path,)), frozenset({actions.MANAGE}))


def village(number=201):
    return Place.objects.get(code=f"330602013{number}")


def open_grid(keeper, parent, number=1):
    return actions.create(
        code=f"{parent.code}{number:03d}", title=f"第{number}网格", kind="grid", parent_id=parent.pk, by=keeper, at=NOW
    )


def test_the_shipped_tree_has_thirty_villages_and_is_loaded_once(town):
    everything = Scope.everywhere()
    assert queries.villages(everything, town, TODAY).count() == 30
    assert town.path == "33/3306/330602/330602013/"
    assert actions.ensure_tree() == 0


def test_a_grid_hangs_below_its_village_and_is_told(town, keeper):
    grid = open_grid(keeper, village())
    assert grid.path == f"{village().path}{grid.code}/"
    assert list(queries.grids(keeper.scope, TODAY)) == [grid]
    assert EventRow.objects.get().type == "places.opened"


def test_a_path_says_its_village_also_from_a_grid_below_it(town, keeper):
    grid = open_grid(keeper, village())
    assert [queries.village_on(one.path) for one in (grid, village(), town)] == [village().name, village().name, ""]


def test_a_grid_cannot_hang_below_a_town_and_a_code_is_used_once(town, keeper):
    grid = open_grid(keeper, village())
    for code, parent in ((grid.code, village()), ("330602013999", town)):
        with pytest.raises(BadInput):
            actions.create(code=code, title="某网格", kind="grid", parent_id=parent.pk, by=keeper, at=NOW)
    assert EventRow.objects.count() == 1


def test_a_village_without_a_grid_in_use_is_a_gap(town, keeper):
    grid = open_grid(keeper, village())
    assert village() not in queries.gaps(keeper.scope, TODAY)
    actions.close(place_id=grid.pk, into_id=None, by=keeper, at=NOW)
    assert village() in queries.gaps(keeper.scope, TODAY)


def test_a_place_with_places_below_it_is_not_closed(town, keeper):
    open_grid(keeper, village())
    with pytest.raises(RuleBroken) as refused:
        actions.close(place_id=village().pk, into_id=None, by=keeper, at=NOW)
    assert refused.value.code == "place_has_children"


def test_a_place_is_merged_only_into_one_of_its_kind(town, keeper):
    grid, other = open_grid(keeper, village()), open_grid(keeper, village(), 2)
    with pytest.raises(RuleBroken):
        actions.close(place_id=grid.pk, into_id=village().pk, by=keeper, at=NOW)
    assert actions.close(place_id=grid.pk, into_id=other.pk, by=keeper, at=NOW).merged_into == other


def test_moving_a_place_carries_every_row_below_it(town, keeper):
    grid, target = open_grid(keeper, village(201)), village(202)
    Clock.objects.create(
        kind="t.kind", title="核查", subject="t.thing:1", place_path=grid.path, started_at=NOW, due_at=NOW,
        warn_at=NOW, owner="person:1",
    )  # fmt: skip
    actions.move(place_id=grid.pk, parent_id=target.pk, by=keeper, at=NOW)
    grid.refresh_from_db()
    assert grid.path == f"{target.path}{grid.code}/"
    assert Clock.objects.get().place_path == grid.path
    assert EventRow.objects.get(type="places.opened").place_path.startswith(village(201).path)


def test_a_new_name_is_told_and_the_same_name_is_not(town, keeper):
    actions.rename(place_id=village().pk, title="新名村委会", by=keeper, at=NOW)
    actions.rename(place_id=village().pk, title="新名村委会", by=keeper, at=NOW)
    assert EventRow.objects.filter(type="places.renamed").count() == 1


def test_no_place_outside_reach_is_seen_or_changed(town, keeper):
    narrow = Actor("person:2", "他人", Scope((village(202).path,)), frozenset({actions.MANAGE}))
    with pytest.raises(NotFound):
        actions.rename(place_id=village(201).pk, title="某村", by=narrow, at=NOW)
    powerless = Actor("person:3", "他人", keeper.scope, frozenset())
    with pytest.raises(NotAllowed):
        actions.rename(place_id=village(201).pk, title="某村", by=powerless, at=NOW)
    assert not queries.places(Scope()).exists()
