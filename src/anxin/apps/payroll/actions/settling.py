"""Reading a received file and letting it count: parts go to the lake first, then one transaction makes them live."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from anxin.analytics import lake
from anxin.analytics.readings import BankReading, PayrollReading, SheetReading, TableReading
from anxin.apps.payroll.actions.file import lock, queue_reconciliation, remembered_of
from anxin.apps.payroll.blockers import Blocker, Choices, counted, payroll_blockers, repeated_sheets
from anxin.apps.payroll.checking import deduction_cap
from anxin.apps.payroll.events import FileDoubted, FileSettled
from anxin.apps.payroll.insurance import parse_insurance, understand_insurance
from anxin.apps.payroll.models import FileKind, WageFile
from anxin.apps.payroll.ports import PORTS
from anxin.apps.payroll.staging import (
    Ints,
    by_bare_name,
    identify,
    months_of_days,
    named_in_title,
    split_by_month,
    stage_bank,
    stage_payroll,
)
from anxin.apps.registry.api import Employer, employers
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.places.paths import code_of, town_of
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.ids import mask
from anxin.kernel.money import yuan

MOST_SHOWN = 200
MOST_SAMPLED = 4 << 20
_LONG_NUMBER = re.compile(r"[0-9]{9,}[0-9Xx]")
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
    made: dict[str, Any] = field(default_factory=dict)


Parsed = PayrollReading | BankReading | TableReading


def parse(file: WageFile, path: Path) -> Parsed:
    """Read a stored file without touching the database's locks; the slow part of taking a file in."""
    if file.kind == FileKind.BANK:
        return PORTS.read_bank(path, name=file.file_name)
    if file.kind == FileKind.INSURANCE:
        return parse_insurance(path, name=file.file_name)
    told = Choices.of(file.mapping).layout or {}
    reading = PORTS.read_payroll(path, name=file.file_name, mapping={**_remembered(file.employer_id), **told} or None)
    return reading if file.employer_id else _read_as_remembered(file, path, reading, told)


def _read_as_remembered(file: WageFile, path: Path, reading: PayrollReading, told: Mapping[str, Any]) -> PayrollReading:
    """The file read again by the layout remembered for the one employer it names, if there is one."""
    known = employers(Scope.everywhere()).in_bulk()
    owners = identify(reading.table, employer=None, by_code=_codes(known), by_name=by_bare_name(known))
    only = {int(one) for one in set(owners.tolist())} - {0}
    layout = _remembered(only.pop()) if len(only) == 1 else {}
    if not layout or not {sheet.signature for sheet in reading.sheets} & layout.keys():
        return reading
    return PORTS.read_payroll(path, name=file.file_name, mapping={**layout, **told})


def _codes(known: Mapping[int, Employer]) -> dict[str, int]:
    return {one.uscc: pk for pk, one in known.items() if one.uscc}


def sample_of(file: WageFile, path: Path, *, rows: int = 8) -> list[list[str]] | None:
    """The first rows of a payroll or bank file as text, numbers of persons and accounts masked; None for a large file."""
    if path.stat().st_size > MOST_SAMPLED:
        return None
    parsed = parse(file, path)
    if isinstance(parsed, PayrollReading):
        lines = next((sheet.sample for sheet in parsed.sheets if sheet.sample), ())
        return [[_masked(cell) for cell in line] for line in lines[: rows + 4]]
    if isinstance(parsed, BankReading):
        shown = parsed.table.slice(0, rows).select(list(_BANK_SAMPLE))
        return [list(_BANK_SAMPLE.values()), *([_cell(*one) for one in line.items()] for line in shown.to_pylist())]
    return [[_masked(str(cell)) for cell in row.values() if cell is not None] for row in parsed.rows[:rows]]


_BANK_SAMPLE = {
    "row": "行号", "payee_name": "收款人", "payee_account": "账号", "amount_cents": "金额（元）", "paid_date": "日期",
    "memo": "摘要",
}  # fmt: skip
"""The columns of a bank file shown to whoever checks it, with their heads."""


def _cell(column: str, value: Any) -> str:
    """A value as people read it: amounts in yuan, a gap as a dash."""
    if value is None:
        return "—"
    return yuan(value) if column == "amount_cents" else _masked(str(value))


def _masked(text: str | None) -> str:
    """A cell with every number long enough to be a person's or an account's hidden in the middle."""
    return _LONG_NUMBER.sub(lambda found: mask(found[0]), text or "")


def understand(file: WageFile, parsed: Parsed, *, by: Actor) -> Read:
    """What a parsed file means to the register; persons it names are registered in the caller's transaction."""
    choices = Choices.of(file.mapping)
    if isinstance(parsed, PayrollReading):
        return _payroll(file, parsed, choices, by)
    if isinstance(parsed, BankReading):
        return _bank(file, parsed, choices)
    told = understand_insurance(parsed, by=by, leave_out=choices.leave_out)
    months = {} if told.blockers else split_by_month(told.lines, told.lines["month"].to_numpy())
    return Read(told.summary, told.blockers, "insurance", months, told.lines.num_rows, made=told.made)


