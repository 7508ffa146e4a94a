"""The SQLite that a process uses (SQLite 版本): one whose write-ahead log does not lose what was committed.

In SQLite 3.7.0 to 3.51.2 a commit that begins the log anew while somebody copies the log back may leave pages uncopied: they are
lost, and the file is damaged (sqlite.org/wal.html, "The WAL-Reset Bug"). It takes several processes that write without pause,
which is how filings come in numbers. Systems ship such versions for years, so a mended one comes with the package and takes the
place of Python's own before anything has opened a file; two of them in one process would undo each other's locks.
"""

from __future__ import annotations

import sqlite3
import sys
from importlib import import_module

MENDED = (3, 51, 3)
_BACKPORTS = {(3, 44): 6, (3, 50): 7}
"""Older lines that were mended too, and from which release on."""


def sound(version: tuple[int, ...]) -> bool:
    """Whether a version of SQLite keeps all that was committed."""
    line, release = version[:2], version[2]
    return version >= MENDED or (line in _BACKPORTS and release >= _BACKPORTS[(line[0], line[1])])


def take_a_sound_one() -> None:
    """Let `import sqlite3` mean the mended SQLite, where Python's own is not; without the package nothing changes."""
    if sound(sqlite3.sqlite_version_info):
        return
    try:
        brought = import_module("pysqlite3")
        brought_api = import_module("pysqlite3.dbapi2")
    except ImportError:
        return
    if sound(brought.sqlite_version_info):
        sys.modules.update({"sqlite3": brought, "sqlite3.dbapi2": brought_api})
