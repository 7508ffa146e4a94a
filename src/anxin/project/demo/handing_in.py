"""The demonstration town's wage lines as they came in: in weekly batches, each only what was known by then."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from anxin.apps.payroll.api import acts
from anxin.base.actors import Actor
from anxin.base.vault.sealing import keyed_hash63
from anxin.project.demo.town import Town

Months = dict[int, pa.Table]


def in_span(table: pa.Table, column: str, first: date | None, last: date) -> pa.Table:
    """The rows that became known after one day and by another."""
    known = pc.less_equal(table[column], pa.scalar(last))
    if first is not None:
        known = pc.and_(known, pc.greater(table[column], pa.scalar(first)))
    return table.filter(known)


def payroll_lines(table: pa.Table) -> Months:
    """Payroll rows in the lake's columns, by wage month."""
    count = table.num_rows
    lines = pa.table(
        {
            "worker_id": table["worker_id"],
            "ent_id": table["ent_id"],
            "month": table["month"],
            "due_cents": table["due_cents"],
            "due_date": table["due_date"],
            "declared_cents": table["declared_paid_cents"],
            "base_cents": table["base_cents"],
            "attendance_days": table["attendance_days"],
            "handed_in": table["handed_in"],
            "row": np.arange(2, count + 2, dtype=np.int32),
        }
    )
    return _by_month(lines, lines["month"].to_numpy())


def bank_lines(table: pa.Table) -> Months:
    """Transfers in the lake's columns, by the month in which they were made."""
    cards, where = np.unique(table["payee_acct"].to_numpy(), return_inverse=True)
    hashed = np.asarray([keyed_hash63(str(card)) for card in cards.tolist()], dtype=np.int64)
    status = pc.if_else(pc.equal(table["status"], "success"), "ok", "failed")
    count = table.num_rows
    lines = pa.table(
        {
            "txn_id": table["txn_id"],
            "payer_id": table["payer_id"],
            "payee_acct": hashed[where] if count else np.zeros(0, dtype=np.int64),
            "amount_cents": table["amount_cents"],
            "paid_date": table["paid_date"],
            "memo": pc.fill_null(table["memo"], ""),
            "status": status,
            "row": np.arange(2, count + 2, dtype=np.int32),
        }
    )
    codes = pc.add(pc.multiply(pc.year(lines["paid_date"]), 100), pc.month(lines["paid_date"]))
    return _by_month(lines, codes.to_numpy())


def insurance_lines(table: pa.Table) -> Months:
    """Insured person-months in the lake's columns, by month."""
    lines = table.filter(table["insured"])
    return _by_month(lines, lines["month"].to_numpy())


def _by_month(lines: pa.Table, months: np.ndarray) -> Months:
    return {int(code): lines.filter(pa.array(months == code)) for code in np.unique(months)}


def hand_in(
    town: Town, *, first: date | None, last: date, place_path: str, lake_root: Path, by: Actor, at: datetime
) -> None:
    """Let everything that became known in a span of days count, as one file of each kind."""
    some = {
        "payroll": payroll_lines(in_span(town.payroll, "handed_in", first, last)),
        "bank": bank_lines(in_span(town.bank, "known_on", first, last)),
        "insurance": insurance_lines(in_span(town.insurance, "known_on", first, last)),
    }
    labels = {"payroll": "工资支付监管平台导出", "bank": "代发银行汇总", "insurance": "社保参保汇总"}
    for kind, months in some.items():
        if not months:
            continue
        stamp = f"demo|{town.seed}|{town.as_of}|{kind}|{first}|{last}"
        acts.settle_lines(
            kind=kind,
            months=months,
            name=f"{labels[kind]}（演示）{last:%Y%m%d}.parquet",
            sha256=hashlib.sha256(stamp.encode()).hexdigest(),
            place_path=place_path,
            lake_root=lake_root,
            source="platform",
            by=by,
            at=at,
        )
