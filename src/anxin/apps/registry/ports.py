"""What the register needs from outside and does not know itself; filled by `project/wiring.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from anxin.analytics.readings import TableReading, TableSpec


class TableReader(Protocol):
    """Reads one table of a workbook or CSV file by a declared specification."""

    def __call__(
        self, path: Path, *, name: str, spec: TableSpec, mapping: Mapping[str, Any] | None = None
    ) -> TableReading: ...


@dataclass(slots=True)
class Ports:
    """The slots; using an empty one is a fault of the wiring."""

    table_reader: TableReader | None = None

    def read_table(self, path: Path, *, name: str, spec: TableSpec, mapping: Mapping[str, Any] | None) -> TableReading:
        if self.table_reader is None:
            raise RuntimeError("project/wiring.py has not filled registry.ports.table_reader")
        return self.table_reader(path, name=name, spec=spec, mapping=mapping)


PORTS = Ports()
