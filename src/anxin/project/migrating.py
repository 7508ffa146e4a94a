"""Whether the database is behind the code, and bringing it up to date."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending() -> bool:
    """Whether migrations wait to be applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Apply what waits."""
    with seldom_collecting():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Migrating draws and drops thousands of models; looking for garbage among them takes a fifth of its time."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
