"""What warnings do in the background: reassess after a reconciliation, and every night."""

from __future__ import annotations

from datetime import datetime

from anxin.apps.payroll.events import FindingsMoved, Reconciled
from anxin.apps.warning.actions.level import reassess
from anxin.base.actors import Actor, system
from anxin.base.jobs.queue import JobContext, handles
from anxin.kernel.clock import local_date


def reassess_after_reconciliation(event: FindingsMoved | Reconciled, *, seq: int, by: Actor, at: datetime) -> None:
    """Reassess the employers whose figures moved."""
    reassess(employer_ids=event.changed, as_of=local_date(at), by=system("warning"), at=at)


@handles("warning.reassess_all")
def reassess_all(job: JobContext) -> None:
    """Reassess every employer: windows roll and debts grow older even when no file comes in."""
    job.progress(0, 1, "正在重新研判")
    reassess(employer_ids=None, as_of=local_date(job.at), by=system("warning"), at=job.at)
