"""Reading an imported list (企业、人员、项目、参保 …) by the columns its app declares: heading, types, every fault named.

A row with a fault is not handed on, and an import writes nothing while there is one; so each fault says file, row,
column and what to do, and all of them are found in one go.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from anxin.adapters.grids import cells
from anxin.adapters.grids.cells import Bools
from anxin.adapters.grids.grid import Grid, letter
from anxin.adapters.grids.workbook import MAX_BYTES, column_letter_index, open_workbook
from anxin.adapters.sheets.months import month_of_cell
from anxin.adapters.sheets.words import plain
from anxin.analytics.readings import ColumnSpec, TableReading, TableSpec
from anxin.kernel.ids import is_uscc
from anxin.kernel.outcome import BadInput, Fault

_SEARCH = 40
_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共计)[:：]?")
_NOTE = re.compile(r"^(?:填表|说明|注|备注|示例|填写说明|制表|审核|单位负责人)")
_PHONE = r"^(1[3-9][0-9]{9}|0[0-9]{9,11}|[0-9]{7,8})$"


def read_table(
    path: Path, *, name: str, spec: TableSpec, mapping: Mapping[str, Any] | None = None, max_bytes: int = MAX_BYTES
) -> TableReading:
    """The typed rows of the sheet that fits a declared table best, with every fault found in it."""
    grids = [grid for grid in open_workbook(path, name=name, max_bytes=max_bytes) if grid.rows]
    sheets = [_located(grid, spec) for grid in grids]
    best = max(sheets, key=lambda sheet: len(sheet.columns))
    told = (mapping or {}).get(best.signature) or (mapping if mapping and "columns" in mapping else None)
    if told:
        best = _as_told(best, spec, told)
    if not best.columns:
        wanted = "、".join(one.label for one in spec.columns if one.required)
        remedy = f"表头至少要有：{wanted}。可以先下载{spec.label}导入模板"
        raise BadInput("tables.header", f"{name} 里没有找到{spec.label}的表头", [Fault(name, "没有认得的表头", remedy)])
    return _Typed(best, spec, name).reading()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with its heading row (from 0, -1 when none) and the column of each declared thing."""

    grid: Grid
    header: int
    columns: Mapping[str, int]
    labels: tuple[str, ...]
    signature: str


def _located(grid: Grid, spec: TableSpec) -> _Sheet:
    lines = grid.head(_SEARCH)
    found = [_match(line, spec) for line in lines]
    header = max(range(len(lines)), key=lambda row: (len(found[row]), -row))
    labels = tuple(lines[header])
    if len(found[header]) < min(2, len(spec.columns)):
        return _Sheet(grid, -1, {}, labels, _signature(spec, labels))
    return _Sheet(grid, header, found[header], labels, _signature(spec, labels))


def _signature(spec: TableSpec, labels: Sequence[str]) -> str:
    told = f"{spec.kind}|" + "|".join(plain(label) for label in labels)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def _match(line: Sequence[str], spec: TableSpec) -> dict[str, int]:
    """The column of each declared thing in a heading row: its label first, then its synonyms in order."""
    told: dict[str, int] = {}
    for number, cell in enumerate(line):
        if cell:
            told.setdefault(_bare(cell), number)
    found: dict[str, int] = {}
    for column in spec.columns:
        for word in (column.label, column.key, *column.synonyms):
            place = told.get(_bare(word))
            if place is not None and place not in found.values():
                found[column.key] = place
                break
    return found


def _bare(label: str) -> str:
    return re.sub(r"[(\[【].*?[)\]】]|[*（）]", "", plain(label))


def _as_told(sheet: _Sheet, spec: TableSpec, told: Mapping[str, Any]) -> _Sheet:
    header = int(told["header_row"]) - 1 if told.get("header_row") else sheet.header
    known = {one.key for one in spec.columns}
    wanted = {
        str(k): column_letter_index(str(v)) for k, v in dict(told.get("columns") or {}).items() if v and k in known
    }
    columns = {key: number for key, number in wanted.items() if number < sheet.grid.width}
    labels = tuple(sheet.grid.line(header)) if 0 <= header < sheet.grid.rows else sheet.labels
    return _Sheet(sheet.grid, header, columns, labels, sheet.signature)


@dataclass(slots=True)
class _Column:
    """The values of a column and what is wrong with some of them."""

    values: list[Any]
    wrong: dict[int, tuple[str, str]] = field(default_factory=dict)


