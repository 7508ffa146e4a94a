"""Bulk inputs (批量文件): Parquet or CSV files or Arrow tables, read in chunks and checked; what cannot be taken is named to the row.

Nothing is guessed: a missing column, another type, an empty cell, a negative amount or a month that does not exist
refuses the whole input with file, row and remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from anxin.analytics.arrays import Array, flags, numbers
from anxin.analytics.schemas import Entering
from anxin.kernel.outcome import BadInput, Fault

Source: TypeAlias = Path | Sequence[Path] | pa.Table
"""One file, several parts of one table, or the table itself."""

_SNIFFED = 1 << 16
_EARLIEST, _LATEST = 190001, 299912
_NO_NEGATIVE = {"due_cents", "amount_cents"}


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an input; it is read only when asked for, by whichever thread asks."""

    entering: Entering
    label: str
    first_row: int
    present: Collection[str]
    load: Callable[[list[str]], pa.Table]

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of the piece in declared columns and types, checked; an optional column missing here is left out."""
        names = [*self.entering.schema.names, *self.entering.optional] if columns is None else columns
        wanted = [name for name in names if name not in self.entering.optional or name in self.present]
        return checked(self.load(wanted), self)


def chunks(source: Source, entering: Entering, *, rows: int) -> list[Chunk]:
    """The pieces of an input, each of about so many rows, once its columns are known to be there."""
    if isinstance(source, pa.Table):
        _demand_columns(source.column_names, entering, entering.label)
        return _of_table(source, entering, entering.label, rows)
    paths = [source] if isinstance(source, Path) else source
    return [chunk for path in paths for chunk in _of_file(path, entering, rows)]


def _of_table(table: pa.Table, entering: Entering, label: str, rows: int) -> list[Chunk]:
    return [
        Chunk(entering, label, start, table.column_names, table.slice(start, rows).select)
        for start in range(0, table.num_rows, rows)
    ]


def _of_file(path: Path, entering: Entering, rows: int) -> list[Chunk]:
    if not path.is_file():
        fault = Fault(path.name, "文件不存在", "请核对文件路径")
        raise BadInput("bulk.no_file", f"找不到{entering.label}文件“{path.name}”。", [fault])
    if path.suffix.lower() in {".csv", ".txt"}:
        return _of_table(_from_csv(path, entering), entering, path.name, rows)
    try:
        metadata = pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path.name) from error
    names = metadata.schema.to_arrow_schema().names
    _demand_columns(names, entering, path.name)
    return [
        Chunk(entering, path.name, first, names, partial(_from_parquet, path, groups))
        for first, groups in _grouped(metadata, rows)
    ]


def _grouped(metadata: pq.FileMetaData, rows: int) -> Iterator[tuple[int, list[int]]]:
    groups: list[int] = []
    first = held = 0
    for number in range(metadata.num_row_groups):
        groups.append(number)
        held += metadata.row_group(number).num_rows
        if held >= rows or number == metadata.num_row_groups - 1:
            yield first, groups
            groups, first, held = [], first + held, 0


def _from_parquet(path: Path, groups: list[int], columns: list[str]) -> pa.Table:
    try:
        with pq.ParquetFile(path) as file:
            return file.read_row_groups(groups, columns=columns, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path.name) from error


def _unreadable(name: str) -> BadInput:
    fault = Fault(name, "文件损坏或不是 Parquet / CSV", "请重新导出后再试")
    return BadInput("bulk.unreadable", f"无法读取文件“{name}”。", [fault])


def _demand_columns(found: Sequence[str], entering: Entering, where: str) -> None:
    missing = [name for name in entering.schema.names if name not in found]
    if missing:
        remedy = "需要的列：" + "、".join(entering.schema.names)
        faults = [Fault(f"{where} 列 {name}", "缺少这一列", remedy) for name in missing]
        raise BadInput("bulk.missing_column", f"{entering.label}“{where}”缺少列：{'、'.join(missing)}。", faults)


def _from_csv(path: Path, entering: Entering) -> pa.Table:
    """The columns of a CSV as text-typed or declared types; UTF-8 (with or without mark) or GB18030."""
    with path.open("rb") as source:
        head = source.read(_SNIFFED)
    encoding = "utf8" if _is_utf8(head) else "gb18030"
    types = {**dict(zip(entering.schema.names, entering.schema.types, strict=True)), **entering.optional}
    reading = csv.ReadOptions(encoding=encoding, block_size=1 << 24)
    try:
        return _read_csv(path, reading, types)
    except pa.ArrowInvalid:
        text = _read_csv(path, reading, dict.fromkeys(types, pa.string()))
    _demand_columns(text.column_names, entering, path.name)
    return text


def _read_csv(path: Path, reading: csv.ReadOptions, types: dict[str, pa.DataType]) -> pa.Table:
    converting = csv.ConvertOptions(column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=False)
    table = csv.read_csv(path, read_options=reading, convert_options=converting)
    return table.select([name for name in table.column_names if name in types])


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4
    return True


def checked(table: pa.Table, chunk: Chunk) -> pa.Table:
    """The table in the declared types, or a refusal that names the first fault of every column."""
    entering, columns, faults = chunk.entering, {}, []
    for name in table.column_names:
        declared = entering.optional.get(name)
        field = pa.field(name, declared) if declared is not None else entering.schema.field(name)
        try:
            columns[name] = _typed(table[name], field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
            faults.append(_first_bad(table[name], field, chunk))
            continue
        row = _first_refused(columns[name], field)
        if row is not None:
            faults.append(_refused(columns[name], field, chunk, row))
    if faults:
        raise BadInput("bulk.bad_value", f"{entering.label}“{chunk.label}”中有不能接受的内容，未做任何核对。", faults)
    return pa.table(columns)


def _typed(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    if column.type == wanted:
        return column
    if pa.types.is_date32(wanted) and pa.types.is_timestamp(column.type):
        return pc.cast(column.cast(pa.timestamp(column.type.unit)), wanted)
    return pc.cast(column, wanted)


def _first_refused(column: pa.ChunkedArray, field: pa.Field) -> int | None:
    if not field.nullable and column.null_count:
        return int(np.argmax(flags(pc.is_null(column))))
    if field.name in _NO_NEGATIVE:
        return _first(numbers(column) < 0)
    if field.name == "month":
        month = numbers(column)
        return _first((month < _EARLIEST) | (month > _LATEST) | ((month - 1) % 100 >= 12))
    return None


def _first(wrong: Array) -> int | None:
    return int(np.argmax(wrong)) if wrong.any() else None


def _refused(column: pa.ChunkedArray, field: pa.Field, chunk: Chunk, row: int) -> Fault:
    where = f"{chunk.label} 第 {chunk.first_row + row + 1} 行 {field.name} 列"
    value = column[row].as_py()
    if value is None:
        return Fault(where, "内容为空", "请补全后重新导出")
    if field.name == "month":
        return Fault(where, f"“{value}”不是年月", "请写成六位数字，如 202603")
    return Fault(where, f"金额为负（{value} 分）", "冲正、退回请连同原交易一起剔除后重新导出")


_TYPE_WORDS = {pa.int64(): "整数", pa.int32(): "整数", pa.date32(): "日期（如 2026-03-15）", pa.string(): "文字"}


def _first_bad(column: pa.ChunkedArray, field: pa.Field, chunk: Chunk) -> Fault:
    """The first cell that is not of the declared type; when every single cell could be read, the column's type itself."""
    for row, value in enumerate(column):
        try:
            pc.cast(pa.array([value.as_py()], column.type), field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
            where = f"{chunk.label} 第 {chunk.first_row + row + 1} 行 {field.name} 列"
            return Fault(where, f"“{value.as_py()}”不是{_TYPE_WORDS[field.type]}", "请更正后重新导出")
    return Fault(f"{chunk.label} {field.name} 列", f"类型是 {column.type}，应为{_TYPE_WORDS[field.type]}", "请重新导出")
