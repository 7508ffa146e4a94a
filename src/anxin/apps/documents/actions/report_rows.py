"""Writing the rows of a report (编制明细): in parts, before there is the report, and again from the start when it was killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from anxin.apps.documents.models import ReportRow, ReportRows
from anxin.apps.documents.spooling import PART, Spool, write_rows
from anxin.base.actors import Actor
from anxin.base.alone import give_way
from anxin.base.jobs.queue import enqueue, forget
from anxin.base.places.models import Place
from anxin.kernel.period import Week

AGAIN = "documents.compose"
"""The job that composes a report again whose composing was killed."""
LATER = timedelta(minutes=10)


@contextmanager
def begun(*, week: Week, town: Place, remarks: str, correction: str, by: Actor, at: datetime) -> Iterator[ReportRows]:
    """A place for a report's rows; what was left of the week's before is cleared away first.

    Until the report stands, a job waits in the queue that composes it again: it finds nothing to do unless everything was
    killed meanwhile. What is refused leaves nothing.
    """
    clear(town, week)
    with transaction.atomic():
        rows = ReportRows.objects.create(week=str(week), place_path=town.path, begun_at=at)
        asked = {"rows": rows.pk, "town": town.pk, "week": str(week), "remarks": remarks, "correction": correction}
        enqueue(AGAIN, asked, at=at, by=by, key=_key(rows.pk), run_at=at + LATER, place_path=town.path)
    try:
        yield rows
    except Exception:
        clear(town, week)
        raise


def write(rows: ReportRows, spool: Spool) -> None:
    """Write down what was spooled, part after part, and let others write between two."""
    for number, part in enumerate(spool.parts()):
        if number:
            give_way()
        with transaction.atomic():
            write_rows(rows.pk, part)


def done(rows: ReportRows) -> None:
    """The report stands: nobody need compose it again. Within the transaction that writes the report."""
    forget(_key(rows.pk))


def clear(town: Place, week: Week) -> None:
    """Take away, part after part, rows of a week for which there is no report; whoever calls this composes alone."""
    for left in ReportRows.objects.filter(place_path=town.path, week=str(week), report=None):
        while keys := list(ReportRow.objects.filter(rows=left).values_list("pk", flat=True)[:PART]):
            with transaction.atomic():
                ReportRow.objects.filter(rows=left, pk__range=(min(keys), max(keys))).delete()
            give_way()
        with transaction.atomic():
            forget(_key(left.pk))
            left.delete()


def _key(rows_id: int) -> str:
    return f"{AGAIN}:{rows_id}"


def left_over(rows_id: int) -> bool:
    """Whether these rows wait for a report that never came."""
    return ReportRows.objects.filter(pk=rows_id, report=None).exists()
