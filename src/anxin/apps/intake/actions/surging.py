"""Many filings about one employer within a day (集中投诉): somebody is told and a clock runs; none is ever turned away for it.

An employer that stands in no register is known by what the filings call it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count

from anxin.apps.intake.about import About, about_of
from anxin.apps.intake.events import SurgeNoticed
from anxin.apps.intake.models import Filing, Kind
from anxin.apps.intake.timing import gathering, surge_thresholds
from anxin.apps.registry.api import employer
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.eventlog.log import Told
from anxin.base.jobs.queue import enqueue
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date

SPAN = timedelta(days=1)
SURGE_CLOCK = "intake.surge"
GATHER = "intake.gather"
"""The job that lays the filings of a surge together."""
_LOCK_SPACE = 0x53555247
"""The first of the two numbers of the advisory lock ("SURG")."""


def surges(taken: Sequence[tuple[Filing, Actor, datetime]]) -> list[Told]:
    """What is to be told of filings just stored: each mark reached once; the alarm's clock is started with the first."""
    named = [(about_of(filing), filing, by, at) for filing, by, at in taken if _counts(filing)]
    news = Counter(about for about, *_rest in named if about is not None)
    if not news:
        return []
    take_turns(sorted(news, key=lambda one: one.subject))
    whole = _counted(news, since=min(at for *_rest, at in named) - SPAN)
    told = []
    for about, filing, by, at in named:
        new = 0 if about is None else news.pop(about, 0)
        if about is None or not new:
            continue
        many, count = surge_thresholds(local_date(at)), whole[about]
        marks = many.reached(count - new, count)
        if marks:
            raise_alarm(about, filing.employer_said, marks[-1], place=filing.place_path, by=by, at=at)
        if many.is_group(count):
            enqueue(GATHER, about.told(), at=at, key=f"{GATHER}:{about.subject}", place_path=filing.place_path)
        told += [
            Told(
                SurgeNoticed(employer=about.employer, named=about.named, place=filing.place_path, filings=mark), by, at
            )
            for mark in marks
        ]
    return told


def _counts(filing: Filing) -> bool:
    """A drill raises no alarm, and a question is no complaint."""
    return not filing.drill and filing.kind != Kind.ENQUIRY


def _counted(abouts: Iterable[About], *, since: datetime) -> dict[About, int]:
    """How many filings there are about each since an instant."""
    recent = Filing.objects.filter(received_at__gt=since, drill=False).exclude(kind=Kind.ENQUIRY)
    employers = [one.employer for one in abouts if one.employer is not None]
    names = [one.named for one in abouts if one.named]
    found: dict[About, int] = {}
    if employers:
        known = recent.filter(employer_id__in=employers).values_list("employer_id")
        found |= {About(number): count for number, count in known.annotate(Count("pk"))}
    if names:
        called = recent.filter(employer=None, named__in=names).values_list("named")
        found |= {About(named=name): count for name, count in called.annotate(Count("pk"))}
    return found


def take_turns(abouts: Sequence[About]) -> None:
    """One at a time counts the filings about an employer: two at once would each miss the other's, and the mark with it.

    SQLite has one writer anyway. Always in one order, so that nobody waits in a ring.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for one in abouts:
                number = int(one.named[:8], 16) if one.named else one.employer or 0
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, number % 2**31])


def raise_alarm(about: About, called: str, mark: int, *, place: str, by: Actor, at: datetime, heard: int = 0) -> None:
    """The office's obligation to look at all of them together; one that runs already stays as it is.

    `heard` filings name the employer in their words only, which is said, because nobody has checked what was read.
    """
    due = gathering(at)
    name = called[:40] if about.employer is None else employer(Scope.everywhere(), about.employer).name
    title = f"集中投诉：{name} 24 小时内 {mark} 件以上，请合并处置"
    if heard:
        title = f"疑似集中投诉：{name} 24 小时内 {mark} 件以上，其中 {heard} 件的单位是从内容读出的，请核对"
    clocks.start(
        kind=SURGE_CLOCK, title=title, subject=about.subject, url=about.url,
        place_path=place, owner="role:clerk", due_at=due.at,
        law_param=due.param, law_date=due.law_date, why=due.why, by=by, at=at,
    )  # fmt: skip
