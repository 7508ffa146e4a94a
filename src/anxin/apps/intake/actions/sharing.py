"""Many filings given out at once (批量分派): taken by whoever ticks them, or put back among those that nobody has."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from anxin.apps.intake.actions.filing import assign, lock_all
from anxin.apps.intake.actions.receiving import subject_of
from anxin.apps.intake.events import FilingPutBack
from anxin.apps.intake.models import Filing
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.kernel.outcome import NotAllowed


@transaction.atomic
def take_all(*, filing_ids: Collection[int], by: Actor, at: datetime) -> list[int]:
    """Take those that nobody has and that wait in the inbox; what a colleague holds or dealt with stays. Answers which."""
    if by.person_id is None:
        raise NotAllowed("intake.nobody", "只有办公室的人能承办诉求。")
    some = [one for one in _waiting(filing_ids, by) if one.owner_id is None]
    for one in some:
        assign(filing_id=one.pk, owner_id=by.person_id, by=by, at=at)
    return [one.pk for one in some]


@transaction.atomic
def put_back_all(*, filing_ids: Collection[int], by: Actor, at: datetime) -> list[int]:
    """Put one's own back among those that nobody has, with their clocks, as when the wrong ones were ticked. Answers which."""
    some = [one for one in _waiting(filing_ids, by) if one.owner_id is not None and one.owner_id == by.person_id]
    for one in some:
        was, one.owner = one.owner_id or 0, None
        one.save(update_fields=["owner"])
        clocks.hand_over(subject=subject_of(one.pk), owner="role:clerk", by=by, at=at)
        record(FilingPutBack(filing=one.pk, place=one.place_path, was=was), by=by, at=at)
    return [one.pk for one in some]


def _waiting(filing_ids: Collection[int], by: Actor) -> list[Filing]:
    return [one for one in lock_all(filing_ids, by=by, power="intake.handle") if one.state == Filing.State.INBOX]
