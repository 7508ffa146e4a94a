"""Reading a received file and letting it count: parts go to the lake first, then one transaction makes them live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from anxin.analytics import lake
from anxin.analytics.readings import BankReading, PayrollReading, TableReading
from anxin.apps.payroll.actions.file import lock, queue_reconciliation
from anxin.apps.payroll.blockers import Blocker, Choices, payroll_blockers
from anxin.apps.payroll.events import FileDoubted, FileSettled
from anxin.apps.payroll.insurance import parse_insurance, understand_insurance
from anxin.apps.payroll.models import FileKind, LayoutMemory, WageFile
from anxin.apps.payroll.ports import PORTS
from anxin.apps.payroll.staging import identify, months_of_days, split_by_month, stage_bank, stage_payroll
from anxin.apps.registry.api import refs
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.kernel.clock import local_date

Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a file gave: a summary for the screen, what blocks it, and the lines per month if nothing does."""

    summary: dict[str, Any]
    blockers: list[Blocker]
    kind: str
    months: dict[int, pa.Table]
    rows: int = 0
    amount_fen: int = 0


Parsed = PayrollReading | BankReading | TableReading


def parse(file: WageFile, path: Path) -> Parsed:
    """Read a stored file without touching the database's locks; the slow part of taking a file in."""
    if file.kind == FileKind.BANK:
        return PORTS.read_bank(path, name=file.file_name)
    if file.kind == FileKind.INSURANCE:
        return parse_insurance(path, name=file.file_name)
    layout = {**_remembered(file.employer_id), **(Choices.of(file.mapping).layout or {})}
    return PORTS.read_payroll(path, name=file.file_name, mapping=layout or None)


def understand(file: WageFile, parsed: Parsed, *, by: Actor) -> Read:
    """What a parsed file means to the register; persons it names are registered in the caller's transaction."""
    choices = Choices.of(file.mapping)
    if isinstance(parsed, PayrollReading):
        return _payroll(file, parsed, choices, by)
    if isinstance(parsed, BankReading):
        return _bank(file, parsed, choices)
    summary, blockers, table = understand_insurance(parsed, by=by, leave_out=choices.leave_out)
    months = {} if blockers else split_by_month(table, table["month"].to_numpy())
    return Read(summary, blockers, "insurance", months, table.num_rows)


def _payroll(file: WageFile, reading: PayrollReading, choices: Choices, by: Actor) -> Read:
    known = {pk: ref for pk, ref in refs().items() if by.scope.covers(ref.place_path)}
    table = reading.table
    employers = identify(
        table,
        employer=choices.employer,
        by_code={ref.uscc: pk for pk, ref in known.items() if ref.uscc},
        by_name={ref.name: pk for pk, ref in known.items()},
    )
    summary = _summary(reading)
    blockers = payroll_blockers(table, choices=choices, employer_known=bool((employers > 0).all()))
    if blockers:
        return Read(summary, blockers, "payroll", {})
    keep = pc.and_(pc.is_valid(table["due_cents"]), pc.is_valid(table["name"]))
    table, employers = table.filter(keep), employers[keep.to_numpy(zero_copy_only=False)]
    staged = stage_payroll(
        table, employer_ids=employers, refs=known, month=choices.month, file=file.pk, on=local_date(file.at)
    )
    total = pc.sum(staged["due_cents"]).as_py() or 0
    return Read(summary, [], "payroll", split_by_month(staged, staged["month"].to_numpy()), staged.num_rows, total)


def _summary(reading: PayrollReading) -> dict[str, Any]:
    """What the mapping screen needs; persons stay in the file and in the lake, never in the operational database."""
    summary = {**reading.to_document(), "rows": reading.persons_count}
    for told, sheet in zip(summary["sheets"], reading.sheets, strict=True):
        told.update(persons=len(told["persons"]), labels=dict(sheet.labels))
        told.update(skipped=told["skipped"][:200], doubts=told["doubts"][:200])
    return summary


