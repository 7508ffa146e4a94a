"""What a reconciliation of a town reads: the live parts, payments recorded by hand, corrections, accounts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from anxin.apps.payroll.comparing import Inputs
from anxin.apps.payroll.models import Dispute, HandPayment, WageFile
from anxin.apps.payroll.staging import LAKE_BANK, LAKE_INSURANCE, LAKE_LINES
from anxin.apps.registry.api import account_table
from anxin.base.places.paths import code_of, town_of
from anxin.base.vault.sealing import keyed_hash63
from anxin.domain.wages.rules import VERSION

ACCOUNTS = pa.schema([("acct", pa.int64()), ("worker_id", pa.int64()), ("ent_id", pa.int64())])


def gather(place_path: str, lake_root: Path, *, as_of: date) -> Inputs:
    """Everything that counts in a town on a day, with the hash of all of it."""
    parts = _live_parts(place_path)
    hand = list(
        HandPayment.objects.filter(place_path__startswith=place_path, revoked_at__isnull=True)
        .order_by("pk")
        .values_list("pk", "worker_id", "employer_id", "month", "amount_fen", "paid_on")
    )
    corrections = list(
        Dispute.objects.filter(place_path__startswith=place_path, state=Dispute.State.UPHELD)
        .order_by("pk")
        .values_list("worker_id", "employer_id", "month", "corrected_due_fen")
    )
    accounts = account_table()
    counted = [VERSION, sorted(p["sha256"] for kind in parts.values() for p in kind), hand, corrections]
    digest = hashlib.sha256(json.dumps(counted, default=str).encode())
    digest.update(np.asarray(sorted(accounts), dtype=np.int64).tobytes())
    payroll = _newest_lines(_read(parts["payroll"], lake_root, LAKE_LINES))
    return Inputs(
        place=code_of(place_path),
        as_of=as_of,
        payroll=_corrected(payroll, corrections),
        bank=_with_hand_payments(_read(parts["bank"], lake_root, LAKE_BANK), hand),
        insurance=_read(parts["insurance"], lake_root, LAKE_INSURANCE),
        accounts=_accounts(accounts, hand),
        digest=digest.hexdigest(),
    )


def still_named(place_path: str, lake_root: Path) -> frozenset[tuple[int, int]]:
    """Every (worker, employer) that a payroll still counting in the town names."""
    pairs: set[tuple[int, int]] = set()
    for part in _live_parts(town_of(place_path))["payroll"]:
        table = pq.read_table(lake_root / part["path"], columns=["worker_id", "ent_id"])
        pairs.update(zip(table["worker_id"].to_pylist(), table["ent_id"].to_pylist(), strict=True))
    return frozenset(pairs)


def _live_parts(place_path: str) -> dict[str, list[dict[str, Any]]]:
    parts: dict[str, list[dict[str, Any]]] = {"payroll": [], "bank": [], "insurance": []}
    live = WageFile.objects.filter(place_path__startswith=place_path, state=WageFile.State.LIVE).order_by("pk")
    for kind, some in live.values_list("kind", "parts"):
        parts[kind].extend(some)
    return parts


def _read(parts: Sequence[dict[str, Any]], root: Path, schema: pa.Schema) -> pa.Table:
    tables = [pq.read_table(root / part["path"]).cast(schema) for part in parts]
    return pa.concat_tables(tables) if tables else schema.empty_table()


def _newest_lines(payroll: pa.Table) -> pa.Table:
    """One payroll per employer and month: a later file for the same month replaces the earlier one (更正后的工资表)."""
    if payroll.num_rows == 0:
        return payroll
    newest = payroll.group_by(["ent_id", "month"]).aggregate([("file", "max")])
    joined = payroll.join(newest, keys=["ent_id", "month"])
    return joined.filter(pc.equal(joined["file"], joined["file_max"])).select(LAKE_LINES.names)


def _corrected(payroll: pa.Table, corrections: Sequence[tuple[int, int, int, int | None]]) -> pa.Table:
    """The payroll with the amounts that were found right in upheld objections."""
    if not corrections:
        return payroll
    due = payroll["due_cents"].to_numpy().copy()
    worker, ent, month = (payroll[name].to_numpy() for name in ("worker_id", "ent_id", "month"))
    for worker_id, ent_id, code, right in corrections:
        meant = np.flatnonzero((worker == worker_id) & (ent == ent_id) & (month == code))
        # Several rows of one month are one debt: the first takes the whole corrected amount.
        due[meant] = 0
        due[meant[:1]] = right
    return payroll.set_column(payroll.schema.get_field_index("due_cents"), "due_cents", pa.array(due, pa.int64()))


def _hand_account(worker_id: int, ent_id: int) -> int:
    """An account number of its own for what a worker got by hand at an employer."""
    return keyed_hash63(f"by-hand|{worker_id}|{ent_id}")


def _with_hand_payments(bank: pa.Table, hand: Sequence[tuple[int, int, int, int, int, date]]) -> pa.Table:
    if not hand:
        return bank
    rows = [
        {
            "txn_id": keyed_hash63(f"by-hand|{pk}"),
            "payer_id": 0,
            "payee_acct": _hand_account(worker_id, ent_id),
            "amount_cents": amount,
            "paid_date": paid_on,
            "memo": f"{month // 100}年{month % 100}月工资（手工登记）",
            "status": "ok",
            "file": 0,
            "row": pk,
        }
        for pk, worker_id, ent_id, month, amount, paid_on in hand
    ]
    return pa.concat_tables([bank, pa.Table.from_pylist(rows, schema=LAKE_BANK)])


def _accounts(
    accounts: Sequence[tuple[int, int, int]], hand: Sequence[tuple[int, int, int, int, int, date]]
) -> pa.Table:
    by_hand = {(_hand_account(worker, ent), worker, ent) for _, worker, ent, *_rest in hand}
    rows = np.asarray([*accounts, *sorted(by_hand)], dtype=np.int64).reshape(-1, 3)
    return pa.table([rows[:, 0], rows[:, 1], rows[:, 2]], schema=ACCOUNTS)
