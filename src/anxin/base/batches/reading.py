"""How a table is read from a workbook or CSV file; the reader is filled in by `project/wiring.py`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from anxin.analytics.readings import TableReading, TableSpec


class TableReader(Protocol):
    """Reads one table of a workbook or CSV file by a declared specification."""

    def __call__(self, path: Path, *, name: str, spec: TableSpec) -> TableReading: ...


@dataclass(slots=True)
class Ports:
    """The slots; using an empty one is a fault of the wiring."""

    table_reader: TableReader | None = None


PORTS = Ports()


def read_table(path: Path, *, name: str, spec: TableSpec) -> TableReading:
    """The rows of a file as typed values, and every fault in it."""
    if PORTS.table_reader is None:
        raise RuntimeError("project/wiring.py has not filled batches.reading.PORTS.table_reader")
    return PORTS.table_reader(path, name=name, spec=spec)
