"""The print of every form, looked at as pixels: A4, upright, within its margins, Chinese glyphs embedded, nothing left out."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from anxin.apps.documents.legal import papers
from anxin.apps.documents.legal.forms import forms
from anxin.apps.documents.legal.issuers import issuer_of, law_book
from anxin.apps.documents.legal.printing import is_installed, pdf_of
from anxin.apps.documents.legal.template import fill
from anxin.apps.documents.legal.values import compose
from anxin.kernel.clock import local_date

from .paper_desk import AT, Desk, everything_filled

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.alike,
    pytest.mark.skipif(
        not is_installed() or not shutil.which("pdftoppm"),
        reason="LOUD: LibreOffice (soffice) or poppler (pdftoppm) is missing, the print of papers was NOT looked at",
    ),
]
DPI = 60
A4 = (round(210 / 25.4 * DPI), round(297 / 25.4 * DPI))
MARGIN = round(18 / 25.4 * DPI)
"""The templates keep 25 mm at the sides; ink nearer than 18 mm to the edge has run over."""
INK = 128
DARK = bytes(grey < INK for grey in range(256))


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout


def pages_of(path):
    """Each page as (width, height, rows of grey), read from the plain PGM that pdftoppm writes."""
    raw, at = run("pdftoppm", "-r", str(DPI), "-gray", str(path)), 0
    while at < len(raw):
        head = raw[at:].split(b"\n", 3)
        width, height = (int(one) for one in head[1].split())
        start = at + sum(len(one) + 1 for one in head[:3])
        yield width, height, [raw[start + y * width : start + (y + 1) * width] for y in range(height)]
        at = start + width * height


@pytest.fixture
def desk(small_town):
    return Desk(small_town)


NUMBER = "皋欠薪受〔2026〕12号"


def full_papers(desk, folder):
    """Every form filled to the last blank and printed, all in one run of the program, which is slow to start."""
    facts, made = desk.facts(), {}
    for form_id, form in forms().items():
        made[form_id] = compose(
            form, facts, everything_filled(form, facts), issuer=issuer_of(form, desk.town.town.path), law=law_book(),
            on=local_date(AT), number=NUMBER,
        )  # fmt: skip
        (folder / f"{form_id}.docx").write_bytes(fill(papers.shipped(form), made[form_id].values))
    told = ["--headless", "--norestore", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder)]
    run("soffice", f"-env:UserInstallation=file://{folder}/profile", *told, *map(str, sorted(folder.glob("*.docx"))))
    return made


def faults_on(pages):
    """What the eye would see at once: a page of another size, empty, or with ink in its margins."""
    if not 1 <= len(pages) <= 2:
        yield f"{len(pages)} pages"
    for n, (width, height, rows) in enumerate(pages, start=1):
        inked = [(y, row.translate(DARK)) for y, row in enumerate(rows) if min(row) < INK]
        if abs(width - A4[0]) > 1 or abs(height - A4[1]) > 1:
            yield f"page {n} is not A4"
        if not inked:
            yield f"page {n} is empty"
            continue
        left, right = min(row.find(1) for _y, row in inked), max(row.rfind(1) for _y, row in inked)
        top, bottom = inked[0][0], inked[-1][0]
        if left < MARGIN or top < MARGIN or right > width - MARGIN or bottom > height - MARGIN:
            yield f"page {n} has ink in its margins"


def signed_last(lines):
    """Nothing but lists of people may follow who signs, and the day stands under the name."""
    signs = [n for n, one in enumerate(lines) if "（印章）" in one or "申请人（签名" in one]
    return bool(signs) and any("年" in one and "月" in one for one in lines[signs[-1] : signs[-1] + 3])


def test_every_full_paper_prints_on_a4_within_its_margins_in_chinese_and_signed(desk, tmp_path):
    faults = {}
    for form_id, made in full_papers(desk, tmp_path).items():
        form, path = forms()[form_id], tmp_path / f"{form_id}.pdf"
        found = [*faults_on(list(pages_of(path)))]
        shown = run("pdftotext", "-layout", str(path), "-").decode()
        text = "".join(shown.split())
        found += [one for one in (form.title, NUMBER, str(made.values["authority_name"])) if one not in text]
        if form_id not in UNSIGNED and not signed_last(shown.splitlines()):
            found.append("nobody signs it")
        fonts = run("pdffonts", str(path)).decode().splitlines()[2:]
        if not any(name in one for one in fonts for name in ("CJK", "Song", "Fang", "Sim")):
            found.append("no Chinese font")
        if not all(" yes " in one for one in fonts):
            found.append("a font is not embedded")
        faults |= {form_id: found} if found else {}
    assert faults == {}


UNSIGNED = frozenset({"questioning_record"})
"""The record is signed by who was asked and who asked, on each of its pages, and bears no seal."""


def test_a_glyph_of_a_title_has_ink_and_is_no_empty_box(desk, tmp_path):
    """Two different characters must look different: a missing glyph is the same box for both."""
    form, looks = forms()["closing_notice"], []
    for name in ("甲甲甲甲", "鑫鑫鑫鑫"):
        facts = desk.facts(case_title=name)
        made = compose(
            form, facts, everything_filled(form, facts), issuer=issuer_of(form, desk.town.town.path), law=law_book(),
            on=local_date(AT),
        )  # fmt: skip
        path = tmp_path / f"{len(looks)}.pdf"
        path.write_bytes(pdf_of(fill(papers.shipped(form), made.values)) or b"")
        looks.append(sum(255 * len(row) - sum(row) for _w, _h, rows in pages_of(path) for row in rows))
    assert looks[1] > looks[0] * 1.001
