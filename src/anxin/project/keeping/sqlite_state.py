"""The database of a small place (SQLite) as one file: a copy of it while the product runs, and the switch to another."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from anxin.kernel.outcome import BadInput, Fault, RuleBroken
from anxin.project.keeping.packing import sync_folder

PATIENCE = 10.0


def snapshot(database: Path, target: Path) -> None:
    """Copy the database as it is at one instant; writers go on meanwhile (SQLite online backup)."""
    with closing(sqlite3.connect(database, timeout=PATIENCE)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").fetchone()


def refuse_unsound(database: Path) -> None:
    """Have SQLite read every page before the file is believed."""
    try:
        with closing(sqlite3.connect(database)) as reader:
            said = [str(row[0]) for row in reader.execute("PRAGMA integrity_check(5)")]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    if said != ["ok"]:
        fault = Fault("数据库", f"SQLite 检查未通过：{said[0][:120]}", "请改用另一份备份")
        raise BadInput("backup_database_unsound", "备份中的数据库已损坏，没有恢复任何内容。", [fault])


def holds_something(database: Path) -> bool:
    """Whether the product has ever recorded anything in this file; one that cannot be read counts as something."""
    if not database.exists() or database.stat().st_size == 0:
        return False
    try:
        with closing(sqlite3.connect(database, timeout=PATIENCE)) as reader:
            tables = {name for (name,) in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "eventlog_eventrow" not in tables:
                return bool(tables - {"sqlite_sequence"})
            return bool(reader.execute("SELECT EXISTS (SELECT 1 FROM eventlog_eventrow)").fetchone()[0])
    except sqlite3.DatabaseError:
        return True


def settle(database: Path) -> None:
    """Bring everything into the one file and let go of its journals; refused while somebody has it open.

    A journal left beside the file would be played into whatever file takes its place.
    """
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=PATIENCE, isolation_level=None)) as last:
            mode = last.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        mode = "wal"
    except sqlite3.DatabaseError:
        # A damaged file is being replaced: what its journals held cannot be saved either.
        mode = "delete"
        for suffix in ("-wal", "-shm", "-journal"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
    if mode != "delete":
        raise RuleBroken("still_running", "数据库正在使用，没有恢复任何内容。请先停止 anxin serve，再恢复。")


def switch(staged: Path, target: Path) -> None:
    """Put the restored database in the place of the old one: the one instant at which the restore becomes true."""
    settle(staged)
    with staged.open("rb+") as file:
        os.fsync(file.fileno())
    settle(target)
    staged.replace(target)
    sync_folder(target.parent)
