"""Agricultural Bank (农业银行): the statement, and the bar-separated result of a wage batch (代发工资结果, GBK).

The batch result has no heading: one line per payee, fields between bars, in an order that differs by branch and year.
So fields are told by their contents, over all lines at once: the long number is the account, the words beside it the
name, the figure with two decimals the amount, 成功/失败 the outcome. A first line with the batch's totals is passed by.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from anxin.adapters.banks.adapter import Adapter, of_layout
from anxin.adapters.banks.statement import Layout, Parsed, read
from anxin.adapters.banks.table import BankTable
from anxin.adapters.grids import cells
from anxin.analytics.readings import Skipped, Why

STATEMENT = Layout(
    fields={"date": ("交易日期", "交易时间"), "memo": ("交易附言", "交易摘要", "交易用途", "交易说明")},
    telling=("交易时间", "收入金额", "支出金额", "交易行名", "对方省市", "对方账号", "对方户名"),
    called=("农业银行", "中国农业银行", "ABC", "农行"),
)
_ACCOUNT = r"^\d{12,19}$"
_AMOUNT = r"^-?[\d,]+\.\d{1,2}$"
_NAME = r"^[\x{4e00}-\x{9fff}·]{2,20}$"
_STATUS = r"^(交易|处理|入账|发放|代发)?(成功|失败|不成功|处理中|未处理)|^(0000|[A-Z]\d{3,4}|[SF])$"
_DATE = r"^20\d{2}[-/.]?\d{2}[-/.]?\d{2}$"
_MEMO = r"工资|奖金|代发|劳务|报销|补贴"
_SCARCE = 0.5


def _columns(table: BankTable) -> dict[str, int]:
    """Which column holds what, judged by the share of lines that look so."""
    sample = [column.slice(0, 500) for column in table.texts]
    found: dict[str, int] = {}
    for key, pattern in (
        ("收款账号", _ACCOUNT), ("金额", _AMOUNT), ("状态", _STATUS), ("交易日期", _DATE), ("摘要", _MEMO), ("收款户名", _NAME),
    ):  # fmt: skip
        shares = [(float(cells.matches(column, pattern).mean()), -number) for number, column in enumerate(sample)]
        free = [pair for pair in shares if -pair[1] not in found.values() and pair[0] >= _SCARCE]
        if free:
            found[key] = -max(free)[1]
    if "金额" not in found and "收款账号" in found:
        whole = [n for n, column in enumerate(sample) if n not in found.values() and _money_like(column, n)]
        if len(whole) == 1:
            found["金额"] = whole[0]
    return found


def _money_like(column: pa.Array, number: int) -> bool:
    """Whether a column of whole figures is more than a running number."""
    figures = cells.amounts(column)
    counted = figures.fen[figures.known]
    if len(counted) < max(1, len(column) * _SCARCE):
        return False
    return number > 0 and not bool((np.diff(counted) == 100).all() and len(counted) > 1)


def _likeness(table: BankTable) -> float:
    if table.header >= 0 or table.grid.width < 4:
        return 0.0
    found = _columns(table)
    return 0.9 if {"收款账号", "收款户名", "金额"} <= set(found) else 0.0


def _parse(table: BankTable) -> Parsed:
    found = _columns(table)
    reason = found["状态"] + 1 if found.get("状态", table.grid.width) + 1 < table.grid.width else None
    if reason is not None and reason not in found.values():
        found["失败原因"] = reason
    names = {number: key for key, number in found.items()}
    labels = tuple(names.get(number, "") for number in range(table.grid.width))
    account = cells.matches(table.column(found["收款账号"]), _ACCOUNT)
    named = cells.told(table.column(found["收款户名"]))
    first = int(np.argmax(account & named)) if (account & named).any() else 0
    lead = tuple("|".join(line) for line in table.grid.head(first))
    titled = BankTable(table.grid, table.name, first - 1, labels, lead, table.texts)
    parsed = read(titled, Layout(batch=True))
    parsed.skipped = [*(Skipped(row + 1, Why.TITLE) for row in range(first)), *parsed.skipped]
    if "交易日期" not in found:
        _date_from(parsed, " ".join((table.name, *lead)))
    return parsed


def _date_from(parsed: Parsed, text: str) -> None:
    """The day of the batch, when its first line or the file's name states exactly one."""
    stated = {
        day for part in re.findall(r"(?<!\d)20\d{6}(?!\d)|20\d{2}-\d{2}-\d{2}", text) if (day := cells.date_of(part))
    }
    if len(stated) == 1 and parsed.table["paid_date"].null_count:
        size, place = parsed.table.num_rows, parsed.table.schema.get_field_index("paid_date")
        days = pa.array([*stated] * size, pa.date32())
        parsed.table = parsed.table.set_column(place, "paid_date", days)
        parsed.doubts = [one for one in parsed.doubts if one.code != "no-date"]


ADAPTERS = (
    Adapter("abc", "农业银行流水", STATEMENT.likeness, of_layout(STATEMENT)),
    Adapter("abc-wage", "农业银行代发工资结果", _likeness, _parse),
)
