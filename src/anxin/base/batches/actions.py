"""A file taken in as one batch (导入批次): checked first, written whole or not at all, undone whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from anxin.analytics.readings import TableReading
from anxin.base.actors import Actor, require
from anxin.base.batches.events import BatchImported, BatchUndone
from anxin.base.batches.kinds import Wanted, kind_of
from anxin.base.batches.models import ImportBatch, ImportedRow
from anxin.base.batches.reading import read_table
from anxin.base.batches.writing import CHUNK, Written, keep, plain
from anxin.base.eventlog.log import record
from anxin.base.places.models import Place
from anxin.base.places.paths import town_of
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do (试导入): the reading, the rows ready to write, and every fault."""

    reading: TableReading
    wanted: Wanted
    faults: tuple[Fault, ...]


def preview(*, kind: str, path: Path, name: str, by: Actor) -> Preview:
    """Read and check a file; nothing is written."""
    known = kind_of(kind)
    require(by, known.power)
    reading = read_table(path, name=name, spec=known.spec)
    wanted, faults = known.plan(reading, by.scope)
    return Preview(reading, wanted, (*reading.faults, *faults))


@transaction.atomic
def take_in(*, kind: str, path: Path, name: str, sha256: str, place_path: str, by: Actor, at: datetime) -> ImportBatch:
    """Write a checked file as one batch; any fault refuses it whole, and the same file twice is the same batch."""
    known = kind_of(kind)
    require(by, known.power, place_path)
    _one_at_a_time(place_path)
    before = ImportBatch.objects.filter(
        place_path=place_path, kind=kind, sha256=sha256, state=ImportBatch.State.DONE
    ).first()
    if before is not None:
        return before
    checked = preview(kind=kind, path=path, name=name, by=by)
    if checked.faults:
        raise BadInput("import_faults", f"“{name}”有 {len(checked.faults)} 处错误，没有导入任何数据。", checked.faults)
    return enter(
        kind=kind,
        name=name,
        sha256=sha256,
        place_path=place_path,
        written=known.apply(checked.wanted),
        by=by,
        at=at,
    )


def _one_at_a_time(place_path: str) -> None:
    """Wait for anybody else who imports in this town, so that two files never write the same new record twice."""
    town = Place.objects.select_for_update(no_key=True).filter(path=town_of(place_path))
    list(town.values_list("pk"))


def enter(
    *, kind: str, name: str, sha256: str, place_path: str, written: Sequence[Written], by: Actor, at: datetime
) -> ImportBatch:
    """Enter in the list of batches what an act has written, with what undoing it needs; part of that act, which checks the power."""
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=name,
        sha256=sha256,
        place_path=place_path,
        created=sum(one.created for one in written),
        changed=sum(one.changed for one in written),
        unchanged=sum(one.unchanged for one in written),
        by=by.id,
        at=at,
    )
    keep(batch, *written)
    record(
        BatchImported(
            batch=batch.pk,
            kind=kind,
            place=place_path,
            sha256=sha256,
            created=batch.created,
            changed=batch.changed,
            unchanged=batch.unchanged,
        ),
        by=by,
        at=at,
    )
    return batch


@transaction.atomic
def undo(*, batch_id: int, by: Actor, at: datetime) -> ImportBatch:
    """Take a whole batch back; refused when something of it was changed or used since, naming what."""
    batch = ImportBatch.objects.select_for_update().within(by.scope).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("no_batch", "没有这个导入批次，或不在您的管辖地域内。")
    known = kind_of(batch.kind)
    require(by, known.power, batch.place_path)
    if batch.state == ImportBatch.State.UNDONE:
        return batch
    rows = list(batch.rows.order_by("-pk"))
    restored = sum(_restore(row, known.models[row.model]) for row in rows if row.before is not None)
    removed = _remove([row for row in rows if row.before is None], known.models)
    batch.state, batch.undone_at = ImportBatch.State.UNDONE, at
    batch.save(update_fields=["state", "undone_at"])
    record(BatchUndone(batch=batch.pk, place=batch.place_path, restored=restored, removed=removed), by=by, at=at)
    return batch


def _restore(row: ImportedRow, model: type[models.Model]) -> int:
    one = model._default_manager.filter(pk=row.object_id).first()
    if one is None or plain({name: getattr(one, name) for name in row.after}) != row.after:
        raise RuleBroken("changed_since", "此批数据导入后又被修改，不能整批撤销。请逐条更正，或先撤销较新的批次。")
    for name, value in (row.before or {}).items():
        field: Any = model._meta.get_field(name.removesuffix("_id"))
        setattr(one, field.attname, getattr(field, "target_field", field).to_python(value))
    one.save(update_fields=[name.removesuffix("_id") for name in row.before or {}])
    return 1


def _remove(rows: Sequence[ImportedRow], known: dict[str, type[models.Model]]) -> int:
    removed = 0
    for label, model in reversed(known.items()):
        ids = [row.object_id for row in rows if row.model == label]
        for start in range(0, len(ids), CHUNK):
            try:
                removed += model._default_manager.filter(pk__in=ids[start : start + CHUNK]).delete()[0]
            except ProtectedError as error:
                raise RuleBroken(
                    "used_since",
                    "此批登记的企业或人员已被其他数据使用（如工资、项目），不能整批撤销。请先撤销那些数据。",
                ) from error
    return removed
