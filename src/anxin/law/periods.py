"""Periods of the law (期限): how long, in which unit, by which rules they are counted, and which parameter extends which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from anxin.kernel.outcome import BadInput, Citation
from anxin.law.parameters import Parameter

_FILE = Path(__file__).parent / "data" / "cn" / "periods.yaml"


class NotAPeriod(BadInput):
    """The parameter is no single period that could run."""


class Unit(StrEnum):
    """The unit in which a period is counted; it belongs to the parameter and is never a setting (行政处罚法 art. 85)."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    MINUTES = "minutes"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def by_the_day(self) -> bool:
        """Whether the period ends with a day rather than at an instant."""
        return self not in (Unit.HOURS, Unit.MINUTES)


_WORDS = {
    Unit.WORKING_DAYS: "个工作日",
    Unit.DAYS: "日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
    Unit.HOURS: "小时",
    Unit.MINUTES: "分钟",
}
_UNITS = {unit.value: unit for unit in Unit} | {"years_after_termination": Unit.YEARS, "calendar_days": Unit.DAYS}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in its unit.

    >>> Period(60, Unit.WORKING_DAYS).in_words()
    '60个工作日'
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a period lasts at least one unit")

    def in_words(self) -> str:
        return f"{self.amount}{self.unit.words}"


@dataclass(frozen=True, slots=True)
class Extension:
    """By which parameter a period may be extended, and how often."""

    by: str
    times: int


@dataclass(frozen=True, slots=True)
class CountingRule:
    """One rule of counting, in words, with where it stands."""

    words: str
    citation: Citation
    note: str = ""


def is_period(parameter: Parameter) -> bool:
    """Whether a parameter is a single whole length of time, so that it can run as a clock."""
    amount = parameter.value
    return parameter.unit in _UNITS and isinstance(amount, int) and not isinstance(amount, bool) and amount > 0


def period_of(parameter: Parameter) -> Period:
    """The period a parameter sets; a rate, an amount or a span of values is refused."""
    if not is_period(parameter):
        shown = "未定" if parameter.value is None else f"{parameter.value} {parameter.unit}"
        raise NotAPeriod(
            "law.not_a_period",
            f"“{parameter.id}”（{parameter.term}）不是可以计算到期日的期限：其值为 {shown}。",
        )
    return Period(parameter.value, _UNITS[parameter.unit])


def told(parameter: Parameter) -> str:
    """A parameter as a page says it: with its length of time, in the place its term leaves for it or behind; else its term alone."""
    if not is_period(parameter):
        return parameter.term
    period = period_of(parameter)
    place = f"N{period.unit.words}"
    return (
        parameter.term.replace(place, period.in_words())
        if place in parameter.term
        else f"{parameter.term}：{period.in_words()}"
    )


def extension_of(param_id: str) -> Extension | None:
    """The extension the law allows for a period; None when none is known."""
    found = _document()["extensions"].get(param_id)
    return None if found is None else Extension(found["by"], found["times"])


@cache
def counting_rule(name: str) -> CountingRule:
    """A rule of counting by its name in `periods.yaml`: first_day, rest_day_end, months, hours, working_days, pause."""
    one = _document()["rules"][name]
    citation = Citation(one["law"], one.get("doc_no", ""), one["article"], one["url"], one["read"])
    return CountingRule(one["words"], citation, one.get("note", ""))


@cache
def _document() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found