def _payroll(file: WageFile, reading: PayrollReading, choices: Choices, by: Actor) -> Read:
    known = employers(by.scope).in_bulk()
    table, names = counted(reading, choices), by_bare_name(known)
    owners = identify(
        table,
        employer=choices.employer or file.employer_id,
        by_code=_codes(known),
        by_name=names,
        titled=named_in_title(file.file_name, names),
    )
    summary = {**_summary(reading), "unknown_employers": _unknown(table, owners)}
    blockers = repeated_sheets(reading, choices)
    blockers += payroll_blockers(
        table, choices=choices, employer_known=bool((owners > 0).all()), on=local_date(file.at)
    )
    if blockers:
        return Read(summary, blockers, "payroll", {})
    keep = pc.and_(pc.is_valid(table["due_cents"]), pc.is_valid(table["name"]))
    table, owners = table.filter(keep), owners[keep.to_numpy(zero_copy_only=False)]
    if table.num_rows == 0:
        return Read(
            summary, [Blocker("no_rows_left", "不计入有疑问的行以后，没有可计入的行。请更正列对应。")], "payroll", {}
        )
    on = local_date(file.at)
    cap = deduction_cap(code_of(file.place_path), on)
    staged = stage_payroll(table, employer_ids=owners, known=known, month=choices.month, file=file.pk, on=on, cap=cap)
    total = pc.sum(staged.lines["due_cents"]).as_py() or 0
    summary["beyond_cap"] = list(staged.beyond_cap[:200])
    months = split_by_month(staged.lines, staged.lines["month"].to_numpy())
    return Read(summary, [], "payroll", months, staged.lines.num_rows, total, staged.made)


def _unknown(table: pa.Table, owners: Ints) -> list[str]:
    """The names that the file gives employers which the register does not know."""
    left = table.filter(pa.array(owners == 0))
    return sorted(one for one in pc.unique(left["employer_name"]).to_pylist() if one)[:5]


def _summary(reading: PayrollReading) -> dict[str, Any]:
    """What the mapping screen needs; persons stay in the file and in the lake, never in the operational database."""
    return {
        "file": reading.file,
        "rows": reading.persons_count,
        "sheets": [_sheet(sheet) for sheet in reading.sheets],
        "doubts": [one.to_document() for one in reading.doubts[:MOST_SHOWN]],
    }


def _sheet(sheet: SheetReading) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "header_rows": list(sheet.header_rows),
        "month": sheet.month,
        "columns": dict(sheet.columns),
        "labels": dict(sheet.labels),
        "rows_read": sheet.rows_read,
        "persons": sheet.table.num_rows,
        "skipped": [one.to_document() for one in sheet.skipped[:MOST_SHOWN]],
        "doubts": [one.to_document() for one in sheet.doubts[:MOST_SHOWN]],
        "passed_over": sheet.passed_over,
        "signature": sheet.signature,
        "hidden": sheet.hidden,
    }


def _remembered(employer_id: int | None) -> dict[str, Any]:
    return dict(remembered_of(employer_id).values_list("signature", "mapping"))


def _bank(file: WageFile, reading: BankReading, choices: Choices) -> Read:
    summary = {
        "file": reading.file, "adapter": reading.adapter, "bank": reading.bank, "rows_read": reading.rows_read,
        "skipped": [one.to_document() for one in reading.skipped[:MOST_SHOWN]],
        "doubts": [one.to_document() for one in reading.doubts[:MOST_SHOWN]],
        "faults": [asdict(one) for one in reading.faults[:MOST_SHOWN]],
    }  # fmt: skip
    if reading.table.num_rows == 0:
        what = "没有读到任何付款。请核对是否选错文件；支持的银行见“帮助”。"
        return Read(summary, [Blocker("no_transfers", what)], "bank", {})
    if reading.faults and not choices.leave_out:
        what = f"{len(reading.faults)} 行无法读取。请更正后重新上传，或选择“这些行不计入”。"
        return Read(summary, [Blocker("bad_rows", what)], "bank", {})
    dated = pc.and_(pc.is_valid(reading.table["paid_date"]), pc.is_valid(reading.table["amount_cents"]))
    open_rows = reading.table.filter(pc.and_(pc.invert(dated), pc.equal(reading.table["status"], "ok")))[
        "row"
    ].to_pylist()
    if open_rows and not choices.leave_out:
        what = f"{len(open_rows)} 行付款成功但看不出日期或金额。请更正后重新上传，或选择“这些行不计入”。"
        return Read(summary, [Blocker("undated", what, tuple(open_rows))], "bank", {})
    # A failed transfer often has no day; it is no payment and need not be kept.
    staged = stage_bank(reading.table.filter(dated), file=file.pk)
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
    file.message = "".join(one.what for one in found.blockers)
    file.save(update_fields=["state", "reading", "message"])
    record(FileDoubted(file=file.pk, kind=file.kind, place=file.place_path, doubts=len(found.blockers)), by=by, at=at)
    return WageFile.State.DOUBTFUL


def stage_parts(file: WageFile, found: Read, root: Path) -> list[dict[str, Any]]:
    """Put a file's lines into the lake, one part per month; returns what the database keeps of each part."""
    place = code_of(town_of(file.place_path))
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
    file.made = found.made
    file.month = months[0] if len(months) == 1 else file.month
    file.employer_id = file.employer_id or _only_employer(found)
    file.save()
    record(
        FileSettled(
            file=file.pk, kind=file.kind, place=file.place_path, rows=found.rows, amount_yuan=yuan(found.amount_fen),
            months=months,
        ),
        by=by,
        at=at,
    )  # fmt: skip
    queue_reconciliation(file.place_path, at=at)
    return WageFile.State.LIVE


def _only_employer(found: Read) -> int | None:
    """The employer of a payroll that speaks of one only; a bank file or a platform's export has none."""
    if found.kind != FileKind.PAYROLL:
        return None
    named = {int(one) for table in found.months.values() for one in pc.unique(table["ent_id"]).to_pylist()}
    return named.pop() if len(named) == 1 else None
