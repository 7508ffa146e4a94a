"""Many filings about one employer within a day (集中投诉): somebody is told and a clock runs; none is ever turned away for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count

from anxin.apps.intake.events import SurgeNoticed
from anxin.apps.intake.models import Filing, Kind
from anxin.apps.intake.timing import gathering, surge_thresholds
from anxin.apps.registry.api import refs
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.eventlog.log import Told
from anxin.base.jobs.queue import enqueue
from anxin.kernel.clock import local_date

SPAN = timedelta(days=1)
SURGE_CLOCK = "intake.surge"
GATHER = "intake.gather"
"""The job that lays the filings of a surge together."""
_LOCK_SPACE = 0x53555247
"""The first of the two numbers of the advisory lock ("SURG")."""


def surges(taken: Sequence[tuple[Filing, Actor, datetime]]) -> list[Told]:
    """What is to be told of filings just stored: each mark reached once; the alarm's clock is started with the first."""
    news = Counter(
        filing.employer_id for filing, _by, _at in taken if filing.employer_id is not None and _counts(filing)
    )
    if not news:
        return []
    _take_turns(sorted(number for number in news if number is not None))
    since = min(at for _filing, _by, at in taken) - SPAN
    recent = Filing.objects.filter(employer_id__in=news, received_at__gt=since, drill=False).exclude(kind=Kind.ENQUIRY)
    whole = dict(recent.values_list("employer_id").annotate(Count("pk")))
    told = []
    for filing, by, at in taken:
        employer = filing.employer_id
        new = 0 if employer is None else news.pop(employer, 0)
        if employer is None or not new:
            continue
        many = surge_thresholds(local_date(at))
        marks = many.reached(whole[employer] - new, whole[employer])
        if marks:
            _alarm(employer, filing.place_path, marks[-1], by=by, at=at)
        if many.is_group(whole[employer]):
            enqueue(GATHER, {"employer": employer}, at=at, key=f"{GATHER}:{employer}", place_path=filing.place_path)
        told += [Told(SurgeNoticed(employer=employer, place=filing.place_path, filings=mark), by, at) for mark in marks]
    return told


def _counts(filing: Filing) -> bool:
    """A drill raises no alarm, and a question is no complaint."""
    return not filing.drill and filing.kind != Kind.ENQUIRY


def _take_turns(employers: Sequence[int]) -> None:
    """One at a time counts the filings about an employer: two at once would each miss the other's, and the mark with it.

    SQLite has one writer anyway. Always in one order, so that nobody waits in a ring.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for employer in employers:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, employer % 2**31])


def _alarm(employer: int, place_path: str, mark: int, *, by: Actor, at: datetime) -> None:
    """The office's obligation to look at all of them together; one that runs already stays as it is."""
    due = gathering(at)
    clocks.start(
        kind=SURGE_CLOCK, title=f"集中投诉：{refs([employer])[employer].name} 24 小时内 {mark} 件以上，请合并处置", subject=employer_subject(employer),
        url=f"/office/intake/together/{employer}/", place_path=place_path, owner="role:clerk", due_at=due.at,
        law_param=due.param, law_date=due.law_date, why=due.why, by=by, at=at,
    )  # fmt: skip


def employer_subject(employer_id: int) -> str:
    """An employer as the clock of many filings about it names it."""
    return f"registry.employer:{employer_id}"
