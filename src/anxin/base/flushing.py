"""Commits that reach the disk a moment later (落盘), before anybody is told of them, and after the next one may begin.

SQLite waits for the disk within each commit (`synchronous=FULL`), and no other process may write meanwhile. Here it only
writes its log, as it does with `synchronous=NORMAL`; the log is brought to the disk afterwards, in one call, which covers
every commit before it. Whoever answers a caller after that has promised nothing that a power cut can take.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS


class Unflushed:
    """Commits of this thread's connection that are flushed together; without a log each commit waits for the disk itself."""

    def __init__(self) -> None:
        self._log = ""

    @contextmanager
    def commits(self) -> Iterator[None]:
        """What is committed within may be lost to a power cut until it is flushed."""
        database = connections[DEFAULT_DB_ALIAS]
        self._log = _log_of(database)
        if not self._log:
            yield
            return
        database.connection.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            if database.connection is not None:
                database.connection.execute("PRAGMA synchronous=FULL")

    def flush(self) -> None:
        """Bring them to the disk. SQLite holds no lock on its log, so opening and closing it here lets none go."""
        if not self._log:
            return
        held = os.open(self._log, os.O_RDONLY)
        try:
            os.fdatasync(held)
        finally:
            os.close(held)


def _log_of(database: BaseDatabaseWrapper) -> str:
    """The write-ahead log, which stands as long as this connection is open; empty where there is none."""
    if database.vendor != "sqlite":
        return ""
    database.ensure_connection()
    log = f"{database.settings_dict['NAME']}-wal"
    return log if os.path.exists(log) else ""
