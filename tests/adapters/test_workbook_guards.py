"""Files that cannot be taken are refused in Chinese, with the remedy."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from layouts import xlsx

from anxin.adapters.grids import workbook
from anxin.adapters.sheets.payroll import read_payroll
from anxin.kernel.outcome import BadInput

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROWS = [["姓名", "应发工资", "实发工资"], ["张三", 10, 9]]


def refusal(path: Path, **kw: int) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_payroll(path, name=path.name, **kw)
    fault = caught.value.faults[0]
    assert fault.remedy
    assert path.name in caught.value.message
    return caught.value


def saved(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_an_empty_file(tmp_path: Path) -> None:
    assert refusal(saved(tmp_path, "a.xlsx", b"")).code == "sheets.empty"


def test_a_workbook_with_nothing_in_it(tmp_path: Path) -> None:
    assert refusal(xlsx(tmp_path / "a.xlsx", [])).code == "sheets.empty"


@pytest.mark.parametrize("head", [b"%PDF-1.7 abc", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xd8\xff\xe0\0\0"])
def test_a_pdf_or_picture(tmp_path: Path, head: bytes) -> None:
    assert refusal(saved(tmp_path, "工资.xlsx", head + bytes(200))).code == "sheets.kind"


def test_a_word_document(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(saved(tmp_path, "工资.docx", buffer.getvalue())).code == "sheets.kind"


def test_a_locked_new_workbook(tmp_path: Path) -> None:
    data = OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    assert refusal(saved(tmp_path, "a.xlsx", data)).code == "sheets.password"


def test_a_locked_old_workbook(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("1")
    for row in range(100):
        page.write(row, 0, f"姓名{row}")
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    codepage = data.index(struct.pack("<HH", 0x0042, 2))
    locked = data[:codepage] + struct.pack("<HH", 0x002F, 2) + data[codepage + 4 :]
    assert refusal(saved(tmp_path, "a.xls", locked)).code == "sheets.password"


def test_a_workbook_cut_off_half_way(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "whole.xlsx", ROWS).read_bytes()
    assert refusal(saved(tmp_path, "a.xlsx", whole[: len(whole) // 2])).code == "sheets.damaged"
    assert refusal(saved(tmp_path, "a.xls", OLE + bytes(2000))).code == "sheets.damaged"


def test_a_workbook_with_a_broken_sheet(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "whole.xlsx", ROWS)
    buffer = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[: len(data) // 2] if name.endswith("sheet1.xml") else data)
    assert refusal(saved(tmp_path, "a.xlsx", buffer.getvalue())).code == "sheets.damaged"


def test_a_file_beyond_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    with path.open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)
    caught = refusal(path)
    assert (caught.code, "拆成" in caught.faults[0].remedy) == ("sheets.too_large", True)


def test_a_compressed_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1_000_000)
    whole = xlsx(tmp_path / "whole.xlsx", ROWS)
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blob.bin", bytes(5_000_000))
    assert refusal(whole).code == "sheets.bomb"


def test_too_many_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["XFD200000"] = "姓名", "x"
    book.save(tmp_path / "a.xlsx")
    assert refusal(tmp_path / "a.xlsx").code == "sheets.too_wide"


def test_a_large_sheet_reads_the_same_by_the_fast_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["x"], ["2026年3月"], [None, "姓名", "身份证号", "应发工资", "实发工资"]]
    rows += [[None, f"工人{n}", f"33060219900101{n:04d}", n + 0.25, f"{n}.10"] for n in range(300)]
    path = xlsx(tmp_path / "a.xlsx", [[None, *row] for row in rows], hidden_rows=[9])
    slow = read_payroll(path, name="a.xlsx").to_document()
    monkeypatch.setattr(workbook, "LARGE_PART", 0)
    fast = read_payroll(path, name="a.xlsx").to_document()
    assert fast == slow
    assert len(fast["sheets"][0]["persons"]) == 300


def test_formulas_in_names_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,应发工资,实发工资\n"=HYPERLINK(""x"")",10,9\n', encoding="utf-8")
    assert read_payroll(path, name="a.csv").to_document()["sheets"][0]["persons"][0]["name"] == '=HYPERLINK("x")'
