"""Questions without an answer taken off the list (未答问题)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.apps.advice.actions.answer import town
from anxin.apps.advice.events import GapSettled
from anxin.apps.advice.models import Unanswered
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.kernel.outcome import NotFound


@transaction.atomic
def settle(*, gap_id: int, by: Actor, at: datetime) -> None:
    """An answer was written, or the question is none of ours."""
    require(by, "advice.write")
    if not Unanswered.objects.filter(pk=gap_id, settled=False).update(settled=True):
        raise NotFound("advice.no_gap", "没有这个问题，或已经移去。")
    record(GapSettled(gap_id, town()), by=by, at=at)
