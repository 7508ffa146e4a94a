"""Workbooks written for the tests, in the shapes that offices and employers really hand in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from anxin.kernel.ids import id_check_digit

Rows = Sequence[Sequence[Any]]


def id_of(serial: int, born: str = "19880115") -> str:
    """An invented identity number with a right check digit (area code 330602, not any person's)."""
    first = f"330602{born}{serial:03d}"
    return first + id_check_digit(first)


def xlsx(
    path: Path,
    rows: Rows,
    *,
    sheet: str = "Sheet1",
    merge: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[str] = (),
    more: Sequence[tuple[str, Rows]] = (),
) -> Path:
    """An .xlsx as openpyxl writes it; formulas in it have no stored value."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for where in merge:
        page.merge_cells(where)
    for number in hidden_rows:
        page.row_dimensions[number].hidden = True
    for letters in hidden_columns:
        page.column_dimensions[letters].hidden = True
    for name, other in more:
        page = book.create_sheet(name)
        for row in other:
            page.append(list(row))
    book.save(path)
    return path


def people(document: dict[str, Any], sheet: int = 0) -> list[tuple[Any, ...]]:
    """Row, name, due and paid of every person of a sheet."""
    return [(p["row"], p["name"], p["due_fen"], p["paid_fen"]) for p in document["sheets"][sheet]["persons"]]


def skipped(document: dict[str, Any], sheet: int = 0) -> dict[int, str]:
    """Why each skipped row was skipped."""
    return {one["row"]: one["why"] for one in document["sheets"][sheet]["skipped"]}


def doubts(document: dict[str, Any], code: str, sheet: int = 0) -> list[str]:
    """Where the doubts of one kind are."""
    return [one["where"] for one in document["sheets"][sheet]["doubts"] if one["code"] == code]
