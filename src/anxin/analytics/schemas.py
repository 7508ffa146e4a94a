"""Declared columns and types of every bulk table (批量表) that enters or leaves; the contract of `docs/reference/bulk-files.md`.

Money is int64 fen under the contract's names `*_cents`, months are int32 yyyymm, days are date32.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

PAYROLL = pa.schema(
    [
        pa.field("worker_id", pa.int64(), nullable=False),
        pa.field("ent_id", pa.int64(), nullable=False),
        pa.field("month", pa.int32(), nullable=False),
        pa.field("due_cents", pa.int64(), nullable=False),
        pa.field("due_date", pa.date32(), nullable=False),
    ]
)
"""What is due: one worker, one employer, one month (工资表)."""

BANK = pa.schema(
    [
        pa.field("txn_id", pa.int64(), nullable=False),
        pa.field("payer_id", pa.int64()),
        pa.field("payee_acct", pa.int64(), nullable=False),
        pa.field("amount_cents", pa.int64(), nullable=False),
        pa.field("paid_date", pa.date32(), nullable=False),
        pa.field("memo", pa.string()),
    ]
)
"""What was transferred (银行流水); the payer may be anyone, so it may be empty."""

ACCOUNTS = pa.schema(
    [
        pa.field("acct", pa.int64(), nullable=False),
        pa.field("worker_id", pa.int64(), nullable=False),
        pa.field("ent_id", pa.int64(), nullable=False),
    ]
)
"""Whose account it is, and for which employer's wages (工资账户); a worker may have several."""

RESULT = pa.schema(
    [
        pa.field("worker_id", pa.int64(), nullable=False),
        pa.field("ent_id", pa.int64(), nullable=False),
        pa.field("month", pa.int32(), nullable=False),
        pa.field("due_cents", pa.int64(), nullable=False),
        pa.field("paid_cents", pa.int64(), nullable=False),
        pa.field("arrears_cents", pa.int64(), nullable=False),
        pa.field("status", pa.int8(), nullable=False),
        pa.field("days_late", pa.int32(), nullable=False),
    ]
)
"""What became of each worker's month; ordered by employer, worker and month."""

ENT = pa.schema(
    [
        pa.field("ent_id", pa.int64(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
        pa.field("unpaid", pa.int64(), nullable=False),
        pa.field("under_", pa.int64(), nullable=False),
        pa.field("late", pa.int64(), nullable=False),
        pa.field("over_", pa.int64(), nullable=False),
        pa.field("arrears_cents", pa.int64(), nullable=False),
        pa.field("max_late", pa.int32(), nullable=False),
    ]
)
"""The same per employer: months in all, and how many of them stand at each status; ordered by employer."""

ATTRIBUTION = pa.schema(
    [
        pa.field("txn_id", pa.int64(), nullable=False),
        pa.field("worker_id", pa.int64(), nullable=False),
        pa.field("ent_id", pa.int64(), nullable=False),
        pa.field("month", pa.int32(), nullable=False),
        pa.field("amount_cents", pa.int64(), nullable=False),
        pa.field("paid_date", pa.date32(), nullable=False),
        pa.field("by_memo", pa.bool_(), nullable=False),
    ]
)
"""The evidence (清偿明细): how much of which transfer settled which month, and whether its memo said so.

Month 0 holds what settled nothing: the memo names a month that is not on the payroll, or nothing was left to settle.
"""

TableName = Literal["payroll", "bank", "accounts"]


@dataclass(frozen=True, slots=True)
class Entering:
    """One table that enters: its columns, those that may be left out, and what people call it."""

    name: TableName
    label: str
    schema: pa.Schema
    optional: Mapping[str, pa.DataType]


ENTERING: Mapping[TableName, Entering] = {
    "payroll": Entering("payroll", "工资表", PAYROLL, {}),
    "bank": Entering("bank", "银行流水", BANK, {"status": pa.string()}),
    "accounts": Entering("accounts", "工资账户表", ACCOUNTS, {}),
}
"""Every entering table; `bank.status` (ok, failed, pending) may be there: what did not succeed is no payment."""
