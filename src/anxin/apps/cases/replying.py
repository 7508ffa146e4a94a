"""Words that are often answered (答复模板), with fields by name: what each field says of a case, and which names there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches

from anxin.apps.cases.models import Case
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault

_WRITTEN = re.compile(r"[{｛]\s*([^{}｛｝]*?)\s*[}｝]")


def _due(case: Case, on: date) -> str:
    return f"{local_date(case.due_at):%Y年%m月%d日}" if case.due_at else "（未定）"


FIELDS: Mapping[str, Callable[[Case, date], str]] = {
    "案件编号": lambda case, on: case.title,
    "用人单位": lambda case, on: case.against,
    "办理环节": lambda case, on: case_types()["case"].states[case.state].term,
    "办理期限": _due,
    "承办人": lambda case, on: case.owner.name if case.owner else "本办公室工作人员",
    "今天": lambda case, on: f"{on:%Y年%m月%d日}",
}
"""What may stand in braces, and what it says of a case on a day."""


def check(words: str) -> str:
    """The words of a template; a field that does not exist is refused with the one that was meant."""
    unknown = [one for one in _WRITTEN.findall(words) if one not in FIELDS]
    if unknown:
        raise BadInput(
            "cases.no_such_field",
            "模板没有保存：",
            [Fault(f"{{{one}}}", "没有这个字段", _meant(one)) for one in unknown],
        )
    return words


def _meant(name: str) -> str:
    close = get_close_matches(name, FIELDS, n=1, cutoff=0.4)
    return f"是否指：{{{close[0]}}}" if close else "可用的字段：" + "、".join(f"{{{one}}}" for one in FIELDS)


def filled(words: str, case: Case, *, on: date) -> str:
    """A template's words about one case."""
    return _WRITTEN.sub(lambda found: FIELDS[found[1]](case, on) if found[1] in FIELDS else found[0], words)
