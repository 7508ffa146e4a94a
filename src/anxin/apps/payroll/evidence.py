"""The evidence behind a figure (证据): the payroll rows and bank transfers of one worker's month, read back from the lake."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from anxin.analytics.lake import PartDamaged
from anxin.apps.payroll.models import HandPayment, PayStatus, Run, WageFile
from anxin.base.places.paths import town_of
from anxin.kernel.period import Month

Condition = tuple[str, str, Any]


@dataclass(frozen=True, slots=True)
class WorkerMonth:
    """What became of one worker's month at one employer."""

    worker_id: int
    employer_id: int
    month: int
    due_date: date
    due_fen: int
    paid_fen: int
    arrears_fen: int
    status: PayStatus
    days_late: int
    fallen_due: bool


@dataclass(frozen=True, slots=True)
class PayrollRow:
    """One row of a payroll with the way from gross to what must arrive; the file and the row as a spreadsheet shows it."""

    file: WageFile | None
    row: int
    due_fen: int
    due_date: date
    gross_fen: int | None
    insurance_fen: int | None
    tax_fen: int | None
    other_fen: int | None
    declared_fen: int | None
    attendance_days: float | None


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One transfer as far as it settled the month: how much of it counted, and why here."""

    txn_id: int
    paid_date: date
    counted_fen: int
    amount_fen: int
    memo: str
    by_memo: bool
    file: WageFile | None
    row: int
    by_hand: HandPayment | None = None


def worker_months(run: Run, root: Path, *, employer_id: int, **keys: int) -> list[WorkerMonth]:
    """An employer's worker-months in a run, most owed first; `keys` narrow by worker_id or month."""
    wanted: list[Condition] = [("ent_id", "=", employer_id), *((name, "=", value) for name, value in keys.items())]
    table = _read(root / run.result_path, wanted)
    found = [_worker_month(row) for row in table.to_pylist()]
    return sorted(found, key=lambda one: (-one.arrears_fen if one.fallen_due else 0, -one.days_late, one.worker_id))


def _worker_month(row: dict[str, Any]) -> WorkerMonth:
    return WorkerMonth(
        row["worker_id"], row["ent_id"], row["month"], row["due_date"], row["due_cents"], row["paid_cents"],
        row["arrears_cents"] if row["fallen_due"] else 0, PayStatus(row["status"]), row["days_late"], row["fallen_due"],
    )  # fmt: skip


def payroll_rows(place_path: str, root: Path, *, employer_id: int, worker_id: int, month: int) -> list[PayrollRow]:
    """The payroll rows that count for a worker's month: those of the newest file of that employer and month."""
    files = _live(place_path, "payroll")
    wanted: list[Condition] = [("ent_id", "=", employer_id), ("month", "=", month)]
    rows = [row for path in _parts(files.values(), {month}) for row in _read(root / path, wanted).to_pylist()]
    newest = max((row["file"] for row in rows), default=0)
    return [
        PayrollRow(
            files.get(row["file"]), row["row"], row["due_cents"], row["due_date"], row["gross_cents"],
            row["insurance_cents"], row["tax_cents"], row["other_cents"], row["declared_cents"], row["attendance_days"],
        )
        for row in rows
        if row["worker_id"] == worker_id and row["file"] == newest
    ]  # fmt: skip


def payment_rows(run: Run, root: Path, *, employer_id: int, worker_id: int, month: int) -> list[PaymentRow]:
    """The transfers that settled a worker's month, in the order in which they were made."""
    if not run.attribution_path:
        return []
    wanted: list[Condition] = [("ent_id", "=", employer_id), ("worker_id", "=", worker_id), ("month", "=", month)]
    settled = _read(root / run.attribution_path, wanted).to_pylist()
    transfers = _transfers(run.place_path, root, settled)
    files = _live(run.place_path, "bank")
    by_hand = {
        (one.paid_on, one.amount_fen): one
        for one in HandPayment.objects.filter(employer_id=employer_id, worker_id=worker_id, month=month)
        if one.revoked_at is None
    }
    found = []
    for piece in settled:
        line = transfers.get(piece["txn_id"], {})
        hand = None if line else by_hand.get((piece["paid_date"], piece["amount_cents"]))
        found.append(
            PaymentRow(
                piece["txn_id"], piece["paid_date"], piece["amount_cents"], line.get("amount_cents", piece["amount_cents"]),
                line.get("memo", "") or "", piece["by_memo"], files.get(line.get("file", 0)), line.get("row", 0), hand,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.paid_date, one.txn_id))


def _transfers(place_path: str, root: Path, settled: Iterable[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """The bank lines of some transfers by number; the earliest where a transfer was exported twice."""
    pieces = list(settled)
    if not pieces:
        return {}
    months = {Month.of_day(one["paid_date"]).code for one in pieces}
    wanted: list[Condition] = [("txn_id", "in", sorted({one["txn_id"] for one in pieces}))]
    found: dict[int, dict[str, Any]] = {}
    for path in _parts(_live(place_path, "bank").values(), months):
        for line in _read(root / path, wanted).to_pylist():
            found.setdefault(line["txn_id"], line)
    return found


def _live(place_path: str, kind: str) -> dict[int, WageFile]:
    live = WageFile.objects.filter(
        place_path__startswith=town_of(place_path), kind=kind, state=WageFile.State.LIVE
    ).order_by("pk")
    return {one.pk: one for one in live.only("pk", "file_name", "parts", "sha256", "source", "at", "kind")}


def _parts(files: Iterable[WageFile], months: Collection[int]) -> list[str]:
    return [part["path"] for file in files for part in file.parts if part["month"] in months]


def _read(path: Path, wanted: list[Condition]) -> pa.Table:
    if not path.is_file():
        raise PartDamaged(
            "lake.part_missing", "明细文件缺失，暂时不能显示依据。请系统管理员从备份恢复。", path=path.name
        )
    return pq.read_table(path, filters=wanted)
