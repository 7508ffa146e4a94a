"""Taking a job and laying it down again; every step names the claim it belongs to, so a robbed worker changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from anxin.base.actors import system
from anxin.base.eventlog.log import record
from anxin.base.jobs.events import JobDied
from anxin.base.jobs.holding import LEASE, is_gone, this_process
from anxin.base.jobs.models import Job, JobState, Lane

ALL_LANES = tuple(Lane)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
ROOM_WAIT = timedelta(minutes=5)
KEEPER = system("worker")
_NOTHING_HELD: dict[str, Any] = {"lease_until": None, "lease_token": "", "holder": ""}


def claim(*, at: datetime, lanes: Collection[int] = ALL_LANES) -> Job | None:
    """Take the next job that is due, or one whose holder is gone; None when there is nothing to do."""
    _bury_or_free_abandoned(at, lanes)
    if not _due(at, lanes).exists():
        return None
    with transaction.atomic():
        job = _due(at, lanes).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.state, job.started_at, job.attempts = JobState.RUNNING, at, job.attempts + 1
        job.holder, job.lease_token, job.lease_until = str(this_process()), secrets.token_hex(16), at + LEASE
        job.done = job.total = 0
        job.message = ""
        job.save()
    return job


def _due(at: datetime, lanes: Collection[int]) -> QuerySet[Job]:
    twin_runs = Exists(Job.objects.filter(state=JobState.RUNNING, key=OuterRef("key")))
    waiting = Job.objects.filter(state=JobState.QUEUED, lane__in=lanes, run_at__lte=at)
    return waiting.exclude(twin_runs).order_by("lane", "run_at", "id")


def _bury_or_free_abandoned(at: datetime, lanes: Collection[int]) -> None:
    """Put jobs whose holder was killed back into the queue at once; a job that kills every holder is buried."""
    for seen in Job.objects.filter(state=JobState.RUNNING, lane__in=lanes):
        if not is_gone(seen.holder, lease_until=seen.lease_until, at=at):
            continue
        with transaction.atomic():
            job = held(seen, lock=True)
            if job is None:
                continue
            if job.attempts >= job.max_attempts:
                bury(job, at=at, error="执行此任务的进程多次中断（可能内存不足或超时）。请系统管理员检查后重试。")
            else:
                put_back(job, at=at, run_at=at, error="执行进程中断，已自动重新排队。")


def held(job: Job, *, lock: bool = False) -> Job | None:
    """The job as it is now, if the claim that `job` names still holds."""
    found = Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING)
    return (found.select_for_update() if lock else found).first()


def renew(job: Job, *, at: datetime, done: int, total: int, message: str) -> bool:
    """Extend the lease and say how far the work is; false when the claim no longer holds."""
    mine = Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING)
    return bool(mine.update(lease_until=at + LEASE, done=done, total=total, message=message[:300]))


def finish(job: Job, *, at: datetime, result: dict[str, Any] | None) -> bool:
    """Lay a job down as done; false when the claim no longer holds."""
    return _lay_down(job, state=JobState.DONE, finished_at=at, result=result, error="", trace="")


def refuse(job: Job, *, at: datetime, error: str) -> bool:
    """Lay a job down as refused for a reason its owner can mend; trying again would not help."""
    return _lay_down(job, state=JobState.FAILED, finished_at=at, error=error)


@transaction.atomic
def retry_or_bury(job: Job, *, at: datetime, error: str, trace: str = "") -> None:
    """Queue a broken job again after a growing wait, or bury it when its attempts are used up."""
    current = held(job, lock=True)
    if current is None:
        return
    current.trace = trace
    if current.attempts >= current.max_attempts:
        bury(current, at=at, error=error)
    else:
        put_back(current, at=at, run_at=at + wait_after(current.attempts), error=error)


@transaction.atomic
def wait_for_room(job: Job, *, at: datetime, error: str) -> None:
    """Queue a job again that found the disk full; the attempt does not count, since nothing is wrong with the job."""
    current = held(job, lock=True)
    if current is not None:
        current.attempts -= 1
        put_back(current, at=at, run_at=at + ROOM_WAIT, error=error)


@transaction.atomic
def give_back(job: Job, *, at: datetime) -> None:
    """Return a job untouched because its worker was told to stop; the attempt does not count."""
    current = held(job, lock=True)
    if current is not None:
        current.attempts -= 1
        put_back(current, at=at, run_at=at, error="")


def put_back(job: Job, *, at: datetime, run_at: datetime, error: str) -> None:
    """Queue a job again; when one of the same key already waits, that one does the work."""
    for name, value in {**_NOTHING_HELD, "state": JobState.QUEUED, "run_at": run_at, "error": error}.items():
        setattr(job, name, value)
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        twin = Job.objects.filter(key=job.key, state=JobState.QUEUED).first()
        job.state, job.finished_at = JobState.CANCELLED, at
        job.error = f"已由任务 {twin.pk if twin else '?'} 接替。"
        job.save()


def bury(job: Job, *, at: datetime, error: str) -> None:
    """Give a job up and show it to people (死信)."""
    for name, value in {**_NOTHING_HELD, "state": JobState.DEAD, "finished_at": at, "error": error}.items():
        setattr(job, name, value)
    job.save()
    record(JobDied(job=job.pk, kind=job.kind, place=job.place_path, attempts=job.attempts), by=KEEPER, at=at)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 5 s, 20 s, 80 s, … at most an hour.

    >>> wait_after(1), wait_after(2), wait_after(9)
    (datetime.timedelta(seconds=5), datetime.timedelta(seconds=20), datetime.timedelta(seconds=3600))
    """
    return min(FIRST_WAIT * int(4 ** max(attempts - 1, 0)), LONGEST_WAIT)


def _lay_down(job: Job, **fields: Any) -> bool:
    mine = Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING)
    return bool(mine.update(**_NOTHING_HELD, **fields))
