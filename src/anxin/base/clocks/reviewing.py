"""The daily look at clocks under a new notice or law (期限复核): what must be worked out again becomes an obligation itself.

Without it a notice that moves deadlines would wait until somebody happened to open the page of affected clocks.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db import transaction

from anxin.base.actors import Actor
from anxin.base.alone import alone
from anxin.base.clocks.actions import start, stop
from anxin.base.clocks.affected import affected
from anxin.base.clocks.models import Clock
from anxin.base.places.paths import town_of
from anxin.base.scope import Scope
from anxin.domain.clocks import StatutoryClock
from anxin.kernel.clock import local_date
from anxin.law import book, office_calendar

KIND = "clocks.recompute"
PARAM = "local_recompute_days"


def review(*, by: Actor, at: datetime) -> int:
    """Start each town's duty to recompute its affected clocks, end the duties that are done; answers how many clocks wait.

    Every running clock is worked out again before the transaction: with many of them that takes longer than anybody may wait.
    """
    with alone("clocks.review"):
        waiting = Counter(
            town_of(one.clock.place_path) for one in affected(Scope.everywhere()) if one.clock.kind != KIND
        )
        _settle(waiting, by=by, at=at)
    return waiting.total()


@transaction.atomic
def _settle(waiting: Counter[str], *, by: Actor, at: datetime) -> None:
    for town, count in waiting.items():
        _ask(town, count, by=by, at=at)
    for subject in Clock.objects.filter(kind=KIND, stopped_at=None).values_list("subject", flat=True):
        if subject.removeprefix(_subject("")) not in waiting:
            stop(subject=subject, kind=KIND, outcome="已按现行规定重算", by=by, at=at)


def _subject(town: str) -> str:
    return f"clocks.affected:{town}"


def _ask(town: str, count: int, *, by: Actor, at: datetime) -> None:
    on, overrides = local_date(at), settings.SETTINGS.law_overrides
    duty = StatutoryClock.start(book(settings.SETTINGS.town, overrides).get(PARAM, on=on), at=at)
    found = duty.deadline(office_calendar(overrides))
    if found.due_at is None:
        raise ValueError("a clock that was just started is running")
    start(
        kind=KIND,
        title=f"{count} 个期限应按新的放假安排或法规重算",
        subject=_subject(town),
        place_path=town,
        due_at=found.due_at,
        owner="role:head",
        url="/office/settings/affected/",
        law_param=PARAM,
        law_date=on,
        calendar_version=found.calendar_version,
        provisional=found.provisional,
        why=found.in_words(),
        by=by,
        at=at,
    )
