"""Giving watches to come and places to look after to another person when somebody leaves (离岗交接)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from anxin.apps.organisation.actions.member import appoint, relieve
from anxin.apps.organisation.events import ShiftHandedOn
from anxin.apps.organisation.models import DutyShift, GridMember
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.models import Account
from anxin.base.vault.sealing import open_
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound, RuleBroken

POWER = "organisation.edit"


@transaction.atomic
def give_watch(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    """Let another person stand a watch that has not begun; their telephone is that of their latest watch."""
    shift = DutyShift.objects.select_for_update(of=("self",)).within(by.scope).filter(pk=number).first()
    if shift is None or shift.starts_at <= at:
        raise NotFound("no_shift", "没有这个班次，或班次已经开始。")
    require(by, POWER, shift.place_path)
    to = Account.objects.get(pk=to_id)
    overlapping = DutyShift.objects.filter(starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at, account=to)
    if overlapping.exists():
        raise RuleBroken("watch_taken", "接手人这段时间已有班次。")
    known = DutyShift.objects.filter(account=to).exclude(phone_sealed="").order_by("-starts_at").first()
    shift.name, shift.account = to.name, to
    shift.phone_sealed, shift.phone_tail = (known.phone_sealed, known.phone_tail) if known else ("", "")
    shift.save(update_fields=["name", "account", "phone_sealed", "phone_tail"])
    record(ShiftHandedOn(shift=shift.pk, place=shift.place_path, to=to_id), by=by, at=at)


@transaction.atomic
def give_place(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    """Let another person look after a grid, village or park from today on; the former one did so until yesterday."""
    member = GridMember.objects.within(by.scope).filter(pk=number, account_id=holder).first()
    if member is None:
        raise NotFound("no_member", "没有这位网格人员，或不在您的管辖地域内。")
    today, to = local_date(at), Account.objects.get(pk=to_id)
    relieve(member_id=number, until=max(today - timedelta(days=1), member.valid_from), by=by, at=at)
    there = GridMember.objects.filter(kind=member.kind, place=member.place, account=to, valid_to=None)
    if there.exists():
        return
    known = GridMember.objects.filter(account=to).exclude(phone_sealed="").order_by("-valid_from").first()
    appoint(
        kind=member.kind, name=to.name, phone=open_(known.phone_sealed) if known else "", place=member.place,
        since=today, account=to, park_code=member.park_code, by=by, at=at,
    )  # fmt: skip
