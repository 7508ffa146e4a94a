"""What a reader of workbooks and bank files hands out: rows it is certain of, rows it left out and why, and its doubts.

Readers live in `adapters`, users in `apps`; neither knows the other, both know these values. Tables are Arrow because
a month of a city is a million rows; the small lists around them are plain tuples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

import pyarrow as pa

from anxin.kernel.outcome import Fault

STAGED_PAYROLL = pa.schema(
    [
        ("sheet", pa.string()),
        ("row", pa.int32()),
        ("name", pa.string()),
        ("id_number", pa.string()),
        ("employer_code", pa.string()),
        ("employer_name", pa.string()),
        ("month", pa.int32()),
        ("due_cents", pa.int64()),
        ("paid_cents", pa.int64()),
        ("bank_account", pa.string()),
        ("phone", pa.string()),
        ("pay_date", pa.date32()),
        ("department", pa.string()),
        ("post", pa.string()),
        ("base_cents", pa.int64()),
        ("insurance_cents", pa.int64()),
        ("tax_cents", pa.int64()),
        ("attendance_days", pa.float64()),
        ("remark", pa.string()),
        ("housing_fund_cents", pa.int64()),
    ]
)

STAGED_BANK = pa.schema(
    [
        ("row", pa.int32()),
        ("txn_id", pa.string()),
        ("payer_name", pa.string()),
        ("payer_account", pa.string()),
        ("payee_name", pa.string()),
        ("payee_account", pa.string()),
        ("amount_cents", pa.int64()),
        ("paid_date", pa.date32()),
        ("memo", pa.string()),
        ("status", pa.string()),
        ("reason", pa.string()),
    ]
)

BankStatus = Literal["ok", "failed", "pending"]


class Why(StrEnum):
    """Why a row is not a person: title (标题), repeated header (重复表头), total (合计), empty (空行), note (说明), no name (无姓名)."""

    TITLE = "title"
    HEADER = "header"
    TOTAL = "total"
    EMPTY = "empty"
    NOTE = "note"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was read and is no person, with the reason; rows are counted as a spreadsheet shows them."""

    row: int
    why: Why

    def to_document(self) -> dict[str, Any]:
        """The row as the contract's JSON says it."""
        return {"row": self.row, "why": self.why.value}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that cannot be read with certainty: where (cell, row or sheet), what, in Chinese, and a stable code."""

    where: str
    what: str
    code: str = ""

    def to_document(self) -> dict[str, Any]:
        """The doubt as the contract's JSON says it."""
        return {"where": self.where, "what": self.what, "code": self.code}


_ALWAYS = ("row", "name", "id_number", "due_fen", "paid_fen", "month")


def _person(line: Mapping[str, Any]) -> dict[str, Any]:
    renamed = {key.removesuffix("_cents") + "_fen" if key.endswith("_cents") else key: line[key] for key in line}
    renamed.pop("sheet")
    code = renamed["month"]
    renamed["month"] = None if code is None else month_text(code)
    if isinstance(renamed["pay_date"], date):
        renamed["pay_date"] = renamed["pay_date"].isoformat()
    return {key: renamed[key] for key in renamed if key in _ALWAYS or renamed[key] is not None}


def month_text(code: int) -> str:
    """A month code of bulk files (202603) as people and JSON write it (2026-03)."""
    return f"{code // 100:04d}-{code % 100:02d}"


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet of a payroll workbook (工资表) as understood, with all that is needed to show and correct it.

    `columns` names the spreadsheet letter of each thing found; `labels` the heading text of every letter, and `sample`
    the first rows as text, so that a clerk can correct the mapping on screen; `signature` is the key under which that
    mapping is remembered. `passed_over` says why a sheet is no payroll; it is empty when the sheet was read.
    """

    name: str
    header_rows: tuple[int, ...]
    month: int | None
    columns: Mapping[str, str | None]
    rows_read: int
    table: pa.Table
    skipped: tuple[Skipped, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    passed_over: str = ""
    signature: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    sample: tuple[tuple[str, ...], ...] = ()
    hidden: bool = False

    def persons(self) -> Iterator[dict[str, Any]]:
        """Each person as the contract's JSON says it, amounts in fen."""
        for batch in self.table.to_batches(max_chunksize=4096):
            yield from (_person(line) for line in batch.to_pylist())

    def to_document(self) -> dict[str, Any]:
        """The sheet as `anxin import payroll --dry-run --json` prints it."""
        return {
            "name": self.name,
            "header_rows": list(self.header_rows),
            "month": None if self.month is None else month_text(self.month),
            "columns": dict(self.columns),
            "rows_read": self.rows_read,
            "persons": list(self.persons()),
            "skipped": [one.to_document() for one in self.skipped],
            "doubts": [one.to_document() for one in self.doubts],
            "passed_over": self.passed_over or None,
            "signature": self.signature,
        }


