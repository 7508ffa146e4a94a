"""A large sheet of an .xlsx cut into stretches of rows (分段并读), two of which are read at a time.

A reader unpacks and parses a sheet in one thread. Here the sheet is unpacked once, searched for its marks on the way and
cut between two rows; each stretch becomes a small workbook in memory, so that parsing one overlaps with unpacking the
next, and a stretch's cells are given up before the last is read. What cannot be cut with certainty is left to be read
whole.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import fastexcel
import pyarrow as pa

from anxin.adapters.grids.grid import Marks
from anxin.adapters.grids.ooxml import CHUNK, Part, Scan

STRETCH = 8 * 1024 * 1024
"""Bytes of a stretch; at least twice those of the texts that all cells share, as every stretch has to read them."""
_AT_ONCE = 2
_HEAD = re.compile(rb"<sheetData\s*>")
_CUT = re.compile(rb'<row\s(?:[^<>]*\s)?r="([1-9]\d*)"[^<>]*(?<!/)>\s*<c\s(?:[^<>]*\s)?r="[A-Z]+\1"')
"""A row that says its number, and whose first cell its name: what follows keeps its place by itself."""
_ANCHOR = b'<row r="%(row)d"><c r="A%(row)d"><v>0</v></c></row>'
"""A row put before a stretch, so that the reader begins it there and at column A."""
_SHARED = "sharedstrings.xml"
_NEEDED = ("[content_types].xml", "_rels/.rels", "workbook.xml", "workbook.xml.rels", "styles.xml", _SHARED)
"""The members without which no sheet can be read."""
Members = list[tuple[str, bytes]]
_Read = tuple[int, "Future[pa.RecordBatch]"]
"""The row a stretch begins at, from 0, and what the reader makes of it."""


class _Uncertain(Exception):
    """The sheet cannot be cut, or what came back does not fit together."""


def read(archive: zipfile.ZipFile, part: Part) -> tuple[pa.RecordBatch, Marks] | None:
    """A sheet as string columns from row 1 and its first used column on, and its marks; None when it is better read whole."""
    shared = sum(one.file_size for one in archive.infolist() if one.filename.lower().endswith(_SHARED))
    least = max(STRETCH, 2 * shared)
    if archive.getinfo(part.member).file_size < 2 * least:
        return None
    try:
        return _read(archive, part, least)
    except (_Uncertain, fastexcel.FastExcelError):
        return None


def _read(archive: zipfile.ZipFile, part: Part, least: int) -> tuple[pa.RecordBatch, Marks]:
    others = [(one.filename, archive.read(one)) for one in archive.infolist() if one.filename.lower().endswith(_NEEDED)]
    scan, first_column = Scan(), 0
    read: list[_Read] = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for start, pieces in _cut(archive, part, least, scan):
            if not read:
                first_column = scan.first_column
            if len(read) >= _AT_ONCE:
                read[-_AT_ONCE][1].result()
            read.append((start, pool.submit(_load, others, part, pieces, anchored=start > 0)))
    marks = scan.marks()
    return _joined(read, first_column, marks.first_column), marks


def _cut(archive: zipfile.ZipFile, part: Part, least: int, scan: Scan) -> Iterator[tuple[int, list[bytes]]]:
    """The XML of each stretch with the row it begins at (from 0); every byte of it was searched before it comes."""
    start, size, pieces = 0, 0, list[bytes]()
    with archive.open(part.member) as stream:
        chunk = stream.read(CHUNK)
        head = _HEAD.search(chunk)
        if head is None:
            raise _Uncertain
        while chunk:
            cut = _CUT.search(chunk, max(0, least - size)) if size + len(chunk) > least else None
            before = chunk[: cut.start()] if cut else chunk
            scan.feed(before)
            pieces.append(before)
            size += len(before)
            if cut:
                yield start, [*pieces, b"</sheetData></worksheet>"]
                row = int(cut[1])
                start, size, after = row - 2, 0, chunk[cut.start() :]
                pieces = [head.string[: head.end()], _ANCHOR % {b"row": row - 1}, after]
                scan.feed(after)
            elif size > 2 * least:
                raise _Uncertain
            chunk = stream.read(CHUNK)
    yield start, pieces


def _load(others: Members, part: Part, pieces: list[bytes], *, anchored: bool) -> pa.RecordBatch:
    """One stretch as the reader sees it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as small:
        for name, said in others:
            small.writestr(name, said)
        small.writestr(part.member, b"".join(pieces))
    pieces.clear()
    book = fastexcel.read_excel(content.getvalue())
    batch = book.load_sheet_eager(part.name, header_row=None, skip_rows=None if anchored else 0, dtypes="string")
    return batch.slice(1) if anchored else batch


def _joined(read: Sequence[_Read], first_column: int, wanted: int) -> pa.RecordBatch:
    """The stretches below one another, from the first used column of all of them on."""
    columns: list[list[pa.Array]] = []
    rows = 0
    batches = [(start + (start > 0), future.result()) for start, future in read]
    width = max(first_column + batches[0][1].num_columns, *(batch.num_columns for _, batch in batches[1:]))
    for start, batch in batches:
        if start < rows:
            raise _Uncertain
        left = 0 if columns else first_column
        parts = [_nulls(batch)] * left + [one.cast(pa.string()) for one in batch.columns]
        parts += [_nulls(batch)] * (width - len(parts))
        gap = pa.nulls(start - rows, pa.string())
        columns.append([pa.concat_arrays([gap, one]) if len(gap) else one for one in parts])
        rows = start + batch.num_rows
    whole = [pa.concat_arrays(list(stretch)) for stretch in list(zip(*columns, strict=True))[wanted:]]
    return pa.RecordBatch.from_arrays(whole, [str(number) for number in range(len(whole))])


def _nulls(batch: pa.RecordBatch) -> pa.Array:
    return pa.nulls(batch.num_rows, pa.string())
