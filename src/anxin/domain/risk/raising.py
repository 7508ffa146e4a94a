"""Raising, moving and closing warnings (预警的发出、升降、办结), as pure decisions; times and evidence kinds are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from anxin.domain.risk.dated import in_force
from anxin.domain.risk.levels import Level
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import RuleBroken
from anxin.law.data.rules import document


class Step(StrEnum):
    """What to do about an employer's warning after it was judged again."""

    RAISE = "raise"
    UP = "up"
    DOWN = "down"
    KEEP = "keep"
    PROPOSE_CLOSING = "propose_closing"
    QUIET = "quiet"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an employer's warning stands: the open one, or the last one that was closed."""

    is_open: bool
    level: Level
    peak: Level
    raised_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The step, in words, and for a raised or worsened warning the instant by which it must be checked."""

    step: Step
    level: Level
    why: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """By when a warning must be checked, and by which rule."""

    at: datetime
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """One kind of evidence that may close a warning (办结依据)."""

    kind: str
    title: str
    needs_file: bool
    findings: frozenset[str]
    clears_debt: bool


def check_due(level: Level, at: datetime, *, place: str = "") -> Due:
    """The instant by which somebody must have checked a warning of a colour raised now; the office's own rule."""
    table = in_force(_table("check_due"), place=place, on=local_date(at), what="handling check_due")
    hours = int(table[level.value])
    return Due(
        at + timedelta(hours=hours), (f"{level.label}预警{hours}小时内核查（自定规则，自发出时起算，不扣除休息日）",)
    )


def quiet_days(on: date, *, place: str = "") -> int:
    """For how many days after closing a warning is not raised again unless it is worse (不重复预警)."""
    return int(in_force(_table("quiet_days"), place=place, on=on, what="handling quiet_days")["days"])


def decide(standing: Standing | None, level: Level, at: datetime, *, place: str = "") -> Decision:
    """What to do after an employer was judged: raise, move up or down, keep, propose closing, or stay quiet."""
    if standing is not None and standing.is_open:
        return _follow(standing, level, at, place)
    if level is Level.GREEN:
        return Decision(Step.NONE, level, "没有规则触发")
    if standing is not None and (why := _too_soon(standing, level, at, place)):
        return Decision(Step.QUIET, level, why)
    return Decision(Step.RAISE, level, f"发出{level.label}预警", check_due(level, at, place=place).at)


def _follow(standing: Standing, level: Level, at: datetime, place: str) -> Decision:
    """An open warning follows the level; green does not close it, because closing needs evidence."""
    if level is Level.GREEN:
        return Decision(Step.PROPOSE_CLOSING, standing.level, "规则已不再触发，请核实后凭证据办结")
    if level.rank > standing.level.rank:
        due = check_due(level, at, place=place).at if level.rank > standing.peak.rank else None
        return Decision(Step.UP, level, f"由{standing.level.label}升为{level.label}", due)
    if level.rank < standing.level.rank:
        return Decision(Step.DOWN, level, f"由{standing.level.label}降为{level.label}")
    return Decision(Step.KEEP, level, f"维持{level.label}")


def _too_soon(standing: Standing, level: Level, at: datetime, place: str) -> str:
    if standing.closed_at is None or level.rank > standing.peak.rank:
        return ""
    days = quiet_days(local_date(at), place=place)
    until = standing.closed_at + timedelta(days=days)
    if at >= until:
        return ""
    return f"上一条预警{local_date(standing.closed_at)}刚办结，{days}天内不重复发出，除非更严重"


def closings() -> tuple[Closing, ...]:
    """The kinds of evidence that may close a warning."""
    return tuple(
        Closing(
            kind=str(one["kind"]),
            title=str(one["title"]),
            needs_file=bool(one["needs_file"]),
            findings=frozenset(str(each) for each in one["findings"]),
            clears_debt=bool(one["clears_debt"]),
        )
        for one in _table("closings")
    )


def check_closing(*, kind: str, finding: str, evidence: str, arrears_fen: int | None) -> Closing:
    """The kind of evidence that closes a warning, or the refusal: closed means paid, proved wrong, or handed over."""
    closing = next((one for one in closings() if one.kind == kind), None)
    if closing is None:
        raise RuleBroken("warning.closing_kind", "请选择办结依据：" + "、".join(one.title for one in closings()))
    if not finding:
        raise RuleBroken("warning.not_verified", "请先填写核查结论，再办结")
    if finding not in closing.findings:
        raise RuleBroken("warning.closing_mismatch", f"核查结论与“{closing.title}”不一致，请核对")
    if closing.needs_file and not evidence:
        raise RuleBroken("warning.no_evidence", f"“{closing.title}”须上传证据文件")
    if closing.clears_debt and kind != "false_alarm" and (arrears_fen or 0) > 0:
        raise RuleBroken("warning.still_owed", "比对结果仍有欠薪，不能按已发放办结；请先登记付款凭证或移交有权机关")
    return closing


@lru_cache(maxsize=1)
def _handling() -> Mapping[str, Any]:
    return document("handling")


def _table(key: str) -> list[Mapping[str, Any]]:
    """One table of the handling file."""
    return list(_handling()[key])
