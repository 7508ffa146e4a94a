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

from anxin.analytics.arrays import Array, flags, numbers
from anxin.analytics.cell_days import days_of
from anxin.analytics.delimited import heading_of, read_csv, unreadable
from anxin.analytics.schemas import Entering
from anxin.kernel.outcome import BadInput, Fault

Source: TypeAlias = Path | Sequence[Path] | pa.Table
"""One file, several parts of one table, or the table itself."""

_PARQUET = b"PAR1"
EARLIEST, LATEST = 190001, 299912
NO_NEGATIVE = {"due_cents", "amount_cents"}


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


def _of_table(table: pa.Table, entering: Entering, label: str, rows: int, above: int = 0) -> list[Chunk]:
    """The pieces of a table; `above` lines of its file, the heading, stand before its first row."""
    return [
        Chunk(entering, label, above + start, table.column_names, table.slice(start, rows).select)
        for start in range(0, table.num_rows, rows)
    ]


def _of_file(path: Path, entering: Entering, rows: int) -> list[Chunk]:
    if not path.is_file():
        fault = Fault(path.name, "文件不存在", "请核对文件路径")
        raise BadInput("bulk.no_file", f"找不到{entering.label}文件“{path.name}”。", [fault])
    if not _is_parquet(path) and path.suffix.lower() in {".csv", ".txt"}:
        return _of_table(_from_csv(path, entering), entering, path.name, rows, above=1)
    try:
        metadata = pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path.name) from error
    names = metadata.schema.to_arrow_schema().names
    _demand_columns(names, entering, path.name)
    return [
        Chunk(entering, path.name, first, names, partial(_from_parquet, path, groups))
        for first, groups in _grouped(metadata, rows)
    ]


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as source:
        return source.read(len(_PARQUET)) == _PARQUET


def _grouped(metadata: pq.FileMetaData, rows: int) -> Iterator[tuple[int, list[int]]]:
    groups: list[int] = []
    first = held = 0
    for number in range(metadata.num_row_groups):
        groups.append(number)
        held += metadata.row_group(number).num_rows
        if held and (held >= rows or number == metadata.num_row_groups - 1):
            yield first, groups
            groups, first, held = [], first + held, 0


def _from_parquet(path: Path, groups: list[int], columns: list[str]) -> pa.Table:
    try:
        with pq.ParquetFile(path) as file:
            return file.read_row_groups(groups, columns=columns, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path.name) from error


def _demand_columns(found: Sequence[str], entering: Entering, where: str) -> None:
    missing = [name for name in entering.schema.names if name not in found]
    if missing:
        remedy = "需要的列：" + "、".join(entering.schema.names)
        faults = [Fault(f"{where} 列 {name}", "缺少这一列", remedy) for name in missing]
        raise BadInput("bulk.missing_column", f"{entering.label}“{where}”缺少列：{'、'.join(missing)}。", faults)
    twice = [name for name in (*entering.schema.names, *entering.optional) if list(found).count(name) > 1]
    if twice:
        faults = [Fault(f"{where} 列 {name}", "这一列出现了两次", "请只保留一列后重新导出") for name in twice]
        raise BadInput("bulk.column_twice", f"{entering.label}“{where}”有重复的列：{'、'.join(twice)}。", faults)


def _from_csv(path: Path, entering: Entering) -> pa.Table:
    """The columns of a CSV in declared types, or as text where a cell is of another type."""
    heading = heading_of(path)
    _demand_columns(heading.names, entering, path.name)
    types = {**dict(zip(entering.schema.names, entering.schema.types, strict=True)), **entering.optional}
    return read_csv(path, heading, types)


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
    """The column in the wanted type where nothing is lost: 9.0 is the number 9, and a moment counts as its day."""
    if column.type == wanted:
        return column
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_date32(wanted):
        return days_of(column)
    if pa.types.is_integer(wanted) and _is_text(column.type):
        column = pc.replace_substring_regex(pc.utf8_trim_whitespace(column), r"[.]0+$", "")
        column = pc.if_else(pc.equal(column, ""), None, column)
    return pc.cast(column, wanted)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _first_refused(column: pa.ChunkedArray, field: pa.Field) -> int | None:
    if not field.nullable and column.null_count:
        return int(np.argmax(flags(pc.is_null(column))))
    if field.name in NO_NEGATIVE:
        return _first(numbers(column) < 0)
    if field.name == "month":
        month = numbers(column)
        return _first((month < EARLIEST) | (month > LATEST) | ((month - 1) % 100 >= 12))
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
            _typed(pa.chunked_array([pa.array([value.as_py()], column.type)]), field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
            where = f"{chunk.label} 第 {chunk.first_row + row + 1} 行 {field.name} 列"
            return Fault(where, f"“{value.as_py()}”不是{_TYPE_WORDS[field.type]}", "请更正后重新导出")
    return Fault(f"{chunk.label} {field.name} 列", f"类型是 {column.type}，应为{_TYPE_WORDS[field.type]}", "请重新导出")
