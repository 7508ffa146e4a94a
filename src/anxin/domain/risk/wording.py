"""How a fact (事实) is named, measured, worded and cured: the entry that every field of `EmployerFacts` carries."""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from anxin.kernel.money import yuan

Scalar = bool | int | float | str
Known = Scalar | None


class Unit(StrEnum):
    """What a fact is counted in; decides how it is printed and how small the smallest step is."""

    FEN = "fen"
    PERSONS = "persons"
    MONTHS = "months"
    DAYS = "days"
    TIMES = "times"
    SHARE = "share"
    RATIO = "ratio"
    DEVIATION = "deviation"
    GRADE = "grade"
    YES = "yes"
    TEXT = "text"


SUFFIX = {
    Unit.PERSONS: "人",
    Unit.MONTHS: "个月",
    Unit.DAYS: "天",
    Unit.TIMES: "次",
    Unit.GRADE: "级",
}


class Worse(StrEnum):
    """Which way a fact gets worse. A rule may only ask in that direction, so that worse facts never lower a level."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class Cure(StrEnum):
    """What makes a fact better: paying, putting something right, the passing of time without more, or nothing."""

    PAY = "pay"
    FIX = "fix"
    TIME = "time"
    NONE = "none"


class Source(StrEnum):
    """Where a fact comes from (来源)."""

    REGISTRY = "企业台账"
    RECONCILIATION = "工资与银行流水比对"
    PAYROLL = "工资表"
    INSURANCE = "社保参保名单"
    UTILITY = "水电气数据"
    TAX = "税务数据"
    COURT = "法院信息"
    MARKET = "市场监管信息"
    CREDIT = "信贷与租金信息"
    VOICE = "投诉渠道（12345、110、热线、窗口）"
    OPINION = "舆情"
    PATROL = "网格巡查"
    PROJECT = "工程项目台账"
    HISTORY = "历次预警与处理"
    CALENDAR = "日历"


@dataclass(frozen=True, slots=True)
class Signal:
    """One entry of the catalogue of signals (信号目录): the name, unit, source and wording of a fact."""

    key: str
    name: str
    unit: Unit
    source: Source
    says: str
    worse: Worse
    cure: Cure
    do: str
    missing: str

    def shown(self, value: Scalar) -> str:
        """A value of this fact as a person reads it, with its unit."""
        return shown(value, self.unit)

    def words(self, value: Scalar) -> str:
        """The fact in one clause, e.g. 已连续2个月未发工资."""
        return self.says.replace("{}", self.shown(value))


def amount(fen: float) -> str:
    """An amount as an officer says it: from ten thousand yuan on in 万元, below in 元.

    >>> amount(96_400_000), amount(50_000_00), amount(123_450)
    ('96.4万元', '5万元', '1,234.50元')
    """
    whole = round(fen)
    if abs(whole) >= 1_000_000:
        return f"{whole / 1_000_000:,.2f}".rstrip("0").rstrip(".") + "万元"
    return yuan(whole).removesuffix(".00") + "元"


def shown(value: Scalar, unit: Unit) -> str:
    """A value with its unit as a person reads it.

    >>> shown(0.455, Unit.SHARE), shown(3, Unit.MONTHS), shown(True, Unit.YES), shown(0.5, Unit.RATIO)
    ('45.5%', '3个月', '是', '50%')
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return value
    if unit is Unit.FEN:
        return amount(value)
    if unit in {Unit.SHARE, Unit.RATIO}:
        return f"{value * 100:.1f}".removesuffix(".0") + "%"
    return f"{value:g}" + SUFFIX.get(unit, "")


def fact(  # noqa: PLR0917 - reads as one line of the catalogue
    name: str,
    unit: Unit,
    source: Source,
    says: str,
    worse: Worse = Worse.MORE,
    cure: Cure = Cure.FIX,
    do: str = "",
) -> Any:
    """A field of `EmployerFacts` whose default is unknown (None) and whose catalogue entry stands beside it."""
    fields = [piece for _, piece, _, _ in string.Formatter().parse(says) if piece is not None]
    if fields not in ([], [""]):
        raise ValueError(f"{name}: the wording may hold one empty place only")
    missing = f"未取得“{name}”（{source.value}）"
    entry = Signal("", name, unit, source, says, worse, cure, do, missing)
    return field(default=None, metadata={"signal": entry})
