"""What every test may rely on: the append-only event log can still be emptied between transactional tests."""

from __future__ import annotations

import gc
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.doctest import DoctestModule
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from . import migrated

if TYPE_CHECKING:
    from anxin.base.actors import Actor

HERE = Path(__file__).parent
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


@pytest.hookimpl(wrapper=True)
def pytest_collect_file():
    """Only the product's own documentation holds examples that are run; looking for them here takes seconds of each process."""
    found = yield
    return [one for one in found if not isinstance(one, DoctestModule)]


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, what asks no database is not run a second time: it was run beside SQLite, and nothing in it would differ."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    told_twice = [
        one for one in items if one.path.is_relative_to(HERE / "base") or one.path.is_relative_to(HERE / "apps")
    ]
    told_twice = [one for one in told_twice if not asks_a_database(one)]
    config.hook.pytest_deselected(items=told_twice)
    items[:] = [one for one in items if one not in set(told_twice)]


def pytest_collection_finish():
    """What was loaded and collected stays to the end: no collection of garbage need look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def asks_a_database(item):
    """Whether a test may use the database, and what it does there may differ between one and another."""
    if item.get_closest_marker("alike"):
        return False
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("postgres")
    return bool(marked or DATABASE.intersection(item.fixturenames))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """The test database is a copy of the migrated one: migrating for each process would take as long as many tests."""
    from django.conf import settings

    wanted = settings.DATABASES["default"]
    wanted.setdefault("TEST", {})["MIGRATE"] = False
    if wanted["ENGINE"].endswith("postgresql"):
        wanted["TEST"]["TEMPLATE"] = migrated.template(settings.SETTINGS.database_url)
        yield
        return
    file = tmp_path_factory.mktemp("migrated") / "anxin.sqlite3"
    migrated.copy_file(file)
    # In memory a database lives as long as somebody is connected to it.
    with closing(sqlite3.connect("file:memorydb_default?mode=memory&cache=shared", uri=True)) as kept:
        with closing(sqlite3.connect(file)) as copied:
            copied.backup(kept)
        yield


# How long an example takes says nothing here: the first text drawn on a fresh machine builds Hypothesis' tables for seconds.
hypothesis_settings.register_profile("anxin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("anxin")


@pytest.fixture(autouse=True, scope="session")
def _the_event_log_is_emptied_between_transactional_tests():
    """Django flushes every table after a transactional test; the triggers of the log rightly refuse that, so they are
    taken down for the flush, and put up again."""
    from django.db import connection
    from django.test import TransactionTestCase

    triggers = import_module("anxin.base.eventlog.migrations.0002_append_only")
    plain = TransactionTestCase._fixture_teardown

    def teardown(self):
        with connection.schema_editor(atomic=False) as editor:
            triggers.take_down(None, editor)
        try:
            plain(self)
        finally:
            with connection.schema_editor(atomic=False) as editor:
                triggers.put_up(None, editor)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = plain


@pytest.fixture(autouse=True, scope="session")
def _pages_are_drawn_without_gathered_static_files():
    """A test of a page must not depend on whether `collectstatic` has run in this data directory."""
    from django.conf import settings
    from django.test import override_settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(autouse=True, scope="session")
def _what_is_kept_for_all_processes_is_kept_by_each():
    """Processes of tests have databases of their own, and so figures."""
    from django.conf import settings
    from django.test import override_settings

    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}
    with override_settings(CACHES={**settings.CACHES, "kept": own}):
        yield


@pytest.fixture(autouse=True, scope="session")
def _passwords_are_hashed_in_no_time():
    """The product hashes a password for half a second, so that nobody guesses it; hundreds of tests make an account."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def _nothing_here_has_to_outlive_a_power_cut():
    """Thousands of small files are written and thrown away; whoever makes writing or syncing fail still can."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _file: None)
        yield


@pytest.fixture(autouse=True)
def _nothing_kept_from_another_test():
    """Keys of a rolled back test come again: a figure kept for one of them must not."""
    from django.core.cache import caches

    caches["default"].clear()
    caches["kept"].clear()


NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@dataclass(frozen=True)
class SmallTown:
    """Places by name, and actors."""

    town: Any
    east: Any
    west: Any
    grid: Any
    elsewhere: Any
    clerk: Actor
    stranger: Actor
    assistant: Actor


def place(code, name, kind, parent=None):
    from anxin.base.places.models import Place

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
    """Two villages in the office's town, one in another town, and an actor for each side."""
    from anxin.base.actors import Actor
    from anxin.base.scope import Scope

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
