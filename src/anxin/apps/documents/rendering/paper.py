"""The weekly report as PDF, set by Typst: the same sheet gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from anxin.apps.documents.rendering.figures import groups, row
from anxin.apps.documents.weekly import INDICATORS, Sheet
from anxin.kernel.money import yuan

TEMPLATE = Path(__file__).parent / "weekly.typ"


def pdf(sheet: Sheet) -> bytes:
    """The report as the bytes of a PDF, A4 landscape, with signature lines and page numbers."""
    made: bytes = typst.compile(str(TEMPLATE), sys_inputs={"data": json.dumps(content(sheet), ensure_ascii=False)})
    return made


def content(sheet: Sheet) -> dict[str, Any]:
    """What a template may use, every figure already written out; the same names serve Word and PDF."""
    return {
        **{key: value for key, value in asdict(sheet).items() if isinstance(value, str | int)},
        "groups": [{"label": label, "span": span} for label, span in groups()],
        "columns": [{"label": one.label, "unit": one.unit} for one in INDICATORS],
        "villages": [
            {"number": number, "name": line.name, "figures": row(line), "state": line.state}
            for number, line in enumerate(sheet.villages, start=1)
        ],
        "total": {"name": sheet.total.name, "figures": row(sheet.total)},
        "focus": [{"name": line.name, "figures": row(line)} for line in sheet.focus],
        "employers": [
            {**asdict(one), "number": number, "amount": yuan(one.fen)}
            for number, one in enumerate(sheet.employers, start=1)
        ],
        "village_remarks": [{"name": name, "words": words} for name, words in sheet.village_remarks],
        "meanings": [{"label": f"{one.group}·{one.label}", "meaning": one.meaning} for one in INDICATORS],
    }
