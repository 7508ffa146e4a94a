"""A wage file's life: received, read, settled (or doubted, or refused), undone. Each step is all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from anxin.apps.payroll.blockers import Choices
from anxin.apps.payroll.events import FileReceived, FileRefused, FileUndone
from anxin.apps.payroll.inputs import still_named
from anxin.apps.payroll.models import FileKind, LayoutMemory, WageFile
from anxin.apps.registry.api import employer as employer_within
from anxin.apps.registry.api import withdraw
from anxin.base.actors import Actor, require, system
from anxin.base.eventlog.log import record
from anxin.base.jobs.queue import enqueue
from anxin.base.places.paths import town_of
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

MOST_FAULTS = 200
OPEN_STATES = (WageFile.State.RECEIVED, WageFile.State.DOUBTFUL, WageFile.State.LIVE)


@transaction.atomic
def receive(
    *,
    sha256: str,
    file_name: str,
    kind: str,
    place_path: str,
    by: Actor,
    at: datetime,
    employer_id: int | None = None,
    month: int | None = None,
    source: str = "upload",
) -> tuple[WageFile, bool]:
    """Take a stored file in and queue its reading; the same file again answers with the first one and False."""
    require(by, "payroll.upload", place_path)
    known = _same(place_path, kind, sha256)
    if known is not None:
        return known, False
    if employer_id is not None:
        employer_within(by.scope, employer_id)
    try:
        with transaction.atomic():
            file = WageFile.objects.create(
                place_path=place_path,
                kind=FileKind(kind),
                sha256=sha256,
                file_name=file_name[-200:],
                employer_id=employer_id,
                month=month,
                mapping=Choices(month=month, employer=employer_id).to_json(),
                source=source,
                by=by.id,
                at=at,
            )
    except IntegrityError:
        # Two clerks sent the same file in the same moment: the first one stands for both.
        return WageFile.objects.get(place_path=place_path, kind=kind, sha256=sha256, state__in=OPEN_STATES), False
    file.job = enqueue(
        "payroll.read", {"file": file.pk}, at=at, by=by, key=f"payroll.read:{file.pk}", place_path=file.place_path
    )
    file.save(update_fields=["job"])
    record(FileReceived(file=file.pk, kind=kind, place=place_path, sha256=sha256, employer=employer_id), by=by, at=at)
    return file, True


def _same(place_path: str, kind: str, sha256: str) -> WageFile | None:
    same = WageFile.objects.filter(place_path=place_path, kind=kind, sha256=sha256)
    return same.filter(state__in=OPEN_STATES).first()


@transaction.atomic
def decide(*, file_id: int, choices: Choices, remember: bool, by: Actor, at: datetime) -> WageFile:
    """Record what the clerk decided about a doubtful file and queue its reading again."""
    file = lock(file_id, by=by, power="payroll.confirm")
    if file.state != WageFile.State.DOUBTFUL:
        raise RuleBroken("not_doubtful", "该文件不在“待核对”状态，可能已由他人处理。请刷新页面。")
    if choices.employer is not None:
        file.employer_id = employer_within(by.scope, choices.employer).pk
    file.mapping, file.month, file.state = choices.to_json(), choices.month or file.month, WageFile.State.RECEIVED
    file.job = enqueue(
        "payroll.read", {"file": file.pk}, at=at, by=by, key=f"payroll.read:{file.pk}", place_path=file.place_path
    )
    file.save(update_fields=["mapping", "month", "employer", "state", "job"])
    if remember and choices.layout:
        _remember(file.employer_id, choices.layout, by=by, at=at)
    return file


def _remember(employer_id: int | None, layout: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    for signature, told in layout.items():
        mapping = {key: value for key, value in told.items() if key != "month"}
        if not mapping:
            continue
        kept = remembered_of(employer_id).filter(signature=signature)
        if not kept.update(mapping=mapping, by=by.id, at=at):
            LayoutMemory.objects.create(employer_id=employer_id, signature=signature, mapping=mapping, by=by.id, at=at)


def remembered_of(employer_id: int | None) -> QuerySet[LayoutMemory]:
    """The layouts remembered for an employer, or those of files of which the employer was not known."""
    if employer_id is None:
        return LayoutMemory.objects.filter(employer__isnull=True)
    return LayoutMemory.objects.filter(employer_id=employer_id)


@transaction.atomic
def refuse(*, file_id: int, reason: str, message: str, by: Actor, at: datetime, faults: Sequence[Fault] = ()) -> None:
    """Set a file aside that could not be read; the message and the faults say what to do."""
    file = lock(file_id, by=by, power="payroll.upload")
    if file.state != WageFile.State.RECEIVED:
        return
    file.state, file.message = WageFile.State.REFUSED, message
    file.reading = {"faults": [asdict(one) for one in faults[:MOST_FAULTS]]}
    file.save(update_fields=["state", "message", "reading"])
    record(FileRefused(file=file.pk, kind=file.kind, place=file.place_path, reason=reason), by=by, at=at)


@transaction.atomic
def reclassify(*, file_id: int, kind: str, lake_root: Path, by: Actor, at: datetime) -> WageFile:
    """Read a stored file again as another kind (类别改正): what it was taken for is taken back."""
    file = lock(file_id, by=by, power="payroll.confirm")
    if file.kind == kind:
        return file
    if kind not in FileKind.values:
        raise BadInput("bad_kind", "没有这种文件类别，请从列出的类别中选择。")
    undo(file_id=file_id, lake_root=lake_root, by=by, at=at)
    other, _ = receive(
        sha256=file.sha256, file_name=file.file_name, kind=kind, place_path=file.place_path, by=by, at=at,
        employer_id=file.employer_id, month=file.month, source=file.source,
    )  # fmt: skip
    return other


@transaction.atomic
def undo(*, file_id: int, lake_root: Path, by: Actor, at: datetime) -> WageFile:
    """Take a whole file back; its lines stop counting with the next reconciliation, which is queued.

    Accounts and employments that only this file named go with it. An earlier payroll that it had replaced counts again.
    """
    file = lock(file_id, by=by, power="payroll.confirm")
    if file.state in (WageFile.State.UNDONE, WageFile.State.REFUSED):
        return file
    was_live = file.state == WageFile.State.LIVE
    file.state, file.undone_at = WageFile.State.UNDONE, at
    file.save(update_fields=["state", "undone_at"])
    if file.made:
        withdraw(file.made, keep=still_named(file.place_path, lake_root))
    record(FileUndone(file=file.pk, kind=file.kind, place=file.place_path), by=by, at=at)
    if was_live:
        queue_reconciliation(file.place_path, at=at)
    return file


def lock(file_id: int, *, by: Actor, power: str) -> WageFile:
    """The file within the actor's reach, locked for this transaction."""
    file = WageFile.objects.select_for_update().within(by.scope).filter(pk=file_id).first()
    if file is None:
        raise NotFound("no_file", "没有这个文件，或不在您的管辖地域内。")
    require(by, power, file.place_path)
    return file


def queue_reconciliation(place_path: str, *, at: datetime) -> int:
    """Queue one reconciliation of the town that a place lies in; while one waits, more requests join it.

    The product itself reconciles: the person who handed in a village's file may not reach the whole town.
    """
    town = town_of(place_path)
    key = f"payroll.reconcile:{town}"
    return enqueue("payroll.reconcile", {"place": town}, at=at, by=system("payroll"), key=key, place_path=town)
