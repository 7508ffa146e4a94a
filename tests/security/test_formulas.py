"""Nothing the product writes for a spreadsheet runs as a formula (公式注入): every writer, every address that exports."""

from __future__ import annotations

import ast
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.db import models

from anxin.apps.documents.rendering import word
from anxin.apps.documents.rendering import workbook as report
from anxin.apps.documents.weekly import KeyEmployer, Line, Sheet
from anxin.base.people.models import Account
from anxin.ui.exporting import workbook

from .addresses import addresses
from .asking import enter_as_everybody

SOURCE = Path(__file__).resolve().parents[2] / "src/anxin"
EVIL = '=HYPERLINK("x")'
STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠"]
WRITERS = {
    "ui/exporting.py": "the one writer of lists, tested here",
    "apps/documents/rendering/workbook.py": "the weekly report, tested here",
    "apps/documents/rendering/word.py": "the weekly report in Word, tested here",
    "apps/documents/legal/template.py": "legal papers in Word: values go in as text runs of an immutable sandbox, no field codes (tests/apps/documents)",
    "analytics/deadline_files.py": "gives the asker's own CSV back with two columns of days and flags added",
    "project/demo/bankfiles.py": "made-up files for trying the product, in the form a bank writes them",
    "project/demo/telephone.py": "made-up call records for trying the product, in the form an exchange writes them",
    "project/demo/workbooks.py": "made-up files for trying the product, in the forms factories write them",
    "project/demo/write.py": "made-up tables for the engines",
}
"""Every module that writes a file a spreadsheet opens; a new one has to be added here, with its test or its reason."""

WRITING = {"xlsxwriter", "docx", "docxtpl", "openpyxl", "xlwt", "odf"}


def writes(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if any(name.split(".")[0] in WRITING for name in names):
            return True
        if isinstance(node, ast.Attribute) and node.attr in {"to_csv", "to_excel", "write_csv", "write_excel"}:
            return True
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"csv.writer", "csv.DictWriter"}:
            return True
    return False


def dangers(content):
    """The cells of a workbook that run, or would run once somebody pressed Enter in them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return [
        cell.coordinate
        for cell in cells
        if cell.data_type == "f" or cell.hyperlink
        or (isinstance(cell.value, str) and cell.value.startswith(tuple(STARTS)) and not cell.quotePrefix)
    ]  # fmt: skip


def test_every_writer_of_files_for_spreadsheets_is_known():
    assert {str(one.relative_to(SOURCE)) for one in SOURCE.rglob("*.py") if writes(one)} == set(WRITERS)


@pytest.mark.parametrize("start", STARTS)
def test_a_list_is_written_as_text_that_stays_text(start):
    evil = f"{start}cmd|' /C calc'!A0"
    content = workbook(
        title=evil, note=evil, heads=[evil], rows=[[evil, 5, None, date(2026, 1, 1)], ["http://x", True]]
    )
    assert [one for one in dangers(content) if one.startswith("A") and int(one[1:]) > 3] == []
    read = openpyxl.load_workbook(io.BytesIO(content)).active
    assert read["A4"].value.endswith(evil.lstrip())
    assert read["A4"].quotePrefix
    assert not read["B4"].quotePrefix


def sheet_of(evil):
    line = Line("total", evil, {}, evil)
    employer = KeyEmployer(evil, evil, evil, evil, 1, 100, evil, evil)
    return Sheet(
        title=evil, unit=evil, week=evil, period=evil, as_of=evil, version=1, state=evil, villages=(line,), total=line,
        focus=(line,), employers=(employer,), summary=evil, remarks=evil, village_remarks=((evil, evil),),
        composed_by=evil, signed_by=evil, signed_at=evil, snapshot_sha256="0" * 64, correction=evil,
    )  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
def test_the_weekly_report_runs_nothing(start):
    evil = f"{start}1<w:fldSimple/>{{{{ x }}}}"
    content = report.workbook(sheet_of(evil))
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    named = [cell for cell in book["重点企业"][2] if isinstance(cell.value, str)]
    assert len(named) == 6
    assert all(cell.quotePrefix for cell in named)
    with zipfile.ZipFile(io.BytesIO(word.document(sheet_of(evil)))) as archive:
        body = archive.read("word/document.xml").decode()
    template = zipfile.ZipFile(word.TEMPLATE).read("word/document.xml").decode()
    assert body.count("<w:fldSimple") == template.count("<w:fldSimple")
    assert body.count("<w:instrText") == template.count("<w:instrText")


def plant(towns):
    """Write the evil text into every free text of every row there is."""
    for row in [*towns.other.rows.values(), towns.other.village]:
        names = [
            field.name
            for field in row._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
            and not (field.choices or field.primary_key or field.name in {"place_path", "path", "code", "week", "kind"})
            and isinstance(getattr(row, field.name), str)
            and getattr(row, field.name).startswith(towns.other.mark)
        ]
        if names and row._meta.app_label != "eventlog":
            fitting = {name: EVIL[: row._meta.get_field(name).max_length or None] for name in names}
            row._meta.model._base_manager.filter(pk=row.pk).update(**fitting)
    Account.objects.filter(pk=towns.other.account.pk).update(name=EVIL)


@pytest.mark.django_db
def test_no_address_exports_anything_that_runs(client, towns):
    plant(towns)
    exported, carried, wrong = set(), set(), []
    enter_as_everybody(client, towns.other.town)
    for one in addresses():
        url = one.at(towns.other)
        answer = client.get(f"{url}?export=xlsx")
        if answer.status_code != 200 or answer.streaming or answer.content[:2] != b"PK":
            continue
        exported.add(one.name)
        wrong += [f"{url} {cell}" for cell in dangers(answer.content)]
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        if any(EVIL in str(cell.value) for page in book for row in page.iter_rows() for cell in row):
            carried.add(one.name)
    assert not wrong
    assert len(exported) >= 20, sorted(exported)
    assert len(carried) >= 10, sorted(carried)
