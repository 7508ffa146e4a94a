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


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


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


@pytest.mark.parametrize("form_id", sorted(forms()))
def test_a_full_paper_prints_on_a4_within_its_margins_in_chinese(desk, form_id, tmp_path):
    form, facts = forms()[form_id], desk.facts()
    number = "皋欠薪受〔2026〕12号"
    made = compose(
        form, facts, everything_filled(form, facts), issuer=issuer_of(form, desk.town.town.path), law=law_book(),
        on=local_date(AT), number=number,
    )  # fmt: skip
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_of(fill(papers.shipped(form), made.values)) or b"")
    pages = list(pages_of(path))
    assert 1 <= len(pages) <= 2
    for width, height, rows in pages:
        assert abs(width - A4[0]) <= 1
        assert abs(height - A4[1]) <= 1
        ink = [x for row in rows for x, grey in enumerate(row) if grey < INK]
        assert ink, "an empty page"
        assert min(ink) >= MARGIN
        assert max(ink) <= width - MARGIN
        assert not any(grey < INK for row in [*rows[:MARGIN], *rows[-MARGIN:]] for grey in row)
    text = "".join(run("pdftotext", "-raw", str(path), "-").decode().split())
    for words in (form.title, number, str(made.values["authority_name"])):
        assert words in text, words
    fonts = run("pdffonts", str(path)).decode().splitlines()[2:]
    assert any("CJK" in one or "Song" in one or "Fang" in one or "Sim" in one for one in fonts), fonts
    assert all(" yes " in one for one in fonts), "a font is not embedded"


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
        looks.append(sum(255 - grey for _w, _h, rows in pages_of(path) for row in rows for grey in row))
    assert looks[1] > looks[0] * 1.001
