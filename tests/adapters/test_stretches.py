"""A large sheet read in stretches is the sheet read whole, wherever it is cut; what cannot be cut is read whole."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from unittest import mock

import fastexcel
import pyarrow as pa
import pytest
import xlsxwriter

from anxin.adapters.grids import ooxml, stretches, workbook
from anxin.adapters.grids.grid import Marks


def book(rng: random.Random, *, inline: bool) -> bytes:
    """A sheet with blank rows and columns anywhere, hidden rows, errors, merged cells, texts and numbers in one column."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": inline, "in_memory": not inline}) as made:
        made.add_worksheet("说明").write(0, 0, "另一张")
        page = made.add_worksheet("工资")
        top, left = rng.choice((0, 0, 1, 7)), rng.choice((0, 0, 1, 3))
        for row in range(top, top + rng.randint(150, 400)):
            if rng.random() < 0.1:
                continue
            for column in range(left + rng.choice((0, 0, 0, 1)), left + rng.randint(2, 9)):
                shown = rng.choice((f"张{row}", " 李\n四 ", "<row r='9'>&", row / 7, 20230101 + row, "", None))
                if shown is not None:
                    page.write(row, column, shown)
            if rng.random() < 0.02:
                page.set_row(row, None, None, {"hidden": True})
            if rng.random() < 0.02:
                page.write_formula(row, left, "=1/0", None, "#DIV/0!")
            if rng.random() < 0.01:
                page.merge_range(row, left + 10, row, left + 11, "合")
    return content.getvalue()


def both(
    data: bytes, least: int, piece: int
) -> tuple[tuple[pa.RecordBatch, Marks] | None, tuple[pa.RecordBatch, Marks]]:
    """The second sheet in stretches of some bytes, unpacked in pieces, and whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = ooxml.sheet_parts(archive)[-1]
        whole = workbook._Zipped(data, archive, "工资.xlsx")._whole(part)
        with mock.patch.object(stretches, "CHUNK", piece):
            return stretches._read(archive, part, least), whole


@pytest.mark.parametrize("seed", range(24))
def test_a_sheet_in_stretches_is_the_sheet_read_whole(seed: int) -> None:
    rng = random.Random(seed)
    least, piece = rng.choice((900, 3000, 12_000)), rng.choice((1200, 5000, 1 << 20))
    cut, (batch, marks) = both(book(rng, inline=seed % 2 == 0), least, piece)
    assert cut is not None
    assert cut[1] == marks
    assert cut[0].num_rows == batch.num_rows
    assert [one.to_pylist() for one in cut[0].columns] == [one.to_pylist() for one in batch.columns]


def test_it_really_is_cut() -> None:
    with mock.patch.object(stretches, "_load", wraps=stretches._load) as load:
        both(book(random.Random(1), inline=True), 3000, 5000)
    assert load.call_count > 5


def rewritten(data: bytes, change: Callable[[str], str]) -> bytes:
    """The workbook with the XML of its second sheet changed."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            said = old.read(name).decode()
            new.writestr(name, change(said) if name.endswith("sheet2.xml") else said)
    return content.getvalue()


def without_numbers(xml: str) -> str:
    """Rows and cells that name no place: they follow one another."""
    return re.sub(r' (?:r|spans)="[A-Z0-9:]+"', "", xml)


def upside_down(xml: str) -> str:
    """The rows in the wrong order, as no program writes them."""
    head, rest = xml.split("<sheetData>")
    rows, foot = rest.split("</sheetData>")
    turned = "".join(f"<row{one}" for one in reversed(rows.split("<row")[1:]))
    return f"{head}<sheetData>{turned}</sheetData>{foot}"


@pytest.mark.parametrize(
    "change", [without_numbers, upside_down, lambda xml: xml.replace("<sheetData>", "<sheetData >\n")]
)
def test_odd_sheets_are_read_as_before(change: Callable[[str], str]) -> None:
    data = rewritten(book(random.Random(5), inline=True), change)
    with (
        mock.patch.object(workbook, "LARGE_PART", 0),
        mock.patch.object(stretches, "STRETCH", 900),
        mock.patch.object(stretches, "CHUNK", 5000),
    ):
        pieces = workbook._by_content(data, "工资.xlsx")
        with mock.patch.object(stretches, "read", return_value=None):
            assert [one.columns for one in pieces] == [one.columns for one in workbook._by_content(data, "工资.xlsx")]


@pytest.mark.parametrize(("inline", "cut"), [(True, True), (False, False)])
def test_a_sheet_whose_texts_are_shared_is_cut_only_where_it_is_worth_reading_them_again(
    inline: bool, cut: bool
) -> None:
    data = book(random.Random(3), inline=inline)
    if not inline:
        data = rewritten(data, lambda xml: xml[:900] + "</row></sheetData></worksheet>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = ooxml.sheet_parts(archive)[-1]
        with mock.patch.object(stretches, "STRETCH", 900):
            assert (stretches.read(archive, part) is not None) == cut


def test_a_damaged_stretch_is_told_as_before() -> None:
    data = book(random.Random(2), inline=True)
    with (
        mock.patch.object(workbook, "LARGE_PART", 0),
        mock.patch.object(stretches, "STRETCH", 900),
        mock.patch.object(stretches, "_load", side_effect=fastexcel.FastExcelError("damaged")),
    ):
        assert [one.rows for one in workbook._by_content(data, "工资.xlsx")]
