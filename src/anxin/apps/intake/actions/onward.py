"""Filings that became cases (转案件): handed over, and told what happens there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from anxin.apps.intake.actions.filing import lock
from anxin.apps.intake.actions.talk import write_all
from anxin.apps.intake.events import FilingHandedOver
from anxin.apps.intake.models import Filing
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.kernel.outcome import RuleBroken


@transaction.atomic
def hand_to_case(*, filing_id: int, case_id: int, by: Actor, at: datetime) -> Filing:
    """Name the case a filing is handled in; the first answer stays owed until somebody gives it."""
    filing = lock(filing_id, by=by, power="intake.handle")
    if filing.state == Filing.State.ANSWERED:
        raise RuleBroken("intake.cannot_become_case", "这件诉求已答复办结，不能转案件。")
    filing.state, filing.case_id = Filing.State.CASE, case_id
    filing.save(update_fields=["state", "case_id"])
    record(FilingHandedOver(filing=filing.pk, place=filing.place_path, case=case_id), by=by, at=at)
    return filing


def tell(*, filing_id: int, words: str, by: Actor, at: datetime) -> int:
    """Write under the receipt code what was done in the case, to the filer and to those joined who are in no case themselves."""
    return tell_all(filing_ids=[filing_id], words=words, by=by, at=at)


def tell_all(*, filing_ids: Collection[int], words: str, by: Actor, at: datetime) -> int:
    """The same to everybody whose filing is named; answers how many read it."""
    joined = Filing.objects.filter(joined_to__in=filing_ids, case_id=None)
    numbers = list(dict.fromkeys([*filing_ids, *joined.order_by("pk").values_list("pk", flat=True)]))
    return len(write_all(filing_ids=numbers, words=words, by=by, at=at))
