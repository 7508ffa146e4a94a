"""Facts of a claim from plain values (JSON), with every fault named; nothing is assumed that was not said.

Amounts are `…_yuan` (text or number) or `…_fen` (whole fen); days are 2026-03-31; months are 2026-03.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, TypeVar

from anxin.domain.wages.claim_facts import ClaimFacts, Ending, MonthOfWork
from anxin.kernel.money import NotMoney, parse_yuan
from anxin.kernel.outcome import BadInput, Fault
from anxin.kernel.period import Month

T = TypeVar("T")
U = TypeVar("U")
_KEYS = {
    "on", "place", "started_on", "ended_on", "ending", "contract_signed_on", "no_contract", "months",
    "average_wage_yuan", "average_wage_fen", "order_expired_unpaid",
}  # fmt: skip
_MONTH_KEYS = {
    "month", "overtime_hours", "rest_day_hours", "holiday_hours", "full_month",
    *(f"{name}_{unit}" for name in ("wage", "paid", "overtime_paid", "deducted") for unit in ("yuan", "fen")),
}  # fmt: skip


@dataclass(slots=True)
class _Reader:
    """Values of one mapping, and the faults met on the way."""

    where: str
    told: Mapping[str, Any]
    faults: list[Fault] = field(default_factory=list)

    def known(self, keys: set[str]) -> None:
        for key in self.told:
            if key not in keys:
                self.fault(key, "没有这一项", f"可用：{'、'.join(sorted(keys))}")

    def fault(self, key: str, what: str, remedy: str) -> None:
        self.faults.append(Fault(f"{self.where}{key}", what, remedy))

    def take(self, key: str, read: Callable[[Any], U], remedy: str, missing: T) -> U | T:
        value = self.told.get(key)
        if value is None:
            return missing
        try:
            return read(value)
        except (ValueError, TypeError, InvalidOperation):
            self.fault(key, f"“{value}”无法识别", remedy)
            return missing

    def fen(self, name: str, missing: T) -> int | T:
        if self.told.get(f"{name}_fen") is not None:
            return self.take(f"{name}_fen", _whole, "请填整数分", missing)
        return self.take(f"{name}_yuan", _yuan, '请填金额，如 6000 或 "6000.50"', missing)

    def flag(self, key: str, *, missing: bool) -> bool:
        return self.take(key, _flag, "请填 true 或 false", missing)

    def day(self, key: str) -> date | None:
        return self.take(key, date.fromisoformat, "日期写作 2026-03-31", None)

    def hours(self, key: str) -> Fraction:
        return self.take(key, _hours, "请填小时数，不小于 0", Fraction(0))


def facts_of(told: Mapping[str, Any], *, on: date, place: str) -> ClaimFacts:
    """The facts that a JSON object states; `on` and `place` count where it names none."""
    if not isinstance(told, Mapping):
        raise BadInput("claim.not_an_object", "事实应是一个 JSON 对象。")
    reader = _Reader("", told)
    reader.known(_KEYS)
    months = told.get("months") or []
    if not isinstance(months, list):
        reader.fault("months", "不是列表", '请写作 [{"month": "2026-03", "wage_yuan": 6000}]')
        months = []
    found = ClaimFacts(
        on=reader.day("on") or on,
        place=reader.take("place", str, "行政区划代码", place),
        started_on=reader.day("started_on"),
        ended_on=reader.day("ended_on"),
        ending=reader.take("ending", Ending, f"可填：{'、'.join(Ending)}", None),
        contract_signed_on=reader.day("contract_signed_on"),
        no_contract=reader.flag("no_contract", missing=False),
        months=tuple(_month(number, one, reader) for number, one in enumerate(months, 1)),
        average_wage_fen=reader.fen("average_wage", None),
        order_expired_unpaid=reader.flag("order_expired_unpaid", missing=False),
    )
    _consistent(found, reader)
    if reader.faults:
        raise BadInput("claim.facts_unreadable", "事实有误，未计算：", reader.faults)
    return found


def _month(number: int, told: Any, whole: _Reader) -> MonthOfWork:
    reader = _Reader(f"months 第{number}项 ", told if isinstance(told, Mapping) else {}, whole.faults)
    reader.known(_MONTH_KEYS)
    month = reader.take("month", Month.parse, "月份写作 2026-03", None)
    if month is None:
        reader.fault("month", "没有月份", "月份写作 2026-03")
    return MonthOfWork(
        month=month or Month(2000, 1),
        wage_fen=reader.fen("wage", None),
        paid_fen=reader.fen("paid", 0),
        overtime_hours=reader.hours("overtime_hours"),
        rest_day_hours=reader.hours("rest_day_hours"),
        holiday_hours=reader.hours("holiday_hours"),
        overtime_paid_fen=reader.fen("overtime_paid", 0),
        deducted_fen=reader.fen("deducted", 0),
        full_month=reader.flag("full_month", missing=True),
    )


def _consistent(found: ClaimFacts, reader: _Reader) -> None:
    if found.started_on and found.ended_on and found.ended_on < found.started_on:
        reader.fault("ended_on", "离职日期早于入职日期", "请核对两个日期")
    months = [one.month for one in found.months]
    for month in sorted({one for one in months if months.count(one) > 1}):
        reader.fault("months", f"{month} 写了两次", "同一月请合并为一项")


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value


def _yuan(value: Any) -> int:
    if isinstance(value, bool):
        raise ValueError(value)
    try:
        found = parse_yuan(value if isinstance(value, str) else Decimal(str(value)))
    except NotMoney as problem:
        raise ValueError(value) from problem
    if found < 0:
        raise ValueError(value)
    return found


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _hours(value: Any) -> Fraction:
    found = Fraction(str(value))
    if found < 0:
        raise ValueError(value)
    return found
