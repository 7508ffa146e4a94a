"""A small town for the tests of the rooms: two villages in the office's town, one in another, and somebody for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from anxin.base.actors import Actor
from anxin.base.places.models import Place
from anxin.base.scope import Scope

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@dataclass(frozen=True)
class SmallTown:
    """Places by name, and actors."""

    town: Place
    east: Place
    west: Place
    grid: Place
    elsewhere: Place
    clerk: Actor
    stranger: Actor
    assistant: Actor


def place(code, name, kind, parent=None):
    path = f"{parent.path if parent else ''}{code}/"
    made, _ = Place.objects.get_or_create(
        code=code,
        defaults={"name": name, "kind": kind, "parent": parent, "path": path, "active_from": date(2019, 1, 1)},
    )
    return made


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def small_town(db):
    province = place("33", "浙江省", "province")
    city = place("3306", "绍兴市", "city", province)
    district = place("330602", "越城区", "district", city)
    town = place("330602013", "皋埠街道", "town", district)
    other = place("330602099", "他镇", "town", district)
    east = place("330602013201", "东头村委会", "village", town)
    west = place("330602013202", "西头社区居委会", "village", town)
    grid = place("330602013201001", "东头第1网格", "grid", east)
    elsewhere = place("330602099201", "他村委会", "village", other)
    everything = frozenset({"*"})
    return SmallTown(
        town=town,
        east=east,
        west=west,
        grid=grid,
        elsewhere=elsewhere,
        clerk=Actor("person:1", "张经办", Scope((town.path,)), everything),
        stranger=Actor("person:2", "李外人", Scope((other.path,)), everything),
        assistant=Actor("person:3", "王协管", Scope((east.path,)), everything),
    )
