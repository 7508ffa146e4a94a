"""The clock-keeper's rounds: every minute warn and expire (巡检时限), every night look for clocks to recompute (复核期限)."""

from __future__ import annotations

from anxin.base.actors import system
from anxin.base.clocks.reviewing import review
from anxin.base.clocks.sweeping import sweep
from anxin.base.jobs.handlers import JobContext, handles

SWEEP = "clocks.sweep"
REVIEW = "clocks.review"


@handles(SWEEP, label="巡检时限", max_attempts=3)
def run(job: JobContext) -> dict[str, object]:
    """Warn and expire what has come due by the job's instant."""
    return {"told": sweep(by=system("clock-keeper"), at=job.at)}


@handles(REVIEW, label="复核期限", max_attempts=3)
def run_review(job: JobContext) -> dict[str, object]:
    """Make an obligation of the clocks that a new notice or law would move."""
    return {"waiting": review(by=system("clock-keeper"), at=job.at)}
