"""What wages do in the background: read a received file, reconcile a town, and once a night count what fell due."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django.conf import settings

from anxin.apps.payroll.actions.file import queue_reconciliation, refuse
from anxin.apps.payroll.actions.reconcile import reconcile
from anxin.apps.payroll.actions.settling import ingest
from anxin.apps.payroll.figures import refresh, refresh_all
from anxin.apps.payroll.kept import ROUND_SECONDS
from anxin.apps.payroll.queries import stored_file_of, towns_with_files
from anxin.base.files.store import open_path
from anxin.base.jobs import schedules
from anxin.base.jobs.queue import JobContext, handles
from anxin.kernel.outcome import AnxinError, BadInput
from anxin.kernel.room import is_full


@handles("payroll.read", label="读取工资文件")
def read(job: JobContext) -> dict[str, Any]:
    """Read a file and let it count; a file that cannot be read is set aside with what to do about it."""
    number = int(job.payload["file"])
    try:
        state = ingest(
            file_id=number,
            path=open_path(stored_file_of(number)),
            lake_root=settings.SETTINGS.data_dir / "lake",
            by=job.by,
            at=job.at,
            report=job.progress,
        )
    except AnxinError as error:
        if is_full(error):
            raise  # nothing is wrong with the file: the queue tries again when there is room
        faults = error.faults if isinstance(error, BadInput) else ()
        refuse(file_id=number, reason=error.code, message=error.message, faults=faults, by=job.by, at=job.at)
        return {"file": number, "state": "refused"}
    return {"file": number, "state": state.value}


@handles("payroll.reconcile", label="工资比对")
def compare_town(job: JobContext) -> dict[str, Any]:
    """Reconcile everything that counts in a town."""
    job.progress(0, 1, "正在比对")
    run = reconcile(
        place_path=job.payload["place"],
        lake_root=settings.SETTINGS.data_dir / "lake",
        engine_url=settings.SETTINGS.engine_url,
        by=job.by,
        at=job.at,
    )
    return {"run": run.pk, "figures": refresh(run.place_path)}


@handles("payroll.reconcile_all", label="每日比对")
def compare_all(job: JobContext) -> None:
    """Queue every town: wages fall due with the day even when no file comes in."""
    for town in towns_with_files():
        queue_reconciliation(town, at=job.at)


@handles("payroll.figures", label="更新概览数字")
def keep_figures(job: JobContext) -> dict[str, Any]:
    """Work out the kept figures that are out of date, those of reaches wider than a town too."""
    return {"figures": refresh_all()}


schedules.add(schedules.Schedule("payroll.daily", "payroll.reconcile_all", "每日比对", at=time(0, 20)))
schedules.add(
    schedules.Schedule(
        "payroll.figures", "payroll.figures", "更新概览数字", every=timedelta(seconds=ROUND_SECONDS), lane="bulk"
    )
)
