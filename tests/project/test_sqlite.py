"""Which SQLite a process uses: none that may lose what was committed, where a sound one is to be had."""

from __future__ import annotations

import sqlite3
import sys
from importlib.util import find_spec

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.backends.sqlite3.base import Database

from anxin.project import checks
from anxin.project.sqlite import sound


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), (4, 0, 0), (3, 44, 6), (3, 50, 7), (3, 50, 9)])
def test_a_mended_version_and_its_backports_are_sound(version):
    assert sound(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 46, 1), (3, 51, 2), (3, 44, 5), (3, 50, 6), (3, 45, 9)])
def test_a_version_with_the_fault_is_not(version):
    assert not sound(version)


@pytest.mark.skipif(sys.platform != "linux" or find_spec("pysqlite3") is None, reason="no other SQLite is to be had")
def test_django_and_everybody_in_this_process_use_one_sound_sqlite():
    assert sound(sqlite3.sqlite_version_info)
    assert Database.sqlite_version == sqlite3.sqlite_version


def test_who_has_none_is_told_at_the_start(monkeypatch):
    monkeypatch.setattr(checks, "sound", lambda version: False)
    told = [one.msg for one in run_checks() if one.id == "anxin.W004"]
    assert told == (
        [f"SQLite {sqlite3.sqlite_version} may lose commits under load"] if connection.vendor == "sqlite" else []
    )