class _Typed:
    """Types one located sheet."""

    def __init__(self, sheet: _Sheet, spec: TableSpec, name: str) -> None:
        self._sheet, self._spec, self._name = sheet, spec, name
        self._first = sheet.header + 1
        self._texts = cells.every(cells.texts, [column.slice(self._first) for column in sheet.grid.columns])
        self._faults: list[tuple[int, int, Fault]] = []

    def reading(self) -> TableReading:
        """The table with faults in the order of rows."""
        kept = self._kept()
        self._absent()
        typed = {one.key: self._typed(one, kept) for one in self._spec.columns}
        fine = [row for row in kept if not any(row in column.wrong for column in typed.values())]
        keys = tuple(typed)
        missing_column = any(order < 0 for order, _, _ in self._faults)
        lines = [] if missing_column else zip(*([typed[key].values[row] for row in fine] for key in keys), strict=True)
        sheet, ordered = self._sheet, sorted(self._faults, key=lambda one: one[:2])
        return TableReading(
            file=self._name,
            sheet=sheet.grid.name,
            header_row=sheet.header + 1,
            columns={
                one.key: letter(sheet.columns[one.key]) if one.key in sheet.columns else None
                for one in self._spec.columns
            },
            rows=tuple(dict(zip(keys, line, strict=True)) for line in lines),
            row_numbers=() if missing_column else tuple(self._first + row + 1 for row in fine),
            rows_read=len(kept),
            faults=tuple(fault for _, _, fault in ordered),
            labels={letter(number): label for number, label in enumerate(sheet.labels) if label},
            signature=sheet.signature,
        )

    def _kept(self) -> list[int]:
        """Rows that say something and are no total, no note and no repeated heading."""
        if not self._texts:
            return []
        told = np.logical_or.reduce([cells.told(column) for column in self._texts])
        mapped = [self._texts[number] for number in self._sheet.columns.values()]
        count = sum((cells.told(column).astype(np.int64) for column in mapped), np.zeros(len(told), np.int64))
        sparse = np.flatnonzero(told & (count <= 2)).tolist()
        dropped = {row for row in sparse if self._is_note(row)}
        repeat = np.zeros(len(told), np.int64)
        for number in self._sheet.columns.values():
            same = pc.fill_null(pc.equal(self._texts[number], self._sheet.labels[number]), False)  # noqa: FBT003
            repeat += np.asarray(same.to_numpy(zero_copy_only=False), np.int64)
        wanted = told & (count > 0) & ~((repeat > 1) & (repeat * 2 >= count))
        return [row for row in np.flatnonzero(wanted).tolist() if row not in dropped]

    def _is_note(self, row: int) -> bool:
        said = [text for text in (column[row].as_py() for column in self._texts) if text]
        return any(_TOTAL.fullmatch(text) for text in said) or bool(_NOTE.search(said[0]))

    def _absent(self) -> None:
        for one in self._spec.columns:
            if one.required and one.key not in self._sheet.columns:
                seen = "、".join(label for label in self._sheet.labels if label)[:120]
                remedy = f"请在第 {self._sheet.header + 1} 行补上「{one.label}」列；现有列：{seen}"
                self._faults.append(
                    (-1, 0, Fault(f"{self._name}《{self._sheet.grid.name}》", f"缺少必填列「{one.label}」", remedy))
                )

    def _typed(self, one: ColumnSpec, kept: list[int]) -> _Column:
        size = len(self._texts[0]) if self._texts else 0
        if one.key not in self._sheet.columns:
            return _Column([None] * size)
        number = self._sheet.columns[one.key]
        texts = self._texts[number]
        column = _READERS[one.type](texts, one, self._numbers(number))
        said = cells.told(texts)
        chosen = set(kept)
        column.wrong = {row: why for row, why in column.wrong.items() if row in chosen}
        if one.required:
            blank = [row for row in kept if not said[row]]
            column.wrong |= dict.fromkeys(blank, ("没有填写", f"「{one.label}」是必填项，请补上"))
        if one.unique:
            column.wrong |= self._repeated(column, one, kept)
        for row, (what, remedy) in column.wrong.items():
            where = f"{self._name}《{self._sheet.grid.name}》第 {self._first + row + 1} 行 {letter(number)} 列（{one.label}）"
            self._faults.append((row, number, Fault(where, what, remedy)))
        return column

    def _numbers(self, number: int) -> pa.Array | None:
        known = self._sheet.grid.numbers[number]
        return None if known is None else known.slice(self._first)

    def _repeated(self, column: _Column, one: ColumnSpec, kept: list[int]) -> dict[int, tuple[str, str]]:
        seen: dict[Any, int] = {}
        wrong: dict[int, tuple[str, str]] = {}
        for row in kept:
            value = column.values[row]
            if value is None or row in column.wrong:
                continue
            if value in seen:
                wrong[row] = (
                    f"与第 {self._first + seen[value] + 1} 行重复",
                    f"「{one.label}」不能重复，请删去或改正其中一行",
                )
            seen.setdefault(value, row)
        return wrong


