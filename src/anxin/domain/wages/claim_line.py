"""A month's facts written on one line (一行写一个月), as a clerk types them: month, wage, paid, and by name what else there was."""

from __future__ import annotations

import re
from typing import Any

from anxin.kernel.outcome import BadInput, Fault

HOW = (
    "写作 2026-03 6000 2000；有加班、扣款的接着写：平时10 休息日8 节日8 加班费500 扣200 时薪25 小时工60 转正5000 不满月"
)
_NAMED = {
    "平时": "overtime_hours", "休息日": "rest_day_hours", "节日": "holiday_hours",
    "加班费": "overtime_paid_yuan", "扣": "deducted_yuan", "时薪": "hourly_yuan", "小时工": "part_time_hours", "转正": "regular_yuan",
}  # fmt: skip
_PART = "不满月"
_WORD = re.compile(rf"({'|'.join(sorted(_NAMED, key=len, reverse=True))})[:：=]?(.+)")
_BREAKS = str.maketrans("，,；;", "    ")


def months_of(text: str) -> list[dict[str, Any]]:
    """The months that lines of text tell, as the calculator reads them; every line that is none is named.

    >>> months_of("2026-03 6000 2000 平时10 扣200")
    [{'month': '2026-03', 'wage_yuan': '6000', 'paid_yuan': '2000', 'overtime_hours': '10', 'deducted_yuan': '200'}]
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    found = [(number, line, _month(line)) for number, line in lines]
    faults = [Fault(f"各月工资第 {number} 行", line.strip()[:40], HOW) for number, line, told in found if told is None]
    if faults:
        raise BadInput("claim.months_unclear", "没有计算：", faults)
    return [told for _, _, told in found if told is not None]


def _month(line: str) -> dict[str, Any] | None:
    words = line.translate(_BREAKS).split()
    plain = [one for one in words if one != _PART and not _WORD.fullmatch(one)]
    named = [found for one in words if (found := _WORD.fullmatch(one))]
    names = [_NAMED[found[1]] for found in named]
    if len(plain) not in {2, 3} or len(set(names)) < len(names):
        return None
    told: dict[str, Any] = {"month": plain[0], "wage_yuan": plain[1], "paid_yuan": plain[2] if len(plain) > 2 else "0"}
    told |= {name: found[2] for name, found in zip(names, named, strict=True)}
    return {**told, "full_month": False} if _PART in words else told
