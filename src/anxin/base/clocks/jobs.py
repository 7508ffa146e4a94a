"""The clock-keeper's round (巡检时限): every minute, warn and expire."""

from __future__ import annotations

from anxin.base.actors import system
from anxin.base.clocks.actions import sweep
from anxin.base.jobs.handlers import JobContext, handles

SWEEP = "clocks.sweep"


@handles(SWEEP, label="巡检时限", max_attempts=3)
def run(job: JobContext) -> dict[str, object]:
    """Warn and expire what has come due by the job's instant."""
    return {"told": sweep(by=system("clock-keeper"), at=job.at)}
