"""The duty list (值班表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from anxin.apps.organisation.events import ShiftsPlanned
from anxin.apps.organisation.models import DutyShift
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import seal
from anxin.kernel.outcome import BadInput, RuleBroken


@dataclass(frozen=True, slots=True)
class Watch:
    """One watch to be planned."""

    name: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    leads: bool = False
    account: int | None = None


@transaction.atomic
def plan(*, watches: Sequence[Watch], place_path: str, by: Actor, at: datetime) -> int:
    """Put watches on the duty list; a watch that is there already is refused with the whole plan."""
    require(by, "organisation.edit", place_path)
    if any(one.ends_at <= one.starts_at for one in watches):
        raise RuleBroken("no_length", "值班结束时间必须晚于开始时间。")
    try:
        with transaction.atomic():
            DutyShift.objects.bulk_create(
                [
                    DutyShift(
                        name=one.name, account_id=one.account, phone_sealed=seal(one.phone) if one.phone else "",
                        phone_tail=one.phone[-4:], leads=one.leads, starts_at=one.starts_at, ends_at=one.ends_at,
                        place_path=place_path,
                    )
                    for one in watches
                ]
            )  # fmt: skip
    except IntegrityError as error:
        raise BadInput("duplicate_watch", "其中有人在同一时间已经排班，没有保存。请核对后重试。") from error
    record(ShiftsPlanned(place=place_path, count=len(watches)), by=by, at=at)
    return len(watches)
