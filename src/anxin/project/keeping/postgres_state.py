"""The database of a large place (PostgreSQL) as one file per table: read in one transaction, written back in one.

`pg_dump` is not used: its file names the schema, the client must not be older than the server, and a server image need
not have it. COPY through the driver needs none of that, and the tables themselves come from the migrations.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from anxin.kernel.outcome import BadInput, Fault, RuleBroken
from anxin.kernel.room import is_full
from anxin.project.collecting import seldom_collecting
from anxin.project.keeping.manifest import Manifest, Table
from anxin.project.keeping.packing import CHUNK, Packer

_COLUMNS = """
    SELECT c.table_name, c.column_name, pg_get_serial_sequence(quote_ident(c.table_name), c.column_name)
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
    ORDER BY c.table_name, c.ordinal_position
"""
LEAVING = 10
"""Seconds that a connection of a process that ended may still stand."""
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@contextmanager
def one_instant() -> Iterator[None]:
    """Everything read inside is the state of one instant; writers go on meanwhile."""
    connection.close()
    with transaction.atomic():
        _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def dump(packer: Packer) -> tuple[Table, ...]:
    """Write every table into the archive."""
    found = _tables()
    for table in found:
        packer.add(table.member, _copied_out(table), squeeze=True)
    return found


def holds_something() -> bool:
    """Whether the product has ever recorded anything in this database; tables of somebody else are never touched."""
    names = set(connection.introspection.table_names())
    if not names:
        return False
    if "eventlog_eventrow" not in names:
        fault = Fault("DATABASE_URL", "该数据库中有其他系统的表", "请为安薪建立一个空的数据库")
        raise BadInput("foreign_database", "没有恢复任何内容。", [fault])
    return bool(_run("SELECT EXISTS (SELECT 1 FROM eventlog_eventrow)")[0][0])


@contextmanager
def replaced(staged: Path, manifest: Manifest) -> Iterator[None]:
    """The whole database exchanged in one transaction: what fails inside, or dies, leaves the old one as it was."""
    _refuse_company()
    with transaction.atomic():
        _run("SET LOCAL lock_timeout = '10s'")
        _drop_all()
        with _faults_of_the_backup():
            _build(manifest.migrations)
            _fill(staged, manifest.tables)
        yield


@contextmanager
def _faults_of_the_backup() -> Iterator[None]:
    """Rows that the tables do not take are the fault of the backup; a full disk is not."""
    try:
        yield
    except (DatabaseError, psycopg.Error) as error:
        if is_full(error):
            raise
        fault = Fault(
            "数据库", f"PostgreSQL 不接受备份中的内容：{str(error).splitlines()[0][:120]}", "请改用另一份备份"
        )
        raise BadInput("backup_database_unsound", "备份中的数据库已损坏，没有恢复任何内容。", [fault]) from error


def _tables() -> tuple[Table, ...]:
    columns: dict[str, list[str]] = {}
    given: dict[str, list[tuple[str, int]]] = {}
    for table, column, sequence in _run(_COLUMNS):
        columns.setdefault(table, []).append(column)
        if sequence and (last := _run("SELECT pg_sequence_last_value(%s::regclass)", sequence)[0][0]) is not None:
            given.setdefault(table, []).append((column, last))
    return tuple(Table(name, tuple(cols), tuple(given.get(name, ()))) for name, cols in columns.items())


def _copied_out(table: Table) -> Iterator[memoryview | bytes]:
    with connection.cursor() as cursor, cursor.copy(_copy(table, "TO STDOUT")) as source:
        yield from source


def _fill(staged: Path, tables: tuple[Table, ...]) -> None:
    _run("SET CONSTRAINTS ALL DEFERRED")
    for table in tables:
        # Migrations lay some rows of their own; only those of the backup count. The log is empty, and says no.
        if table.name != "eventlog_eventrow":
            _run(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
    for table in tables:
        with (
            connection.cursor() as cursor,
            cursor.copy(_copy(table, "FROM STDIN")) as sink,
            (staged / table.member).open("rb") as source,
        ):
            while chunk := source.read(CHUNK):
                sink.write(chunk)
        for column, last in table.given:
            _run("SELECT setval(pg_get_serial_sequence(quote_ident(%s), %s), %s)", table.name, column, last)
    _run("SET CONSTRAINTS ALL IMMEDIATE")


def _copy(table: Table, direction: str) -> sql.Composed:
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table.name), columns, sql.SQL(direction))


def _drop_all() -> None:
    names = connection.introspection.table_names()
    try:
        if names:
            _run(sql.SQL("DROP TABLE {} CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, names))))
    except OperationalError as error:
        raise _in_use() from error
    _run("DROP FUNCTION IF EXISTS eventlog_refuse()")


def _build(applied: tuple[tuple[str, str], ...]) -> None:
    """Make the tables as they were when the backup was made, by the migrations it names."""
    # Rows laid by one migration must not leave checks open when the next one alters their table.
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    done = set(applied)
    nodes = executor.loader.graph.node_map
    last = [
        key
        for key in sorted(done)
        if not any(child.key in done and child.key[0] == key[0] for child in nodes[key].children)
    ]
    with seldom_collecting():
        executor.migrate(last)


def _refuse_company() -> None:
    """Refuse while others are connected; the server ends what a killed process left a moment after it."""
    for _ in range(LEAVING):
        if not _run(_OTHERS)[0][0]:
            return
        time.sleep(1)
    raise _in_use()


def _in_use() -> RuleBroken:
    return RuleBroken("still_running", "数据库正被其他连接使用，没有恢复任何内容。请先停止 anxin serve，再恢复。")


def _run(statement: Any, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
