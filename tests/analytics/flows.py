"""Adversarial payrolls, bank flows and accounts for the tests of reconciliation, drawn by hypothesis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
from hypothesis import strategies as st

from anxin.analytics.schemas import ACCOUNTS, BANK, PAYROLL
from anxin.domain.wages.lines import Account, Payment, PayrollLine

MONTHS = (202511, 202512, 202601, 202602, 202603)
NOT_WAGES = ("报销款", "货款 202601", "", None, "借款2026年1月", "劳务费")
FREE = (
    "工资",
    "代发工资",
    "工资 流水20260112345",
    "2026年1月、2月工资",
    "工资2026-01-15",
    "补发工资9988776655",
    "工资REF202601",
)


def naming(code: int) -> list[str]:
    year, month = divmod(code, 100)
    return [
        f"{year}年{month}月工资",
        f"代发工资 {code}",
        f"工资{year}-{month:02d}",
        f"{year}年{month:02d}月份工资 流水8812345678",
        f"工资{year}/{month}",
        f"补发{year % 100}年{month}月工资",
    ]


@dataclass(frozen=True)
class Flow:
    """One drawn case, as the reference and as the engines take it."""

    lines: list[PayrollLine]
    payments: list[Payment]
    accounts: list[Account]

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table]:
        return rows(self.lines, PAYROLL), rows(self.payments, BANK), rows(self.accounts, ACCOUNTS)


def rows(items: list[object], schema: pa.Schema) -> pa.Table:
    columns = [
        pa.array([getattr(item, name) for item in items], kind)
        for name, kind in zip(schema.names, schema.types, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def day_of(code: int, shift: int) -> date:
    return date(code // 100, code % 100, 10) + timedelta(days=shift)


amounts = st.sampled_from((1, 2, 99, 100, 101, 300, 500))
ids = st.integers(1, 3)


@st.composite
def lines(draw: st.DrawFn) -> list[PayrollLine]:
    keys = draw(st.lists(st.tuples(ids, ids, st.sampled_from(MONTHS)), max_size=14))
    due = st.one_of(amounts, st.just(0))
    shift = st.sampled_from((0, 0, 5, -40, 31, -75, 62))
    return [PayrollLine(w, e, m, draw(due), day_of(m, draw(shift))) for w, e, m in keys]


@st.composite
def payments(draw: st.DrawFn, drawn: list[PayrollLine]) -> list[Payment]:
    memo = st.one_of(
        st.sampled_from(NOT_WAGES),
        st.sampled_from(FREE),
        st.sampled_from(MONTHS).flatmap(lambda code: st.sampled_from(naming(code))),
        st.just("2024年5月工资"),
    )
    exact = [line.due_cents for line in drawn] or [100]
    amount = st.one_of(st.sampled_from(exact), amounts, st.just(0), st.just(sum(exact)))
    day = st.builds(day_of, st.sampled_from(MONTHS), st.integers(-15, 40).map(lambda n: n // 5 * 5))
    payment = st.builds(
        Payment, st.integers(1, 40), st.one_of(st.none(), st.integers(1, 5)), st.integers(100, 108), amount, day, memo
    )
    made: list[Payment] = draw(st.lists(payment, max_size=20))
    again = draw(st.lists(st.sampled_from(made), max_size=4)) if made else []
    return made + again


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    drawn = draw(lines())
    account = st.builds(Account, st.integers(100, 106), ids, ids)
    return Flow(drawn, draw(payments(drawn)), draw(st.lists(account, max_size=10)))
