"""Lines that come in by the million from another system (批量接入), already in the numbers of the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from anxin.apps.payroll.actions.settling import Read, let_count, stage_parts
from anxin.apps.payroll.models import FileKind, WageFile
from anxin.apps.payroll.staging import as_kept
from anxin.base.actors import Actor, require


@transaction.atomic
def settle_lines(
    *,
    kind: str,
    months: Mapping[int, pa.Table],
    name: str,
    sha256: str,
    place_path: str,
    lake_root: Path,
    source: str,
    by: Actor,
    at: datetime,
) -> WageFile:
    """Let lines named as the lake names its columns count as one file; the same content again changes nothing."""
    require(by, "payroll.upload", place_path)
    known = WageFile.objects.filter(place_path=place_path, kind=kind, sha256=sha256, state=WageFile.State.LIVE).first()
    if known is not None:
        return known
    file = WageFile.objects.create(
        place_path=place_path, kind=FileKind(kind), sha256=sha256, file_name=name, source=source, by=by.id, at=at
    )
    column = {"payroll": "due_cents", "bank": "amount_cents"}.get(kind)
    total = sum(pc.sum(table[column]).as_py() or 0 for table in months.values()) if column else 0
    rows = sum(table.num_rows for table in months.values())
    kept = {month: _kept(kind, table, file.pk) for month, table in months.items()}
    found = Read({"rows": rows}, [], kind, kept, rows, total)
    let_count(file, found, stage_parts(file, found, lake_root), by=by, at=at)
    return file


def _kept(kind: str, lines: pa.Table, file: int) -> pa.Table:
    """Lines in the columns kept, with the number of the file they came in."""
    return as_kept(kind, lines.append_column("file", pa.array([file] * lines.num_rows, pa.int64())))
