"""Statements asked again and again (反复执行的语句), as the driver takes them.

Django writes `%s` for a value and rewrites every statement for SQLite each time it is asked; a row of thirty columns costs
more there than in the database. Here the rewritten text is kept. Where statements are being logged they go Django's way.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.utils import DEFAULT_DB_ALIAS

Rows = list[tuple[Any, ...]]


def database() -> BaseDatabaseWrapper:
    """This thread's database; `django.db.connection` looks it up anew for every word that is asked of it."""
    return connections[DEFAULT_DB_ALIAS]


def rows_of(on: BaseDatabaseWrapper, statement: str, values: Sequence[Any]) -> Rows:
    """The rows a statement answers with, its values marked by `%s`."""
    if on.vendor != "sqlite" or on.force_debug_cursor or on.execute_wrappers or on.needs_rollback:
        with on.cursor() as cursor:
            cursor.execute(statement, values)
            return cast("Rows", cursor.fetchall())
    on.ensure_connection()
    with on.wrap_database_errors:
        return cast("Rows", on.connection.execute(_marked(statement), values).fetchall())


@lru_cache(maxsize=1024)
def _marked(statement: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", statement).replace("%%", "%")
