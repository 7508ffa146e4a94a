"""Work that reads much and then writes little (逐个进行): one at a time in the whole deployment, while everybody else goes on writing.

Whoever reads within its own transaction holds SQLite's only writer meanwhile, and a clerk's log-in waits for a reading.
Reading before the transaction would let an older reading be laid over a newer one; here the next one reads only when the
one before has written.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

_LOCK_SPACE = 0x414C4F4E
"""The first of the two numbers of the advisory lock ("ALON")."""


@contextmanager
def alone(kind: str, key: str = "") -> Iterator[None]:
    """Hold the turn of a kind of work; on PostgreSQL only those with the same key wait for each other.

    On PostgreSQL everything within is one transaction; on SQLite what is written within needs one of its own.
    """
    if connection.vendor == "sqlite":
        with _alone_on_this_machine(kind):
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_SPACE, f"{kind}:{key}"])
        yield


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
