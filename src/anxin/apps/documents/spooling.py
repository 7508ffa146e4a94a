"""Rows of a report on their way from the books into their table (明细落表): read first, sealed with a hash, written in parts.

The hash of each kind runs over its rows in order, one line of canonical text each; so it can be taken while they are read,
and proved again while they are read from the table, with no more than some of them in memory.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from itertools import islice
from types import TracebackType
from typing import Any, Self

from django.conf import settings

from anxin.apps.documents.models import ReportRow
from anxin.apps.documents.week_rows import CHUNK, Row
from anxin.base.bulk import insert_mappings

PART = 3000
"""Rows written at once: a quarter of a second on a busy machine."""
Seals = dict[str, dict[str, Any]]
"""How many rows of each kind there are, and their hash."""


class Sealing:
    """The seals of rows as they pass by."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._hashes: dict[str, Any] = {}

    def take(self, kind: str, row: Row) -> tuple[int, str]:
        """The number of a row within its kind, and its text."""
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        self._counts[kind] = number = self._counts.get(kind, 0) + 1
        self._hashes.setdefault(kind, hashlib.sha256()).update(f"{text}\n".encode())
        return number, text

    @property
    def seals(self) -> Seals:
        return {kind: {"rows": n, "sha256": self._hashes[kind].hexdigest()} for kind, n in sorted(self._counts.items())}


class Spool:
    """Rows kept in a file without a name, beside the database, until they are written."""

    def __init__(self) -> None:
        self._sealing = Sealing()
        folder = settings.SETTINGS.data_dir
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder)  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, kind: str, row: Row) -> None:
        """Lay a row down."""
        number, text = self._sealing.take(kind, row)
        self._file.write(f"{kind}\t{number}\t{text}\n")

    @property
    def seals(self) -> Seals:
        """The seals of all rows laid down."""
        return self._sealing.seals

    def parts(self) -> Iterator[list[tuple[str, int, Row]]]:
        """The rows again, with kind and number, some at a time."""
        self._file.seek(0)
        while some := list(islice(self._file, PART)):
            yield [_read(line) for line in some]


def _read(line: str) -> tuple[str, int, Row]:
    kind, number, text = line.split("\t", 2)
    return kind, int(number), Row(*json.loads(text))


def write_rows(rows_id: int, part: list[tuple[str, int, Row]]) -> None:
    """Write some rows; what stands already stays, so that a part may be written twice."""
    values = ({"rows_id": rows_id, "kind": kind, "number": number, **row._asdict()} for kind, number, row in part)
    insert_mappings(ReportRow, values, by_key=("rows", "kind", "number"))


def seals_of(rows_id: int) -> Seals:
    """The seals of the rows as they stand in the table."""
    sealing = Sealing()
    rows = ReportRow.objects.filter(rows=rows_id).order_by("kind", "number")
    for kind, *values in rows.values_list("kind", *Row._fields).iterator(CHUNK):
        sealing.take(kind, Row(*values))
    return sealing.seals
