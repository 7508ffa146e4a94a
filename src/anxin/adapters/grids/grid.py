"""A sheet as a grid of text: every cell at its own row and column, whatever kind of file it came from.

Everything is text because payrolls mix types in every column; typing happens later, a column at a time. Columns are
Arrow arrays so that 200,000 rows cost no Python object per cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Box = tuple[int, int, int, int]
"""A merged range as (top, left, bottom, right), counted from 0."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the file says about cells beside their values: hidden rows and columns (隐藏), formulas without a stored
    value (未计算的公式), error values (#REF! 等), merged ranges. Rows and cells are named as a spreadsheet names them."""

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    uncached: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    first_column: int = 0
    merged: tuple[Box, ...] = ()
    month_cells: tuple[tuple[int, int], ...] = ()
    """Cells near the top, from 0, that hold a day but show only its year and month (2023年6月)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as text columns of equal length; `numbers[c]` tells which cells of a column were numbers, when known."""

    name: str
    columns: tuple[pa.Array, ...]
    rows: int
    merged: tuple[Box, ...] = ()
    numbers: tuple[pa.Array | None, ...] = ()
    hidden: bool = False
    marks: Marks = field(default_factory=Marks)

    @property
    def width(self) -> int:
        """How many columns, counted from A."""
        return len(self.columns)

    def line(self, row: int) -> list[str]:
        """The texts of one row (counted from 0), trimmed; nothing is an empty text."""
        return [(column[row].as_py() or "").strip() for column in self.columns]

    def head(self, count: int, start: int = 0) -> list[list[str]]:
        """The texts of some rows at once."""
        part = [column.slice(start, count).to_pylist() for column in self.columns]
        size = max(0, min(count, self.rows - start))
        return [[(cells[i] or "").strip() for cells in part] for i in range(size)]


def letter(column: int) -> str:
    """The letters of a column counted from 0, as a spreadsheet shows them.

    >>> letter(0), letter(25), letter(26), letter(30)
    ('A', 'Z', 'AA', 'AE')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_of(letters: str) -> int:
    """The column, counted from 0, that letters name; the inverse of `letter`.

    >>> column_of("AE")
    30
    """
    number = 0
    for char in letters.upper():
        number = number * 26 + ord(char) - 64
    return number - 1


def cell(row: int, column: int) -> str:
    """The name of a cell counted from 0, e.g. R7."""
    return f"{letter(column)}{row + 1}"


def text_of(value: Any) -> str | None:
    """A cell's value as text: whole numbers without a point, dates in ISO, nothing as None."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return None if value is None else str(value)


def _number_text(value: float) -> str:
    if value.is_integer():
        return f"{value:.0f}"
    return format(Decimal(repr(value)), "f")


def grid_of_rows(
    name: str,
    rows: Sequence[Sequence[Any]],
    *,
    merged: Sequence[Box] = (),
    hidden: bool = False,
    marks: Marks | None = None,
) -> Grid:
    """A grid from rows of Python values, short rows filled with nothing."""
    turned = list(zip_longest(*rows, fillvalue=None))
    texts = tuple(pa.array([text_of(value) for value in column], pa.string()) for column in turned)
    numbers = tuple(
        pa.array([isinstance(value, int | float) and not isinstance(value, bool) for value in column], pa.bool_())
        for column in turned
    )
    return Grid(name, texts, len(rows), tuple(merged), numbers, hidden, marks or Marks())


def grid_of_text(name: str, rows: Sequence[Sequence[str]]) -> Grid:
    """A grid from rows of text (CSV, HTML), where no cell is known to have been a number."""
    turned = list(zip_longest(*rows, fillvalue=""))
    texts = tuple(pc.if_else(pc.equal(array, ""), None, array) for array in (pa.array(c, pa.string()) for c in turned))
    return Grid(name, texts, len(rows), numbers=(None,) * len(texts))


def grid_of_batch(name: str, batch: pa.RecordBatch, *, hidden: bool, marks: Marks) -> Grid:
    """A grid from a batch of string columns that starts at row 1 but at the first used column."""
    blank = pa.nulls(batch.num_rows, pa.string())
    texts = (blank,) * marks.first_column + tuple(batch.columns)
    return Grid(name, texts, batch.num_rows, marks.merged, (None,) * len(texts), hidden, marks)
