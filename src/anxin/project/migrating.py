"""Whether the database is behind the code, and bringing it up to date."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from anxin.project.collecting import seldom_collecting


def pending() -> bool:
    """Whether migrations wait to be applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Apply what waits."""
    with seldom_collecting():
        call_command("migrate", verbosity=0, interactive=False)
