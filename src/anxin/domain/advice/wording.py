"""Values of the law inside a sentence (法定数值的表述): 5 个工作日, 20%, 50%至100%, 1万元."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from anxin.kernel.outcome import RuleBroken
from anxin.law.parameters import Parameter

_UNITS = {
    "days": "日", "calendar_days": "日", "working_days": "个工作日", "months": "个月", "years": "年", "hours": "小时",
    "minutes": "分钟", "persons": "人", "count": "次", "CNY": "元", "CNY_per_worker": "元", "CNY_per_hour": "元",
    "CNY_per_month": "元", "days_per_month": "天", "x_monthly_minimum_wage": "个月", "tier": "档",
    "years_after_termination": "年", "ratio_of_arrears": "", "ratio_of_contribution_due": "",
    "ratio_of_concealed_wages": "倍",
}  # fmt: skip


def value_in_words(parameter: Parameter) -> str:
    """A number or a span of numbers with its unit, as it reads inside a sentence; anything else is refused."""
    value, unit = parameter.value, parameter.unit
    numbers = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    if not numbers or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        raise RuleBroken("advice.not_a_number", f"“{parameter.term}”不是数值，不能写进句子", parameter.citation)
    if len(numbers) == 2 and numbers[0] == 0 and unit in _UNITS:
        return f"{_plain(numbers[1])}{_UNITS[unit]}以下"
    joint = "、" if len(numbers) > 2 else "至"
    if unit in _UNITS:
        return joint.join(_plain(one) for one in numbers) + _UNITS[unit]
    if unit.startswith("ratio"):
        return joint.join(_share(one) for one in numbers)
    raise RuleBroken("advice.unit_unknown", f"“{parameter.term}”的单位“{unit}”没有说法", parameter.citation)


def _share(value: float) -> str:
    """Up to one as a share, above it as a multiple: 0.2 is 20%, 1.5 is 150%, 3 is 3倍."""
    exact = Decimal(str(value))
    if exact >= 2 and exact == exact.to_integral_value():
        return f"{int(exact)}倍"
    return f"{(exact * 100).normalize():f}%"


def _plain(value: float) -> str:
    exact = Decimal(str(value))
    if exact >= 10_000 and exact % 1000 == 0:
        return f"{(exact / 10_000).normalize():f}万"
    return f"{exact.normalize():f}"