@dataclass(frozen=True, slots=True)
class PayrollReading:
    """One payroll workbook as understood, sheet by sheet; nothing in it was guessed."""

    file: str
    sheets: tuple[SheetReading, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def table(self) -> pa.Table:
        """All persons of all sheets that were read, in the schema STAGED_PAYROLL."""
        tables = [sheet.table for sheet in self.sheets]
        return pa.concat_tables(tables) if tables else STAGED_PAYROLL.empty_table()

    @property
    def persons_count(self) -> int:
        """How many person rows were read in all."""
        return sum(sheet.table.num_rows for sheet in self.sheets)

    def to_document(self) -> dict[str, Any]:
        """The whole reading as `anxin import payroll --dry-run --json` prints it."""
        return {
            "file": self.file,
            "sheets": [sheet.to_document() for sheet in self.sheets],
            "doubts": [one.to_document() for one in self.doubts],
        }


@dataclass(frozen=True, slots=True)
class BankReading:
    """One bank file (银行流水或代发结果) as understood: every transfer with its outcome, bad rows named one by one."""

    file: str
    adapter: str
    bank: str
    table: pa.Table
    rows_read: int
    skipped: tuple[Skipped, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    faults: tuple[Fault, ...] = ()

    def to_document(self) -> dict[str, Any]:
        """The reading as JSON, for the dry run."""
        rows = self.table.to_pylist()
        for row in rows:
            row["amount_fen"] = row.pop("amount_cents")
            row["paid_date"] = row["paid_date"].isoformat() if row["paid_date"] else None
        return {
            "file": self.file,
            "adapter": self.adapter,
            "bank": self.bank,
            "rows_read": self.rows_read,
            "transfers": rows,
            "skipped": [one.to_document() for one in self.skipped],
            "doubts": [one.to_document() for one in self.doubts],
            "faults": [{"where": one.where, "what": one.what, "remedy": one.remedy} for one in self.faults],
        }


CellType = Literal["text", "uscc", "id", "phone", "int", "money", "date", "month", "choice", "bool"]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column an import knows: key, label as people call it, other names for it, type, and whether it must be there.

    `choices` maps what people write to the value meant, for type "choice"; a label equal to the value need not be given.
    """

    key: str
    label: str
    type: CellType = "text"
    synonyms: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """The columns of one kind of import (employers, workers, insurance …), declared by the app that owns them."""

    kind: str
    label: str
    columns: tuple[ColumnSpec, ...]


@dataclass(frozen=True, slots=True)
class TableReading:
    """One imported table: typed rows, the row number of each, what was found where, and every fault.

    A row with a fault is not in `rows`; `fatal` says whether anything at all stands in the way of importing.
    """

    file: str
    sheet: str
    header_row: int
    columns: Mapping[str, str | None]
    rows: tuple[Mapping[str, Any], ...]
    row_numbers: tuple[int, ...]
    rows_read: int
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    signature: str = ""

    @property
    def fatal(self) -> bool:
        """Whether a fault was found; an import writes nothing then."""
        return bool(self.faults)


_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def would_run(text: str) -> bool:
    """Whether a spreadsheet would run the text as a formula (公式注入) once somebody edits or saves the cell as CSV.

    >>> would_run("=HYPERLINK(1)"), would_run("张三")
    (True, False)
    """
    return text.startswith(_FORMULA_STARTS)


def people_of(table: pa.Table) -> list[tuple[Any, ...]]:
    """Each row of a payroll as who is named, for which month and with which amounts: rows alike in these repeat one another."""
    return list(zip(*(table[key].to_pylist() for key in ("name", "month", "due_cents", "paid_cents")), strict=True))
