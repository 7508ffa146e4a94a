"""The report on paper, read back: workbook, Word and PDF show the figures of the snapshot."""

from __future__ import annotations

import io
import re

import docx
import openpyxl
import pytest

from anxin.apps.documents.actions.report import compose
from anxin.apps.documents.api import FORMS, sheet
from anxin.apps.documents.rendering.figures import row
from anxin.apps.documents.weekly import INDICATORS, MONEY

from .conftest import AT, WEEK

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(trouble):
    return sheet(compose(week=WEEK, town=trouble.town.town, by=trouble.town.clerk, at=AT))


def test_the_workbook_holds_every_figure_as_a_number(printed):
    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"](printed)))
    rows = {line[1]: line[2:] for line in book["周报"].iter_rows(values_only=True) if line[1]}
    for line in [*printed.villages, printed.total, *printed.focus]:
        wanted = [line.figures[one.key] / (100 if one.key in MONEY else 1) for one in INDICATORS]
        assert list(rows[line.name][: len(INDICATORS)]) == wanted, line.name
    setup = book["周报"].page_setup
    assert (int(setup.paperSize), setup.orientation) == (9, "landscape")
    named = [line[6] for line in book["重点企业"].iter_rows(min_row=2, values_only=True)]
    assert named == [12_000, 1_234.56]
    book.close()


def test_the_word_file_holds_every_figure_as_written(printed):
    document = docx.Document(io.BytesIO(FORMS["docx"](printed)))
    found = [[cell.text.strip() for cell in line.cells] for table in document.tables for line in table.rows]
    for line in [*printed.villages, printed.total, *printed.focus]:
        wanted = row(line)
        assert any(_named(cells, line.name) and _holds(cells, wanted) for cells in found), line.name


def _named(cells, name):
    return any(cell in (name, f"其中：{name}") for cell in cells)


def _holds(cells, wanted):
    return any(cells[start : start + len(wanted)] == wanted for start in range(len(cells)))


def test_the_pdf_is_a4_landscape_and_carries_its_chinese_font(printed):
    made = FORMS["pdf"](printed)
    assert made.startswith(b"%PDF")
    text = made.decode("latin-1")
    box = re.search(r"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", text)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) == (842, 595)
    fonts = set(re.findall(r"/FontName\s*/([^\s/]+)", text))
    assert any("CJK" in font or "SimSun" in font for font in fonts), fonts
    assert re.search(r"/FontFile[23]?\s+\d+ 0 R", text)


def test_the_same_sheet_gives_the_same_pdf(printed):
    assert FORMS["pdf"](printed) == FORMS["pdf"](printed)
