"""The database file keeps nothing of what was deleted: free pages are overwritten when they are let go."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from anxin.project.database import database

TOLD = "330602199001010011 张三家住东头村"


def test_what_was_deleted_or_overwritten_stands_nowhere_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.executescript(database(f"sqlite:///{path}")["OPTIONS"]["init_command"])
        connection.execute("CREATE TABLE told (id INTEGER PRIMARY KEY, words TEXT)")
        connection.executemany("INSERT INTO told (words) VALUES (?)", [(TOLD * 300,), (TOLD,), (TOLD,)])
        connection.commit()
        connection.execute("UPDATE told SET words = '已销毁' WHERE id < 3")
        connection.execute("DELETE FROM told WHERE id = 3")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert TOLD.encode() not in path.read_bytes()