def _shown(text: str | None) -> str:
    return f"「{(text or '')[:30]}」"


def _by_text(read: Callable[[str], Any], kind: pa.DataType, what: str, remedy: str) -> Callable[..., _Column]:
    """A reader that looks at each distinct text once and calls those wrong that come to nothing."""

    def reader(texts: pa.Array, one: ColumnSpec, numbers: pa.Array | None) -> _Column:
        values = cells.each_distinct(texts, read, kind)
        bad = np.flatnonzero(cells.told(texts) & ~cells.told(values)).tolist()
        return _Column(values.to_pylist(), {row: (f"{_shown(texts[row].as_py())}{what}", remedy) for row in bad})

    return reader


def _text(texts: pa.Array, one: ColumnSpec, numbers: pa.Array | None) -> _Column:
    return _Column(texts.to_pylist())


def _money(texts: pa.Array, one: ColumnSpec, numbers: pa.Array | None) -> _Column:
    read = cells.amounts(texts)
    bad = {row: (f"{_shown(texts[row].as_py())}不是能确定的金额", "请只填数字，例如 1234.50") for row in read.bad}
    return _Column(read.array().to_pylist(), bad)


def _id(texts: pa.Array, one: ColumnSpec, numbers: pa.Array | None) -> _Column:
    column = cells.tidy_numbers(texts)
    right = cells.valid_ids(column)
    wrong = cells.told(column) & ~right
    spoilt: Bools = cells.mangled(column, numbers) if wrong.any() or numbers is not None else wrong
    found = {}
    for row in np.flatnonzero(wrong | spoilt).tolist():
        if spoilt[row]:
            found[row] = ("身份证号被 Excel 当作数字，末几位已丢失", "请把该列设为文本格式后重新填写")
        else:
            found[row] = (cells.id_fault(column[row].as_py()), "请按证件核对 18 位号码，末位可以是 X")
    return _Column(column.to_pylist(), found)


def _phone(texts: pa.Array, one: ColumnSpec, numbers: pa.Array | None) -> _Column:
    column = cells.tidy_numbers(texts)
    bad = np.flatnonzero(cells.told(column) & ~cells.matches(column, _PHONE)).tolist()
    return _Column(
        column.to_pylist(),
        {row: (f"{_shown(column[row].as_py())}不像电话号码", "请填 11 位手机号，或区号加固话") for row in bad},
    )


def _uscc_of(text: str) -> str | None:
    code = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    return code if is_uscc(code) else None


def _int_of(text: str) -> int | None:
    found = re.fullmatch(
        r"(-?\d{1,15})(?:\.0+)?\s*(?:人|个|天|名|家)?", unicodedata.normalize("NFKC", text).replace(",", "")
    )
    return int(found[1]) if found else None


_YES, _NO = frozenset("是 有 对 已 y yes true 1 √ ✓ t".split()), frozenset("否 无 没有 未 n no false 0 × x f".split())  # noqa: SIM905


def _bool_of(text: str) -> bool | None:
    bare = unicodedata.normalize("NFKC", text).strip().lower()
    return True if bare in _YES else False if bare in _NO else None


def _choice(texts: pa.Array, one: ColumnSpec, numbers: pa.Array | None) -> _Column:
    known = {_folded(text): value for text, value in one.choices.items()} | {
        _folded(v): v for v in one.choices.values()
    }
    offered = "、".join(dict.fromkeys(one.choices))
    reader = _by_text(lambda text: known.get(_folded(text)), pa.string(), "不在可选范围", f"可填：{offered}")
    return reader(texts, one, numbers)


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


_READERS: Mapping[str, Callable[[pa.Array, ColumnSpec, pa.Array | None], _Column]] = {
    "text": _text,
    "uscc": _by_text(_uscc_of, pa.string(), "不是有效的统一社会信用代码（18 位，含校验码）", "请按营业执照核对"),
    "id": _id,
    "phone": _phone,
    "int": _by_text(_int_of, pa.int64(), "不是整数", "请只填数字"),
    "money": _money,
    "date": _by_text(cells.date_of, pa.date32(), "不是能确定的日期", "请按 2026-03-15 的样子填写"),
    "month": _by_text(month_of_cell, pa.int32(), "不是能确定的月份", "请按 2026-03 的样子填写"),
    "choice": _choice,
    "bool": _by_text(_bool_of, pa.bool_(), "不是「是」或「否」", "请填：是、否"),
}
