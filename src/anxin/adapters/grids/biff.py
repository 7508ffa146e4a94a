"""What an old .xls (BIFF8; also WPS .et) says beside its cells: whether it is locked, and which rows and columns hide.

Cell values come from calamine; this reads only the few records it leaves out, through a minimal reader of the
compound file that holds them ([MS-CFB], [MS-XLS]).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from anxin.adapters.grids.formats import BUILT_IN, shows_month
from anxin.adapters.grids.grid import Marks

_END = 0xFFFFFFFA
_BOUNDSHEET, _ROW, _COLINFO, _FILEPASS, _BOF, _EOF = 0x0085, 0x0208, 0x007D, 0x002F, 0x0809, 0x000A

_FORMAT, _XF, _NUMBER, _RK, _MULRK = 0x041E, 0x00E0, 0x0203, 0x027E, 0x00BD
_NEAR_THE_TOP = 80


class NotCompound(ValueError):
    """The bytes are no readable compound file."""


def workbook_stream(data: bytes) -> bytes:
    """The bytes of the stream called Workbook or Book inside a compound file."""
    try:
        return _stream(data)
    except (struct.error, IndexError) as error:
        raise NotCompound(str(error)) from error


def _stream(data: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise NotCompound("sector size")
    table = _allocation(data, size)
    directory = _chain(data, size, table, struct.unpack_from("<I", data, 48)[0])
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    for entry in entries:
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            return _content(data, size, table, entries[0], entry)
    raise NotCompound("no workbook inside")


def _content(data: bytes, size: int, table: list[int], root: bytes, entry: bytes) -> bytes:
    start, length = struct.unpack_from("<II", entry, 116)
    if length >= struct.unpack_from("<I", data, 56)[0]:
        return _chain(data, size, table, start)[:length]
    small = _chain(data, size, table, struct.unpack_from("<I", root, 116)[0])
    raw = _chain(data, size, table, struct.unpack_from("<I", data, 60)[0])
    links = list(struct.unpack(f"<{len(raw) // 4}I", raw))
    return b"".join(small[at * 64 : at * 64 + 64] for at in _follow(links, start))[:length]


def _allocation(data: bytes, size: int) -> list[int]:
    sectors = list(struct.unpack_from("<109I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    guard = len(data) // size + 1
    while following < _END and guard:
        more = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        sectors.extend(more[:-1])
        following, guard = more[-1], guard - 1
    table: list[int] = []
    for sector in sectors:
        if sector < _END and (sector + 2) * size <= len(data) + size:
            raw = data[(sector + 1) * size : (sector + 2) * size]
            table.extend(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))
    return table


def _chain(data: bytes, size: int, table: list[int], start: int) -> bytes:
    return b"".join(data[(at + 1) * size : (at + 2) * size] for at in _follow(table, start))


def _follow(table: list[int], start: int) -> Iterator[int]:
    seen = 0
    while start < _END and seen <= len(table):
        yield start
        start, seen = table[start], seen + 1


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def is_locked(stream: bytes) -> bool:
    """Whether the workbook asks for a password (FILEPASS record in its globals)."""
    for kind, _ in _records(stream, 0):
        if kind == _FILEPASS:
            return True
        if kind == _EOF:
            return False
    return False


def marks_by_sheet(stream: bytes) -> tuple[Marks, ...]:
    """The marks of every sheet, in the order of the workbook's tabs."""
    starts = []
    defined: dict[int, bool] = {}
    formats: list[int] = []
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET and len(body) >= 4:
            starts.append(struct.unpack_from("<I", body)[0])
        if kind == _FORMAT and len(body) > 5:
            defined[struct.unpack_from("<H", body)[0]] = shows_month(_format_code(body))
        if kind == _XF and len(body) >= 4:
            formats.append(struct.unpack_from("<H", body, 2)[0])
        if kind == _EOF:
            break
    months = frozenset(place for place, key in enumerate(formats) if defined.get(key, key in BUILT_IN))
    return tuple(_sheet_marks(stream, start, months) for start in starts)


def _format_code(body: bytes) -> str:
    """The text of a FORMAT record: how many characters, whether they are wide, the characters."""
    length, wide = struct.unpack_from("<HB", body, 2)
    if wide & 1:
        return body[5 : 5 + 2 * length].decode("utf-16-le", "replace")
    return body[5 : 5 + length].decode("latin-1")


def _month_cells(kind: int, body: bytes, months: frozenset[int]) -> Iterator[tuple[int, int]]:
    """The cells of one record, near the top of a sheet, whose style shows a month."""
    if kind not in (_NUMBER, _RK, _MULRK) or len(body) < 10:
        return
    row, column = struct.unpack_from("<HH", body)
    if row >= _NEAR_THE_TOP:
        return
    count = (len(body) - 6) // 6 if kind == _MULRK else 1
    for number in range(count):
        if struct.unpack_from("<H", body, 4 + 6 * number)[0] in months:
            yield row, column + number


def _sheet_marks(stream: bytes, start: int, months: frozenset[int]) -> Marks:
    rows: set[int] = set()
    columns: set[int] = set()
    shown: list[tuple[int, int]] = []
    for kind, body in _records(stream, start):
        if kind == _EOF:
            break
        shown += _month_cells(kind, body, months) if months else ()
        if kind == _ROW and len(body) >= 16 and body[12] & 0x20:
            rows.add(struct.unpack_from("<H", body)[0] + 1)
        if kind == _COLINFO and len(body) >= 10 and body[8] & 0x01:
            first, last = struct.unpack_from("<HH", body)
            columns.update(range(first, min(last, 255) + 1))
    return Marks(tuple(sorted(rows)), tuple(sorted(columns)), month_cells=tuple(shown))
