"""The columns of the weekly report (欠薪欠保周报): what each figure means; the layout is ours, no official form was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

DEFINITIONS = "2026-11"
"""Version of the meanings below; stored with each snapshot."""

Unit = Literal["家", "人", "元", "件", "起", "份"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One column: key, heading, group heading, unit, and its meaning in one sentence for the foot of the report."""

    key: str
    label: str
    group: str
    unit: Unit
    meaning: str


INDICATORS: tuple[Indicator, ...] = (
    Indicator("employers", "在营企业", "基本情况", "家", "截至编制时在营的用人单位"),
    Indicator("handed_in", "已交工资表", "基本情况", "份", "最近一个应发月份已交工资表的企业"),
    Indicator("new_debtors", "本周新增企业", "欠薪", "家", "本周首次发现欠付工资的企业"),
    Indicator("debtors", "欠薪企业", "欠薪", "家", "截至编制时仍有欠付工资的企业"),
    Indicator("owed_workers", "涉及人数", "欠薪", "人", "截至编制时仍被欠付工资的劳动者，按人计"),
    Indicator("owed_fen", "欠薪金额", "欠薪", "元", "截至编制时欠付工资合计"),
    Indicator("old_owed_fen", "其中超过一个月", "欠薪", "元", "应发日至编制时已超过一个月的欠付工资"),
    Indicator("recovered_workers", "本周补发人数", "清欠", "人", "本周收到补发工资的劳动者"),
    Indicator("recovered_fen", "本周补发金额", "清欠", "元", "本周查明的补发工资合计"),
    Indicator("uninsured_employers", "欠保企业", "欠保", "家", "最近一个应缴月份有未参保职工的企业"),
    Indicator("uninsured_workers", "欠保人数", "欠保", "人", "最近一个应缴月份领薪而未参保的职工"),
    Indicator("warnings_red", "红", "本周新增预警", "件", "本周发出的红色预警"),
    Indicator("warnings_orange", "橙", "本周新增预警", "件", "本周发出的橙色预警"),
    Indicator("warnings_yellow", "黄", "本周新增预警", "件", "本周发出的黄色预警"),
    Indicator("complaints", "投诉举报", "线索", "件", "本周收到的欠薪投诉、举报和转办"),
    Indicator("mass_incidents", "群体性事件", "线索", "起", "本周发生的因欠薪引发的群体性事件"),
)

BY_KEY = {one.key: one for one in INDICATORS}
MONEY = frozenset(one.key for one in INDICATORS if one.unit == "元")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: a village, a focus sector or the total, with a figure per indicator."""

    code: str
    name: str
    figures: Mapping[str, int]
    state: str = ""
    filed_by: str = ""


@dataclass(frozen=True, slots=True)
class KeyEmployer:
    """One employer worth naming in the report (重点企业)."""

    name: str
    village: str
    focus: str
    level: str
    workers: int
    fen: int
    since: str
    state: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a printed report shows; made from a frozen snapshot and nothing else."""

    title: str
    unit: str
    week: str
    period: str
    as_of: str
    version: int
    state: str
    villages: tuple[Line, ...]
    total: Line
    focus: tuple[Line, ...]
    employers: tuple[KeyEmployer, ...]
    summary: str
    remarks: str
    village_remarks: tuple[tuple[str, str], ...]
    composed_by: str
    signed_by: str
    signed_at: str
    snapshot_sha256: str
    correction: str = ""


def total_of(lines: tuple[Line, ...], name: str = "合计") -> Line:
    """The sum of some lines; figures that count persons or employers add up because places do not overlap."""
    figures = {one.key: sum(line.figures.get(one.key, 0) for line in lines) for one in INDICATORS}
    return Line("total", name, figures)


def line_of(stored: Mapping[str, Any]) -> Line:
    """A line as kept in a snapshot."""
    return Line(
        code=stored["code"],
        name=stored["name"],
        figures={key: cell["value"] for key, cell in stored["figures"].items()},
        state=stored.get("state", ""),
        filed_by=stored.get("filed_by", ""),
    )
