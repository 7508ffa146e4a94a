"""Opening a workbook whatever it calls itself: the content decides, and what cannot be read is refused with a remedy.

A stored file has no extension and an exported one often a wrong one, so the first bytes say what it is. Large .xlsx
sheets go through Arrow (fast), all others cell by cell (exact types).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from xml.parsers.expat import ExpatError

import fastexcel
import pyarrow as pa
import python_calamine
from python_calamine import CalamineWorkbook

from anxin.adapters.grids import biff, delimited, markup, ooxml, stretches
from anxin.adapters.grids.formats import month_cells
from anxin.adapters.grids.grid import Box, Grid, Marks, column_of, grid_of_batch, grid_of_rows, grid_of_text
from anxin.kernel.outcome import BadInput, Fault

MAX_BYTES = 60 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_COLUMNS = 1024
MAX_CELLS = 20_000_000
LARGE_PART = 4 * 1024 * 1024
_FEW_ROWS = 1000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_workbook(path: Path, *, name: str, max_bytes: int = MAX_BYTES) -> list[Grid]:
    """All sheets of a workbook or text table as grids; hidden sheets too, marked so."""
    size = path.stat().st_size
    if size > max_bytes:
        raise _refused("too_large", name, f"文件有 {size / 1e6:.0f} MB，超过 {max_bytes / 1e6:.0f} MB 的上限", _SPLIT)
    if size == 0:
        raise _refused("empty", name, "文件是空的（0 字节）", "请确认导出或拷贝完整后重新上传")
    data = path.read_bytes()
    grids = _by_content(data, name)
    if not any(grid.rows for grid in grids):
        raise _refused("empty", name, "文件里没有任何内容", "请确认选对了文件，内容保存后再上传")
    for grid in grids:
        _check_size(grid.width, grid.rows, name, grid.name)
    return grids


_SPLIT = "请按月份或部门拆成几个文件，并删去图片和无关的工作表后再上传"
_RESAVE = "请用 Excel 或 WPS 打开检查，另存为新的 .xlsx 后再上传"


def _refused(code: str, name: str, what: str, remedy: str) -> BadInput:
    return BadInput(f"sheets.{code}", f"{name} 不能读取：{what}", [Fault(name, what, remedy)])


def _check_size(width: int, rows: int, name: str, sheet: str) -> None:
    if width > MAX_COLUMNS:
        raise _refused(
            "too_wide",
            f"{name}《{sheet}》",
            f"有 {width} 列，超过 {MAX_COLUMNS} 列的上限",
            "请删去右侧多余的列后再上传",
        )
    if width * rows > MAX_CELLS:
        raise _refused("too_large", f"{name}《{sheet}》", f"有 {rows} 行 × {width} 列，太大", _SPLIT)


def _by_content(data: bytes, name: str) -> list[Grid]:
    if data.startswith(_OLE):
        return _old_workbook(data, name)
    if data.startswith(b"PK"):
        return _zipped_workbook(data, name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return _marked_up(data, name)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise delimited.not_a_table(name)
    text = delimited.decode(data, name)
    if head.startswith((b"<html", b"<table", b"<!doctype", b"<meta", b"<style")) or "<table" in text[:8192].lower():
        return [markup.html_grid(text, Path(name).stem)]
    return [grid_of_text(Path(name).stem, delimited.split(text, name))]


def _marked_up(data: bytes, name: str) -> list[Grid]:
    try:
        return markup.spreadsheet_xml_grids(data)
    except (ExpatError, ValueError) as error:
        raise _refused("damaged", name, "文件已损坏，无法解析", _RESAVE) from error


def _locked(name: str) -> BadInput:
    return _refused("password", name, "文件设有打开密码", "请打开后取消密码（文件—信息—保护工作簿），保存再上传")


def _old_workbook(data: bytes, name: str) -> list[Grid]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(name)
    marks: tuple[Marks, ...] = ()
    try:
        stream = biff.workbook_stream(data)
        if biff.is_locked(stream):
            raise _locked(name)
        marks = biff.marks_by_sheet(stream)
    except biff.NotCompound:
        if "WordDocument".encode("utf-16-le") in data or "PowerPoint".encode("utf-16-le") in data:
            raise delimited.not_a_table(name) from None
    return _every_sheet(_opened(data, name), name, marks)


def _opened(data: bytes, name: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise _locked(name) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _refused("damaged", name, "文件已损坏或不是完整的工作簿", _RESAVE) from error


def _every_sheet(book: CalamineWorkbook, name: str, marks: tuple[Marks, ...] = ()) -> list[Grid]:
    return [
        _one_sheet(
            book,
            facts.name,
            name,
            hidden=facts.visible != python_calamine.SheetVisibleEnum.Visible,
            marks=marks[number] if number < len(marks) else Marks(),
        )
        for number, facts in enumerate(book.sheets_metadata)
        if facts.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]


def _one_sheet(book: CalamineWorkbook, tab: str, name: str, *, hidden: bool, marks: Marks) -> Grid:
    try:
        sheet = book.get_sheet_by_name(tab)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _refused("damaged", f"{name}《{tab}》", "工作表已损坏，无法解析", _RESAVE) from error
    if sheet.start is None or sheet.end is None:
        return grid_of_rows(tab, [], hidden=hidden)
    _check_size(sheet.end[1] + 1, sheet.end[0] + 1, name, tab)
    merged: list[Box] = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    rows = sheet.to_python(skip_empty_area=False)
    return grid_of_rows(tab, rows, merged=merged, hidden=hidden, marks=marks)


def _zipped_workbook(data: bytes, name: str) -> list[Grid]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unzipped(data, archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise _refused("damaged", name, "文件已损坏或没有下载完整", _RESAVE) from error


def _unzipped(data: bytes, archive: zipfile.ZipFile, name: str) -> list[Grid]:
    members = archive.infolist()
    if any(one.flag_bits & 1 for one in members):
        raise _locked(name)
    unpacked = sum(one.file_size for one in members)
    if unpacked > MAX_UNPACKED:
        raise _refused(
            "bomb", name, f"解压后有 {unpacked / 1e6:.0f} MB，超过 {MAX_UNPACKED / 1e6:.0f} MB 的上限", _SPLIT
        )
    parts = ooxml.sheet_parts(archive)
    if parts:
        return _Zipped(data, archive, name).grids(parts)
    if not set(archive.namelist()) & {"content.xml", "xl/workbook.bin"}:
        raise delimited.not_a_table(name)
    return _every_sheet(_opened(data, name), name)


class _Zipped:
    """An .xlsx whose sheets are read one by one; the exact reader is opened only when a small sheet needs it."""

    def __init__(self, data: bytes, archive: zipfile.ZipFile, name: str) -> None:
        self._data, self._archive, self._name = data, archive, name
        self._book: CalamineWorkbook | None = None

    def grids(self, parts: list[ooxml.Part]) -> list[Grid]:
        """Every sheet as a grid."""
        return [self._grid(part) for part in parts]

    def _grid(self, part: ooxml.Part) -> Grid:
        if self._archive.getinfo(part.member).file_size > LARGE_PART:
            return self._large(part)
        self._check(part)
        marks = ooxml.scan_part(self._archive, part.member)
        marks = replace(marks, month_cells=month_cells(self._archive, part.member))
        if self._book is None:
            self._book = _opened(self._data, self._name)
        return _one_sheet(self._book, part.name, self._name, hidden=part.hidden, marks=marks)

    def _check(self, part: ooxml.Part) -> None:
        """Refuses a sheet too wide before any reader spreads it out in memory; trusts its stated size when small."""
        stated = ooxml.stated_size(self._archive, part.member)
        if stated is None or stated[0] > MAX_COLUMNS or stated[0] * stated[1] > MAX_CELLS or stated[1] < _FEW_ROWS:
            _check_size(ooxml.widest_column(self._archive, part.member) + 1, 1, self._name, part.name)

    def _large(self, part: ooxml.Part) -> Grid:
        """A sheet of tens of thousands of rows, as Arrow columns."""
        self._check(part)
        batch, marks = stretches.read(self._archive, part) or self._whole(part)
        _check_size(batch.num_columns, batch.num_rows, self._name, part.name)
        return grid_of_batch(part.name, batch, hidden=part.hidden, marks=marks)

    def _whole(self, part: ooxml.Part) -> tuple[pa.RecordBatch, Marks]:
        """A sheet read in one piece; its marks are searched in a thread meanwhile."""
        with ThreadPoolExecutor(1) as pool:
            scanning = pool.submit(ooxml.scan_part, self._archive, part.member)
            try:
                book = fastexcel.read_excel(self._data)
                batch = book.load_sheet_eager(part.name, header_row=None, skip_rows=0, dtypes="string")
            except fastexcel.FastExcelError as error:
                raise _refused("damaged", f"{self._name}《{part.name}》", "工作表已损坏，无法解析", _RESAVE) from error
            return batch, scanning.result()


def column_letter_index(letters: str) -> int:
    """The column, counted from 0, that a spreadsheet letter names; refuses anything else."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        raise BadInput("sheets.mapping", f"「{letters}」不是列号", [Fault(letters, "列号应为字母", "例如 A、B、AC")])
    return column_of(letters)
