"""What reports do in the background: chase late returns, ask for the week's returns, compose again what was killed."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from anxin.apps.documents.actions import report, report_rows
from anxin.apps.documents.actions.returns import chase, open_week
from anxin.base.actors import system
from anxin.base.jobs.queue import JobContext, handles
from anxin.base.places.models import Place
from anxin.kernel.clock import local_date
from anxin.kernel.period import Week


@handles("documents.chase")
def chase_late(job: JobContext) -> None:
    """Chase village returns that are late."""
    chase(by=system("clock-keeper"), at=job.at)


@handles("documents.open_week")
def ask_for_returns(job: JobContext) -> None:
    """Ask every village of the town for its return of the week."""
    town = Place.objects.filter(code=settings.SETTINGS.town).first()
    if town is not None:
        open_week(week=Week.of_day(local_date(job.at)), town=town, by=system("clock-keeper"), at=job.at)


@handles(report_rows.AGAIN, label="重新编制中断的周报")
def compose_killed(job: JobContext) -> dict[str, Any]:
    """Compose a report again that was killed in the middle."""
    asked = job.payload
    needed = report.compose_again(
        rows_id=asked["rows"], town_id=asked["town"], week=asked["week"], remarks=asked["remarks"],
        correction=asked["correction"], by=job.by, at=job.at,
    )  # fmt: skip
    return {"needed": needed}
