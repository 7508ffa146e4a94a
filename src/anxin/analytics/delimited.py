"""CSV inputs (批量 CSV): encoding, separator and heading told from the file; what cannot be read is refused with its row."""

from __future__ import annotations

import codecs
import csv as lines
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from anxin.kernel.outcome import BadInput, Fault

_BLOCK = 1 << 24
_LONGEST_HEADING = 1 << 16
_SEPARATORS = ",\t;|"


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line of a file: its encoding, separator and names; `rest` tells whether anything follows."""

    encoding: str
    separator: str
    names: tuple[str, ...]
    rest: bool


def heading_of(path: Path) -> Heading:
    """Read the heading; names are told apart from spaces and capitals, since exports add them."""
    with path.open("rb") as source:
        head = source.read(_LONGEST_HEADING)
    line, _, rest = head.removeprefix(codecs.BOM_UTF8).partition(b"\n")
    encoding = "utf8" if is_utf8(path) else "gb18030"
    try:
        text = line.decode(encoding).rstrip("\r")
    except UnicodeDecodeError as error:
        raise unreadable(path.name) from error
    separator = max(_SEPARATORS, key=text.count)
    names = next(lines.reader([text], delimiter=separator), [])
    return Heading(encoding, separator, tuple(name.strip().lower() for name in names), bool(rest.strip()))


def is_utf8(path: Path) -> bool:
    """Whether a whole file is UTF-8: one Chinese memo in its last line settles it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as source:
        try:
            while block := source.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def read_csv(path: Path, heading: Heading, types: dict[str, pa.DataType]) -> pa.Table:
    """The named columns in these types or, where a cell is not of its type, as text for the reader to judge."""
    wanted = [name for name in heading.names if name in types]
    if not heading.rest:
        return pa.table({name: pa.nulls(0, types[name]) for name in wanted})
    try:
        return _read(path, heading, wanted, types, None)
    except (pa.ArrowInvalid, UnicodeDecodeError):
        pass
    odd: list[csv.InvalidRow] = []
    try:
        table = _read(path, heading, wanted, dict.fromkeys(types, pa.string()), odd)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise unreadable(path.name) from error
    if odd:
        raise _ragged(path.name, odd)
    return table


def _read(
    path: Path, heading: Heading, wanted: list[str], types: dict[str, pa.DataType], odd: list[csv.InvalidRow] | None
) -> pa.Table:
    def note(row: csv.InvalidRow) -> str:
        if odd is not None:
            odd.append(row)
        return "error" if odd is None else "skip"

    return csv.read_csv(
        path,
        read_options=csv.ReadOptions(
            encoding=heading.encoding,
            block_size=_BLOCK,
            column_names=heading.names,
            skip_rows=1,
            use_threads=odd is None,
        ),
        parse_options=csv.ParseOptions(delimiter=heading.separator, newlines_in_values=True, invalid_row_handler=note),
        convert_options=csv.ConvertOptions(
            column_types={name: types[name] for name in wanted},
            include_columns=wanted,
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def _ragged(name: str, odd: list[csv.InvalidRow]) -> BadInput:
    remedy = "请检查这一行的分隔符和引号后重新导出"
    faults = [
        Fault(f"{name} 第 {row.number - 1} 行", f"有 {row.actual_columns} 列，应为 {row.expected_columns} 列", remedy)
        for row in odd[:20]
    ]
    return BadInput("bulk.ragged", f"文件“{name}”有 {len(odd)} 行的列数与表头不符，未做任何核对。", faults)


def unreadable(name: str) -> BadInput:
    """The refusal of a file that is neither Parquet nor CSV."""
    fault = Fault(name, "文件损坏或不是 Parquet / CSV", "请重新导出后再试")
    return BadInput("bulk.unreadable", f"无法读取文件“{name}”。", [fault])