def _remembered(employer_id: int | None) -> dict[str, Any]:
    kept = LayoutMemory.objects.filter(employer_id=employer_id).values_list("signature", "mapping")
    return dict(kept)


def _bank(file: WageFile, reading: BankReading, choices: Choices) -> Read:
    summary = {key: value for key, value in reading.to_document().items() if key != "transfers"}
    if reading.table.num_rows == 0:
        what = "没有读到任何付款。请核对是否选错文件；支持的银行见“帮助”。"
        return Read(summary, [Blocker("no_transfers", what)], "bank", {})
    if reading.faults and not choices.leave_out:
        what = f"{len(reading.faults)} 行无法读取。请更正后重新上传，或选择“这些行不计入”。"
        return Read(summary, [Blocker("bad_rows", what)], "bank", {})
    staged = stage_bank(reading.table, file=file.pk)
    total = pc.sum(staged.filter(pc.equal(staged["status"], "ok"))["amount_cents"]).as_py() or 0
    return Read(
        summary, [], "bank", split_by_month(staged, months_of_days(staged["paid_date"])), staged.num_rows, total
    )


def ingest(*, file_id: int, path: Path, lake_root: Path, by: Actor, at: datetime, report: Report) -> WageFile.State:
    """Read a received file and let it count, or set it aside with its doubts; a file already settled is left alone.

    Parts are in the lake before the transaction that names them commits, so a crash leaves at most unnamed parts.
    """
    file = WageFile.objects.get(pk=file_id)
    report(0, 3, "正在读取文件")
    parsed = parse(file, path)
    report(1, 3, "已读取，正在登记")
    with transaction.atomic():
        locked = lock(file_id, by=by, power="payroll.upload")
        if locked.state != WageFile.State.RECEIVED or locked.mapping != file.mapping:
            return WageFile.State(locked.state)
        found = understand(locked, parsed, by=by)
        if found.blockers:
            return _doubt(locked, found, by=by, at=at)
        return let_count(locked, found, stage_parts(locked, found, lake_root), by=by, at=at)


def _doubt(file: WageFile, found: Read, *, by: Actor, at: datetime) -> WageFile.State:
    file.state = WageFile.State.DOUBTFUL
    file.reading = {**found.summary, "blockers": [one.to_json() for one in found.blockers]}
    file.message = "；".join(one.what for one in found.blockers)
    file.save(update_fields=["state", "reading", "message"])
    record(FileDoubted(file=file.pk, kind=file.kind, place=file.place_path, doubts=len(found.blockers)), by=by, at=at)
    return WageFile.State.DOUBTFUL


def stage_parts(file: WageFile, found: Read, root: Path) -> list[dict[str, Any]]:
    """Put a file's lines into the lake, one part per month; returns what the database keeps of each part."""
    place = file.place_path.rstrip("/").rsplit("/", 1)[-1]
    staged = []
    for month, table in sorted(found.months.items()):
        part = lake.stage(root, kind=found.kind, place=place, month=month, table=table)
        staged.append({"path": str(part.path), "sha256": part.sha256, "rows": part.rows, "month": month})
    return staged


def let_count(file: WageFile, found: Read, parts: list[dict[str, Any]], *, by: Actor, at: datetime) -> WageFile.State:
    """Make a file live with its parts, record it and queue the reconciliation."""
    months = tuple(sorted(found.months))
    file.state, file.settled_at, file.parts = WageFile.State.LIVE, at, parts
    file.reading, file.rows, file.amount_fen, file.message = found.summary, found.rows, found.amount_fen, ""
    file.month = months[0] if len(months) == 1 else file.month
    file.save()
    record(
        FileSettled(
            file=file.pk, kind=file.kind, place=file.place_path, rows=found.rows, amount_fen=found.amount_fen,
            months=months,
        ),
        by=by,
        at=at,
    )  # fmt: skip
    queue_reconciliation(file.place_path, by=by, at=at)
    return WageFile.State.LIVE
