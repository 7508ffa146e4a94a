"""Values of legal parameters (法规参数) as the office reads them: amounts, shares, lengths of time and lists in Chinese words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

Number = int | float
_HAN = re.compile(r"[\u4e00-\u9fff]")
_KEYS = {
    "basic": "一般", "serious": "较重", "light": "较轻", "ringleader": "首要分子", "basic_cny": "一般（元）",
    "serious_cny": "较重（元）", "amount_cny": "金额（元）", "times_per_year": "一年内次数", "departments": "部门数",
    "data_items": "数据项数",
}  # fmt: skip
_CODES = {"before": "提前", "after": "顺延", "A": "A", "B": "B", "C": "C"}
_UNITS = {
    "days": "天", "working_days": "个工作日", "calendar_days": "天", "years": "年", "years_after_termination": "年（终止后）",
    "months": "个月", "hours": "小时", "minutes": "分钟", "persons": "人", "count": "次（项）", "CNY": "元",
    "CNY_per_hour": "元/小时", "CNY_per_month": "元/月", "CNY_per_worker": "元/人", "days_per_month": "天/月",
    "x_monthly_minimum_wage": "倍月最低工资", "tier": "档",
}  # fmt: skip


def in_words(value: Any, unit: str, term: str = "") -> str:
    """A parameter's value with its unit; what is only kept as codes is left to the article that is cited beside it."""
    if value is None:
        return _("未规定")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Mapping):
        return _parts(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Sequence):
        return _several(value, unit, apart="[" in term)
    return _number(value, unit)


def _several(values: Sequence[Any], unit: str, *, apart: bool) -> str:
    """Two numbers are a span, unless the term names them one by one in brackets."""
    if not all(isinstance(one, int | float) for one in values):
        return _listed(values)
    span = not apart and len(values) == 2 and values[0] < values[1] and unit != "years"
    if unit == "years" and values and values[0] > 1900:
        return f"{values[0]}—{values[-1]} 年"
    mark = "—" if span or unit == "years" else "、"
    if unit.startswith("ratio"):
        return mark.join(_number(one, unit) for one in values)
    return f"{mark.join(_plain(one) for one in values)} {_UNITS.get(unit, '')}".strip()


def _listed(values: Sequence[Any]) -> str:
    said = [_CODES.get(str(one), str(one)) for one in values]
    if all(_HAN.search(one) or len(one) == 1 for one in said):
        return "、".join(said)
    return _("共 %(n)d 项，见所列条文") % {"n": len(said)}


def _parts(value: Mapping[str, Any]) -> str:
    say: Callable[[Any], str] = lambda one: _plain(one) if isinstance(one, int | float) else str(one)  # noqa: E731
    if not value.keys() <= _KEYS.keys():
        return _("见所列条文")
    return "；".join(f"{_KEYS[key]}：{say(one)}" for key, one in value.items())


def _text(value: str) -> str:
    if value in _CODES:
        return _CODES[value]
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value if _HAN.search(value) or value.startswith("GB") else _("见所列条文")
    return f"{day.year}年{day.month}月{day.day}日"


def _number(value: Number, unit: str) -> str:
    if unit.startswith("ratio"):
        share = f"{value * 100:.2f}".rstrip("0").rstrip(".")
        return f"{share}%" + (" / 日" if unit == "ratio_per_day" else "")
    return f"{_plain(value)} {_UNITS.get(unit, '')}".strip()


def _plain(value: Number) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")
