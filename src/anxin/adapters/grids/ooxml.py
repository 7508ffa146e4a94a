"""What a workbook's XML says that cell readers drop: hidden rows and columns, formulas never computed, error values.

The parts are streamed in chunks and searched as bytes, which costs little more than unzipping; this pass also counts
the true size of every part, so that a compressed bomb (压缩炸弹) is known by what it unpacks to.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from anxin.adapters.grids.grid import Box, Marks, column_of

_SHEET = re.compile(rb"<sheet\s[^>]*>")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_HIDDEN_ROW = re.compile(rb"<row\s[^>]*hidden=\"(?:1|true)\"[^>]*>")
_HIDDEN_COL = re.compile(rb"<col\s[^>]*hidden=\"(?:1|true)\"[^>]*>")
_UNCACHED = re.compile(rb"<c\s([^>]*)>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_PREFIX = re.compile(rb"<(/?)\w+:(?=[A-Za-z])")
_PREFIXED = re.compile(rb"</?\w+:(?:row|c|v|f|sheet|Relationship|col|mergeCell|dimension)[\s>/]")
_QUOTED = re.compile(rb"=\s*'([^'\"<>]*)'")
_ERROR = re.compile(rb'<c\s([^>]*t="e"[^>]*)>')
_FIRST_CELLS = re.compile(rb'<row\s[^>]*>\s*<c\s[^>]*r="([A-Z]+)\d+"')
_WIDE = re.compile(rb'r="([A-Z]{3})\d+"[^>/]*>')
_DIMENSION = re.compile(rb'<dimension\s[^>]*ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
_MERGED = re.compile(rb'<mergeCell\s[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
CHUNK = 1 << 20
_OVERLAP = 4096
_KEEP = 100_000
_NONE = 16_384


@dataclass(slots=True)
class _Found:
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    uncached: dict[str, None] = field(default_factory=dict)
    errors: dict[str, None] = field(default_factory=dict)
    merged: dict[Box, None] = field(default_factory=dict)
    first: int = _NONE


@dataclass(frozen=True, slots=True)
class Part:
    """A worksheet's name, the member of the archive that holds it, and whether the tab is hidden."""

    name: str
    member: str
    hidden: bool


