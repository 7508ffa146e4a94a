"""The report on what is kept of a filer as PDF (个人信息清单), set by Typst: the same report gives the same bytes."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anxin.apps.intake.privacy_report import PrivacyReport
from anxin.kernel.clock import SHANGHAI
from anxin.ui.punctuation import written
from anxin.ui.sentences import cited, said

TEMPLATE = Path(__file__).parent / "privacy.typ"
TITLE = "个人信息清单"
UNIT = "街道欠薪工作办公室"


def pdf(report: PrivacyReport, *, tail: str, at: datetime) -> bytes:
    """The report as the bytes of a PDF, A4, with page numbers; `tail` is the end of the receipt code."""
    told = json.dumps(content(report, tail=tail, at=at), ensure_ascii=False)
    made: bytes = typst.compile(str(TEMPLATE), sys_inputs={"data": told})
    return made


def content(report: PrivacyReport, *, tail: str, at: datetime) -> dict[str, Any]:
    """What the template uses, every instant already written out, in the language of the reader."""
    return {
        "title": _(TITLE),
        "unit": _(UNIT),
        "tail": tail,
        "at": _moment(at),
        "kept": [{"what": said(one.what), "shown": said(one.shown), "why": said(one.why)} for one in report.kept],
        "until": said(report.until),
        "rests_on": cited(report.rests_on),
        "looks": [{"at": _moment(one.at), "who": said(one.who), "words": said(one.words)} for one in report.looks],
        "remarks": [{"at": _moment(when), "words": words} for when, words in report.remarks],
        "lang": "en" if get_language() == "en" else "zh",
        "labels": {
            "tail": _("回执尾号"), "made": _("制作于"), "unit": _("单位"), "what": _("保存了什么"), "shown": _("内容"), "why": _("用途"),
            "until": _("保存多久"), "sealed": _("姓名和电话加密保存，此处遮盖显示；查看须有权限、写明用途并留下记录。"),
            "looks": _("谁看过、做过什么"), "nobody": _("没有人查看过您的身份信息。"), "remarks": _("更正说明"), "clerk": _("经办人"),
            "day": _("日期"), "page": _("第 {n} 页　共 {m} 页"), "colon": written("："), "stop": written("。"),
        },
    }  # fmt: skip


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
