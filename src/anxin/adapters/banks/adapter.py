"""What every bank adapter is: a key, the bank's name, how surely a table is its file, and how to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from anxin.adapters.banks.statement import Layout, Parsed, read
from anxin.adapters.banks.table import BankTable


@dataclass(frozen=True, slots=True)
class Adapter:
    """One bank's file format (银行文件格式)."""

    key: str
    bank: str
    likeness: Callable[[BankTable], float]
    parse: Callable[[BankTable], Parsed]


def of_layout(layout: Layout) -> Callable[[BankTable], Parsed]:
    """The reader of a layout with a heading row."""
    return lambda table: read(table, layout)
