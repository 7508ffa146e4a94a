"""Work that reads much and then writes little (逐个进行): one at a time in the whole deployment, while everybody else goes on writing.

Whoever reads within its own transaction holds SQLite's only writer meanwhile, and a clerk's log-in waits for a reading.
Reading before the transaction would let an older reading be laid over a newer one; here the next one reads only when the
one before has written.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

_LOCK_SPACE = 0x414C4F4E
"""The first of the two numbers of the advisory lock ("ALON")."""
PAUSE = 0.12
"""SQLite lets whoever waits for the writer ask again after at most a tenth of a second."""


@contextmanager
def alone(kind: str, key: str = "") -> Iterator[None]:
    """Hold the turn of a kind of work; on PostgreSQL only those with the same key wait for each other.

    What is written within needs transactions of its own, one or several.
    """
    if connection.vendor == "sqlite":
        with _alone_on_this_machine(kind):
            yield
        return
    with _alone_in_the_database(f"{kind}:{key}"):
        yield


def give_way() -> None:
    """Between two parts of much that is written: let in whoever waits for SQLite's writer, who would miss a shorter gap again and again."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE)


@contextmanager
def _alone_on_this_machine(kind: str) -> Iterator[None]:
    if connection.in_atomic_block:  # this one has the only writer already
        yield
        return
    held = os.open(settings.SETTINGS.data_dir / f"{kind}.lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


@contextmanager
def _alone_in_the_database(name: str) -> Iterator[None]:
    """A lock of the session, which outlasts the transactions within; in a caller's transaction, a lock of that."""
    asked: list[int | str] = [_LOCK_SPACE, name]
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", asked)
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", asked)
    try:
        yield
    finally:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", asked)
        except (DatabaseError, InterfaceError):
            connection.close()  # the lock ends with its session
