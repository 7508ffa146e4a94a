"""What follows in filings from what happened to cases."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from anxin.apps.intake.actions.wiping import CASE, wipe
from anxin.apps.intake.models import Filing
from anxin.base.actors import Actor


class OfCase(Protocol):
    """An event that names its case; the room of cases stands above this one."""

    @property
    def case(self) -> int: ...


def wipe_with_case(event: OfCase, *, seq: int, by: Actor, at: datetime) -> None:
    """When the content of a case is destroyed by protocol, the persons of its filings go with it."""
    for filing in Filing.objects.select_for_update().filter(case_id=event.case, wiped_at=None).order_by("pk"):
        wipe(filing, why=CASE, by=by, at=at)
