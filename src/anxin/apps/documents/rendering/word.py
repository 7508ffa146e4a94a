"""The weekly report as a Word file (.docx), from a template that a clerk may edit in Word or WPS."""

from __future__ import annotations

import io
from pathlib import Path

from docxtpl import DocxTemplate

from anxin.apps.documents.rendering.paper import content
from anxin.apps.documents.weekly import Sheet

TEMPLATE = Path(__file__).parent / "weekly.docx"


def document(sheet: Sheet, *, template: Path = TEMPLATE) -> bytes:
    """The report as the bytes of a .docx file; `template` may be the office's own with the same field names."""
    filled = DocxTemplate(template)
    filled.render(content(sheet), autoescape=True)
    target = io.BytesIO()
    filled.save(target)
    return target.getvalue()
