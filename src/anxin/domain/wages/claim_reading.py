"""Facts of a claim from plain values (JSON), with every fault named; nothing is assumed that was not said.

Amounts are `…_yuan` (text or number) or `…_fen` (whole fen); days are 2026-03-31; months are 2026-03.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, TypeVar

from anxin.domain.wages.claim_facts import ClaimFacts, Ending, HoursSystem, MonthOfWork
from anxin.kernel.money import NotMoney, parse_yuan
from anxin.kernel.outcome import BadInput, Fault
from anxin.kernel.period import Month

LARGEST_FEN = 10**10
"""A hundred million yuan: more in one month of one worker is a slip of the pen."""
MOST_HOURS = 31 * 24
EARLIEST, LATEST = 1950, 2199
LONGEST = 30
"""Characters of an amount; longer ones are no amounts, and reading them would take a while."""
UNREAD = Month(EARLIEST, 1)
"""Stands for a month that could not be read, until the faults are told."""
_HOURS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_CODE = re.compile(r"[0-9]{2,12}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
T = TypeVar("T")
U = TypeVar("U")
_KEYS = {
    "on", "place", "started_on", "ended_on", "ending", "contract_signed_on", "no_contract", "months",
    "average_wage_yuan", "average_wage_fen", "order_expired_unpaid", "order_deadline", "last_claimed_on", "counted_from",
    "later_paid_yuan", "later_paid_fen", "hours_system",
}  # fmt: skip
_MONTH_KEYS = {
    "month", "overtime_hours", "rest_day_hours", "holiday_hours", "full_month", "part_time_hours",
    *(f"{name}_{unit}" for name in ("wage", "paid", "overtime_paid", "deducted", "hourly", "regular") for unit in ("yuan", "fen")),
}  # fmt: skip


TERMS = {
    "on": "计算日", "place": "行政区划代码", "started_on": "入职日期", "ended_on": "离职日期", "ending": "离职原因",
    "contract_signed_on": "补签合同日期", "no_contract": "没有签订书面合同", "months": "各月工资", "average_wage": "当地平均工资",
    "order_expired_unpaid": "责令限期支付到期未付", "month": "月份", "wage": "应得工资", "paid": "已付工资",
    "overtime_hours": "平时加班小时", "rest_day_hours": "休息日加班小时", "holiday_hours": "法定休假日加班小时",
    "overtime_paid": "已付加班费", "deducted": "扣款", "full_month": "是否满月", "hourly": "每小时工资", "regular": "转正后的工资", "part_time_hours": "非全日制工作小时",
    "order_deadline": "责令支付的最后一天", "last_claimed_on": "最近一次讨要", "counted_from": "工作年限起算日", "later_paid": "后来付的款",
    "hours_system": "工时制度",
}  # fmt: skip
"""What a person calls each fact."""
_KEY = re.compile(r"（[a-z_]+）")


def in_plain_words(refused: BadInput) -> list[str]:
    """The faults of facts for somebody who filled in a form and knows no names of a file."""
    return [_KEY.sub("", one.in_words()) for one in refused.faults]


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
        term = TERMS.get(key.removesuffix("_fen").removesuffix("_yuan"), "")
        self.faults.append(Fault(f"{self.where}{term}（{key}）" if term else f"{self.where}{key}", what, remedy))

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
        if self.told.get(f"{name}_fen") is not None and self.told.get(f"{name}_yuan") is not None:
            self.fault(f"{name}_yuan", f"与 {name}_fen 同时填写", "只填其中一项")
        if self.told.get(f"{name}_fen") is not None:
            return self.take(f"{name}_fen", _whole, "请填整数分，不超过一亿元", missing)
        return self.take(f"{name}_yuan", _yuan, '请填金额，如 6000 或 "6000.50"，不超过一亿元', missing)

    def flag(self, key: str, *, missing: bool) -> bool:
        return self.take(key, _flag, "请填 true 或 false", missing)

    def day(self, key: str) -> date | None:
        return self.take(key, date.fromisoformat, "日期写作 2026-03-31", None)

    def hours(self, key: str) -> Fraction:
        return self.take(key, _hours, "请填一个月内的小时数，如 8 或 2.5", Fraction(0))


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
        place=reader.take("place", _place, "请填行政区划代码，如 330602013", place),
        started_on=reader.day("started_on"),
        ended_on=reader.day("ended_on"),
        ending=reader.take("ending", Ending, f"可填：{'、'.join(Ending)}", None),
        contract_signed_on=reader.day("contract_signed_on"),
        no_contract=reader.flag("no_contract", missing=False),
        months=tuple(_month(number, one, reader) for number, one in enumerate(months, 1)),
        average_wage_fen=reader.fen("average_wage", None),
        order_expired_unpaid=reader.flag("order_expired_unpaid", missing=False),
        order_deadline=reader.day("order_deadline"),
        last_claimed_on=reader.day("last_claimed_on"),
        counted_from=reader.day("counted_from"),
        later_paid_fen=reader.fen("later_paid", 0),
        hours_system=reader.take("hours_system", HoursSystem, f"可填：{'、'.join(HoursSystem)}", HoursSystem.STANDARD),
    )
    _consistent(found, reader)
    if reader.faults:
        raise BadInput("claim.facts_unreadable", "事实有误，未计算：", reader.faults)
    return found


def _month(number: int, told: Any, whole: _Reader) -> MonthOfWork:
    told = told if isinstance(told, Mapping) else {}
    name = str(told.get("month") or f"第 {number} 个月")[:LONGEST]
    reader = _Reader(f"{name} ", told, whole.faults)
    reader.known(_MONTH_KEYS)
    month = reader.take("month", _month_of, "月份写作 2026-03", None)
    if reader.told.get("month") is None:
        reader.fault("month", "没有月份", "月份写作 2026-03")
    return MonthOfWork(
        month=month or UNREAD,
        wage_fen=reader.fen("wage", None),
        paid_fen=reader.fen("paid", 0),
        overtime_hours=reader.hours("overtime_hours"),
        rest_day_hours=reader.hours("rest_day_hours"),
        holiday_hours=reader.hours("holiday_hours"),
        overtime_paid_fen=reader.fen("overtime_paid", 0),
        deducted_fen=reader.fen("deducted", 0),
        full_month=reader.flag("full_month", missing=True),
        hourly_fen=reader.fen("hourly", None),
        regular_fen=reader.fen("regular", None),
        part_time_hours=reader.hours("part_time_hours"),
    )


def _consistent(found: ClaimFacts, reader: _Reader) -> None:
    """The days in their order, each month once, inside the employment and not in the future."""
    _days_in_order(found, reader)
    if found.no_contract and found.contract_signed_on:
        reader.fault("contract_signed_on", "与 no_contract 同时填写", "没签的不填日期，后来签的只填日期")
    months = [one.month for one in found.months if one.month != UNREAD]
    for month in sorted({one for one in months if months.count(one) > 1}):
        reader.fault("months", f"{month} 写了两次", "同一月请合并为一项")
    for month in sorted(set(months)):
        if problem := _misplaced(month, found):
            reader.fault("months", f"{month} {problem}", "请核对月份和入职、离职日期")


def _days_in_order(found: ClaimFacts, reader: _Reader) -> None:
    if found.started_on and found.ended_on and found.ended_on < found.started_on:
        reader.fault("ended_on", "离职日期早于入职日期", "请核对两个日期")
    if found.counted_from and (found.started_on is None or found.counted_from > found.started_on):
        reader.fault("counted_from", "没有早于入职日期", "只在从别的单位被安排过来时填，写到原单位的入职日期")
    told = {"started_on": found.started_on, "ended_on": found.ended_on, "last_claimed_on": found.last_claimed_on}
    for key, day in told.items():
        if day and day > found.on:
            reader.fault(key, f"{day} 晚于计算日 {found.on}", "请核对日期，或写明计算日 on")


def _misplaced(month: Month, found: ClaimFacts) -> str:
    """Why a month cannot be one of this employment; empty when it can."""
    if month.first > found.on:
        return "还没有到"
    if found.started_on and month.last < found.started_on:
        return "在入职以前"
    return "在离职以后" if found.ended_on and month.first > found.ended_on else ""


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_FEN:
        raise ValueError(value)
    return value


def _yuan(value: Any) -> int:
    if isinstance(value, bool) or len(str(value)) > LONGEST:
        raise ValueError(value)
    try:
        found = parse_yuan(value if isinstance(value, str) else Decimal(str(value)))
    except NotMoney as problem:
        raise ValueError(value) from problem
    return _whole(found)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _hours(value: Any) -> Fraction:
    text = str(value).strip().translate(_FULL_WIDTH)
    if isinstance(value, bool) or not _HOURS.fullmatch(text) or Fraction(text) > MOST_HOURS:
        raise ValueError(value)
    return Fraction(text)


def _month_of(value: Any) -> Month:
    found = Month.parse(str(value))
    if not EARLIEST <= found.year <= LATEST:
        raise ValueError(value)
    return found


def _place(value: Any) -> str:
    if not _CODE.fullmatch(str(value)):
        raise ValueError(value)
    return str(value)
