"""Looking at who filed (查看当事人身份): only with the power, only with a reason, never without a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anxin.apps.intake.actions.filing import lock
from anxin.apps.intake.events import IdentityShown
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import open_
from anxin.kernel.outcome import BadInput, Fault

SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """Who filed, in the open."""

    name: str
    phone: str
    fellows: tuple[tuple[str, str], ...]


@transaction.atomic
def reveal(*, filing_id: int, reason: str, by: Actor, at: datetime) -> Shown:
    """Open the filer's name, telephone and fellow workers; the record is written before anything is opened."""
    filing = lock(filing_id, by=by, power="intake.reveal")
    why = reason.strip()
    if len(why) < SHORTEST:
        fault = Fault("查看原因", f"不足 {SHORTEST} 个字", "请写明用途，例如“电话核实欠薪月份”")
        raise BadInput("reason_missing", "请写明查看原因（不少于 4 个字）。", [fault])
    record(IdentityShown(filing=filing.pk, place=filing.place_path, reason=why[:200]), by=by, at=at)
    fellows = tuple((open_(one.name_sealed), _opened(one.phone_sealed)) for one in filing.fellows.order_by("pk"))
    return Shown(_opened(filing.filer_name_sealed), _opened(filing.phone_sealed), fellows)


def _opened(sealed: str) -> str:
    return open_(sealed) if sealed else ""
