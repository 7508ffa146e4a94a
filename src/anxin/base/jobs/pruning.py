"""Old jobs are thrown away; what they did stands in the event log."""

from __future__ import annotations

from datetime import datetime, timedelta

from anxin.base.jobs.handlers import JobContext, handles
from anxin.base.jobs.models import Job, JobState, KeeperBeat
from anxin.base.jobs.schedules import KEEPER

PRUNE = "jobs.prune"
KEEP_ROUTINE = timedelta(days=2)
KEEP_ASKED = timedelta(days=120)


def prune(at: datetime) -> int:
    """Delete done jobs: the keeper's own after two days, those of people after four months. Dead ones stay."""
    over = Job.objects.filter(state__in=(JobState.DONE, JobState.CANCELLED))
    routine = over.filter(by=KEEPER.id, finished_at__lt=at - KEEP_ROUTINE).delete()[0]
    KeeperBeat.objects.filter(at__lt=at - KEEP_ROUTINE).delete()
    return routine + over.filter(finished_at__lt=at - KEEP_ASKED).delete()[0]


@handles(PRUNE, label="清理旧任务")
def run(job: JobContext) -> dict[str, object]:
    """The daily cleaning."""
    return {"deleted": prune(job.at)}
