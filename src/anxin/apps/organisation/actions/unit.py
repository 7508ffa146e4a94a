"""Member units (成员单位) and seats of the leading group (领导小组): kept up to date by the office."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anxin.apps.organisation.events import SeatChanged, UnitChanged
from anxin.apps.organisation.models import Seat, Unit
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import seal
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

POWER = "organisation.edit"


@transaction.atomic
def change_unit(
    *, unit_id: int, name: str, liaison_name: str, liaison_phone: str, duties: str, by: Actor, at: datetime
) -> Unit:
    """Change a unit's name, liaison person and duties; an empty telephone keeps the one there is."""
    unit = Unit.objects.select_for_update().within(by.scope).filter(pk=unit_id).first()
    if unit is None:
        raise NotFound("no_unit", "没有这个成员单位，或不在您的管辖地域内。")
    require(by, POWER, unit.place_path)
    if not name.strip():
        raise BadInput("no_name", "单位名称不能为空。", [Fault("名称", "没有填写", "请填写单位名称")])
    unit.name, unit.liaison_name, unit.duties = name.strip(), liaison_name.strip(), duties.strip()
    if liaison_phone.strip():
        unit.liaison_phone_sealed, unit.liaison_phone_tail = (
            str(seal(liaison_phone.strip())),
            liaison_phone.strip()[-4:],
        )
    unit.save()
    record(UnitChanged(unit=unit.pk, place=unit.place_path), by=by, at=at)
    return unit


@transaction.atomic
def change_seat(*, seat_id: int, rank: str, post: str, until: date | None, by: Actor, at: datetime) -> Seat:
    """Change a seat's rank and post, or end it on a day."""
    seat = Seat.objects.select_for_update(of=("self",)).within(by.scope).filter(pk=seat_id).first()
    if seat is None:
        raise NotFound("no_seat", "没有这个席位，或不在您的管辖地域内。")
    require(by, POWER, seat.place_path)
    if until is not None and until < seat.valid_from:
        raise RuleBroken("ends_before_start", "离任日期不能早于任职日期。")
    seat.rank, seat.post, seat.valid_to = Seat.Rank(rank), post.strip(), until
    seat.save(update_fields=["rank", "post", "valid_to"])
    record(SeatChanged(seat=seat.pk, place=seat.place_path, ended=until is not None), by=by, at=at)
    return seat


@transaction.atomic
def seat_person(*, place_path: str, rank: str, name: str, post: str, since: date, by: Actor, at: datetime) -> Seat:
    """Give somebody a seat in the leading group."""
    require(by, POWER, place_path)
    if not name.strip():
        raise BadInput("no_name", "姓名不能为空。", [Fault("姓名", "没有填写", "请填写姓名")])
    seat = Seat.objects.create(
        rank=Seat.Rank(rank), name=name.strip(), post=post.strip(), place_path=place_path, valid_from=since
    )
    record(SeatChanged(seat=seat.pk, place=place_path, ended=False), by=by, at=at)
    return seat
