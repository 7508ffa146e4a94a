"""The duty list (值班表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from anxin.apps.organisation.events import ShiftRemoved, ShiftsPlanned
from anxin.apps.organisation.models import DutyShift
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import seal
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken


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


@transaction.atomic
def remove(*, shift_id: int, by: Actor, at: datetime) -> None:
    """Take a watch that has not ended off the duty list; who stood a watch stays on record."""
    shift = DutyShift.objects.select_for_update(of=("self",)).within(by.scope).filter(pk=shift_id).first()
    if shift is None:
        raise NotFound("no_shift", "没有这个班次，或不在您的管辖地域内。")
    require(by, "organisation.edit", shift.place_path)
    if shift.ends_at <= at:
        raise RuleBroken("shift_over", "已经结束的班次不能取消。")
    record(ShiftRemoved(shift=shift.pk, place=shift.place_path), by=by, at=at)
    shift.delete()
