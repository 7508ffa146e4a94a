"""What people do about jobs: run a failed one again, close it with a reason, or call a waiting one off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.jobs import claiming
from anxin.base.jobs.events import JobClosed, JobRetried
from anxin.base.jobs.models import Job, JobState
from anxin.base.jobs.queries import within
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

MANAGE = "jobs.manage"
MENDABLE = (JobState.FAILED, JobState.DEAD)


@transaction.atomic
def retry(*, job_id: int, by: Actor, at: datetime) -> Job:
    """Put a failed or dead job back into the queue with all its attempts."""
    job = _lock(job_id, by=by)
    if job.state not in MENDABLE:
        raise RuleBroken("job_not_failed", "只有未能完成的任务可以重新执行。请刷新页面。")
    job.attempts, job.finished_at = 0, None
    claiming.put_back(job, at=at, run_at=at, error="")
    record(JobRetried(job=job.pk, kind=job.kind, place=job.place_path), by=by, at=at)
    return job


@transaction.atomic
def close(*, job_id: int, reason: str, by: Actor, at: datetime) -> Job:
    """Close a failed or dead job without running it; the reason stays in the log."""
    job = _lock(job_id, by=by)
    if job.state not in MENDABLE:
        raise RuleBroken("job_not_failed", "只有未能完成的任务可以关闭。请刷新页面。")
    if not reason.strip():
        raise BadInput("reason_missing", "请填写关闭原因。", [Fault("关闭原因", "未填写", "请说明为什么不再执行")])
    return _close(job, reason=reason.strip()[:200], by=by, at=at)


@transaction.atomic
def cancel(*, job_id: int, by: Actor, at: datetime) -> Job:
    """Call a job off that has not begun; its owner may, and whoever manages jobs."""
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None or job.by != by.id:
        job = _lock(job_id, by=by)
    if job.state != JobState.QUEUED:
        raise RuleBroken("job_not_waiting", "任务已经开始或结束，不能取消。请刷新页面。")
    return _close(job, reason="取消", by=by, at=at)


def _close(job: Job, *, reason: str, by: Actor, at: datetime) -> Job:
    job.state, job.finished_at = JobState.CANCELLED, at
    job.save(update_fields=["state", "finished_at"])
    record(JobClosed(job=job.pk, kind=job.kind, place=job.place_path, reason=reason), by=by, at=at)
    return job


def _lock(job_id: int, *, by: Actor) -> Job:
    job = within(by.scope).select_for_update().filter(pk=job_id).first()
    if job is None:
        raise NotFound("no_job", "没有这个任务，或不在您的管辖地域内。")
    require(by, MANAGE)
    return job