def sheet_parts(archive: zipfile.ZipFile) -> list[Part]:
    """The worksheets in the order of their tabs; empty when the workbook is of another make."""
    names = set(archive.namelist())
    book = next((one for one in names if one.lower() == "xl/workbook.xml"), None)
    links = next((one for one in names if one.lower() == "xl/_rels/workbook.xml.rels"), None)
    if not book or not links:
        return []
    targets: dict[str, str] = {}
    for found in _RELATION.finditer(_plain(archive.read(links))):
        facts = _attributes(found[0])
        target = facts.get("Target", "")
        if facts.get("Type", "").endswith("/worksheet"):
            targets[facts.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    parts = []
    for found in _SHEET.finditer(_plain(archive.read(book))):
        facts = _attributes(found[0])
        key = next((facts[one] for one in facts if one.endswith(":id")), "")
        if targets.get(key) in names:
            parts.append(Part(facts.get("name", ""), targets[key], facts.get("state", "visible") != "visible"))
    return parts


def _attributes(tag: bytes) -> dict[str, str]:
    return {key.decode(): unescape(value.decode("utf-8", "replace")) for key, value in _ATTRIBUTE.findall(tag)}


def stated_size(archive: zipfile.ZipFile, part: str) -> tuple[int, int] | None:
    """Columns and rows as the sheet itself states them at its head; None when it states no range."""
    with archive.open(part) as stream:
        found = _DIMENSION.search(_plain(stream.read(65_536)))
    return (column_of(found[1].decode()) + 1, int(found[2])) if found else None


class Scan:
    """The search for marks in a sheet that comes in pieces of any length."""

    def __init__(self) -> None:
        self._found, self._tail = _Found(), b""

    def feed(self, piece: bytes) -> None:
        """Search the next piece, and its seam with those before, so that nothing is missed there."""
        if self._tail:
            _search(_plain(self._tail + piece[:_OVERLAP]), self._found)
        _search(_plain(piece), self._found)
        self._tail = piece[-_OVERLAP:] if len(piece) >= _OVERLAP else (self._tail + piece)[-_OVERLAP:]

    @property
    def first_column(self) -> int:
        """The first column in which a cell stands so far, counted from 0."""
        return 0 if self._found.first == _NONE else self._found.first

    def marks(self) -> Marks:
        """What was found."""
        return Marks(
            hidden_rows=tuple(sorted(self._found.rows)),
            hidden_columns=tuple(sorted(self._found.columns)),
            uncached=tuple(self._found.uncached),
            errors=tuple(self._found.errors),
            first_column=self.first_column,
            merged=tuple(self._found.merged),
        )


def scan_part(archive: zipfile.ZipFile, part: str) -> Marks:
    """The marks of one sheet."""
    scan = Scan()
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            scan.feed(chunk)
    return scan.marks()


def widest_column(archive: zipfile.ZipFile, part: str) -> int:
    """The rightmost column beyond ZZ in which something stands, 0 when there is none; empty styled cells do not count."""
    wide = [column_of(one[1].decode()) for chunk in _pieces(archive, part) for one in _WIDE.finditer(chunk)]
    return max(wide, default=0)


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in chunks, and each seam between two chunks once more, so that nothing is missed there."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if tail:
                yield _plain(tail + chunk[:_OVERLAP])
            yield _plain(chunk)
            tail = chunk[-_OVERLAP:]


def _plain(chunk: bytes) -> bytes:
    """The same XML as Excel would write it: no prefix before tags (`<x:row`), attributes in double quotes.

    Programs may write either, and a pattern that knows only Excel's way would overlook hidden rows in silence.
    """
    if _PREFIXED.search(chunk, 0, 65_536):
        chunk = _PREFIX.sub(rb"<\1", chunk)
    single = b"'" in chunk and (b"='" in chunk or b"= '" in chunk)  # one byte is looked for far faster than two
    return _QUOTED.sub(rb'="\1"', chunk) if single else chunk


def _search(chunk: bytes, found: _Found) -> None:
    if b'hidden="' in chunk:
        _hidden(chunk, found)
    if b"<f" in chunk:
        _keep(found.uncached, _cells(_UNCACHED, chunk, b't="str"'))
    if b't="e"' in chunk:
        _keep(found.errors, _cells(_ERROR, chunk, b"\0"))
    if b"mergeCell " in chunk:
        _keep(found.merged, _boxes(chunk))
    if found.first:
        for one in _FIRST_CELLS.finditer(chunk):
            found.first = min(found.first, column_of(one[1].decode()))


def _hidden(chunk: bytes, found: _Found) -> None:
    found.rows.update(int(_attributes(one[0]).get("r", "0")) for one in _HIDDEN_ROW.finditer(chunk))
    for one in _HIDDEN_COL.finditer(chunk):
        facts = _attributes(one[0])
        last = min(int(facts["max"]), int(facts["min"]) + 255)
        found.columns.update(range(int(facts["min"]) - 1, last))


def _boxes(chunk: bytes) -> Iterator[Box]:
    for one in _MERGED.finditer(chunk):
        left, top, right, bottom = (part.decode() for part in one.groups())
        yield int(top) - 1, column_of(left), int(bottom) - 1, column_of(right)


def _keep(kept: dict[Any, None], more: Iterator[Any]) -> None:
    """Adds what is new; the first hundred thousand are enough to know what is wrong with a sheet."""
    if len(kept) < _KEEP:
        kept.update(dict.fromkeys(more))


def _cells(pattern: re.Pattern[bytes], chunk: bytes, unless: bytes) -> Iterator[str]:
    for one in pattern.finditer(chunk):
        if unless not in one[1]:
            name = _attributes(b"<c " + one[1] + b">").get("r")
            if name:
                yield name
