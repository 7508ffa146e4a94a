"""Starts Django for commands that need the database."""

from __future__ import annotations

import os
from importlib import import_module

import django

from anxin.kernel.outcome import RuleBroken


def start() -> None:
    """Set Django up once; safe to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.project.settings")
    django.setup()


def ready() -> None:
    """Set Django up for a database that must be up to date; a command never changes its tables by starting."""
    start()
    if import_module("anxin.project.migrating").pending():
        raise RuleBroken(
            "migrations_pending",
            "数据库尚未建立或尚未升级，没有执行。请先运行 script/server，或 anxin manage migrate。",
        )
