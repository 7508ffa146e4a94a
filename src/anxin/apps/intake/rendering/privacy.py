"""The report on what is kept of a filer as PDF (个人信息清单), set by Typst: the same report gives the same bytes."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from anxin.apps.intake.privacy_report import PrivacyReport
from anxin.kernel.clock import SHANGHAI

TEMPLATE = Path(__file__).parent / "privacy.typ"
TITLE = "个人信息清单"
UNIT = "街道欠薪工作办公室"


def pdf(report: PrivacyReport, *, tail: str, at: datetime) -> bytes:
    """The report as the bytes of a PDF, A4, with page numbers; `tail` is the end of the receipt code."""
    told = json.dumps(content(report, tail=tail, at=at), ensure_ascii=False)
    made: bytes = typst.compile(str(TEMPLATE), sys_inputs={"data": told})
    return made


def content(report: PrivacyReport, *, tail: str, at: datetime) -> dict[str, Any]:
    """What the template uses, every instant already written out."""
    return {
        "title": TITLE,
        "unit": UNIT,
        "tail": tail,
        "at": _moment(at),
        "kept": [{"what": one.what, "shown": one.shown, "why": one.why} for one in report.kept],
        "until": report.until,
        "rests_on": report.rests_on,
        "looks": [{"at": _moment(one.at), "who": one.who, "words": one.words} for one in report.looks],
        "remarks": [{"at": _moment(when), "words": words} for when, words in report.remarks],
    }


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
