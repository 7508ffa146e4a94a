"""The jobs of cases."""

from __future__ import annotations

from anxin.apps.cases.actions.limitation import refresh_all
from anxin.base.actors import system
from anxin.base.jobs.handlers import JobContext, handles

LIMITS = "cases.limits"


@handles(LIMITS, label="复核案件时效", max_attempts=3)
def run_limits(job: JobContext) -> dict[str, object]:
    """Recount the limitation of every open case, so that a changed law or a case of old times gets its alarm."""
    return {"cases": refresh_all(by=system("cases"), at=job.at)}
