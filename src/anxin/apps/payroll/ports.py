"""What this room needs from outside: readers of payrolls and bank files; filled by `project/wiring.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from anxin.analytics.readings import BankReading, PayrollReading


class PayrollReader(Protocol):
    """Reads a payroll workbook of any layout."""

    def __call__(self, path: Path, *, name: str, mapping: Mapping[str, Any] | None = None) -> PayrollReading: ...


class BankReader(Protocol):
    """Reads a bank statement or a batch-transfer result of any known bank."""

    def __call__(self, path: Path, *, name: str, adapter: str | None = None) -> BankReading: ...


@dataclass(slots=True)
class Ports:
    """The slots."""

    payroll_reader: PayrollReader | None = None
    bank_reader: BankReader | None = None

    def read_payroll(self, path: Path, *, name: str, mapping: Mapping[str, Any] | None) -> PayrollReading:
        if self.payroll_reader is None:
            raise RuntimeError("project/wiring.py has not filled payroll.ports.payroll_reader")
        return self.payroll_reader(path, name=name, mapping=mapping)

    def read_bank(self, path: Path, *, name: str) -> BankReading:
        if self.bank_reader is None:
            raise RuntimeError("project/wiring.py has not filled payroll.ports.bank_reader")
        return self.bank_reader(path, name=name)


PORTS = Ports()
