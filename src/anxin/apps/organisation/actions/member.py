"""Appointing and relieving grid members (网格员), labour assistants (协管员) and park managers (园区管理员)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anxin.apps.organisation.events import MemberAppointed, MemberEnded, MemberReinstated
from anxin.apps.organisation.models import GridMember
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.models import Account
from anxin.base.places.models import Place
from anxin.base.vault.sealing import seal
from anxin.kernel.outcome import NotFound, RuleBroken


@transaction.atomic
def appoint(
    *,
    kind: str,
    name: str,
    phone: str,
    place: Place,
    since: date,
    account: Account | None = None,
    park_code: str = "",
    by: Actor,
    at: datetime,
) -> GridMember:
    """Appoint a person to a grid, village or park from a day on."""
    require(by, "organisation.edit", place.path)
    member = GridMember.objects.create(
        kind=GridMember.Kind(kind),
        name=name.strip(),
        phone_sealed=seal(phone) if phone else "",
        phone_tail=phone[-4:],
        place=place,
        place_path=place.path,
        park_code=park_code,
        account=account,
        valid_from=since,
    )
    record(MemberAppointed(member=member.pk, kind=member.kind, place=place.path), by=by, at=at)
    return member


@transaction.atomic
def relieve(*, member_id: int, until: date, by: Actor, at: datetime) -> GridMember:
    """End a person's term on a day; the place is a gap from then on unless somebody follows."""
    member = GridMember.objects.select_for_update(of=("self",)).within(by.scope).filter(pk=member_id).first()
    if member is None:
        raise NotFound("no_member", "没有这位网格人员，或不在您的管辖地域内。")
    require(by, "organisation.edit", member.place_path)
    if until < member.valid_from:
        raise RuleBroken("ends_before_start", "离任日期不能早于任职日期。")
    member.valid_to = until
    member.save(update_fields=["valid_to"])
    record(MemberEnded(member=member.pk, kind=member.kind, place=member.place_path), by=by, at=at)
    return member


@transaction.atomic
def reinstate(*, member_id: int, by: Actor, at: datetime) -> GridMember:
    """Take the end of a term back, as if it had never been written down."""
    member = GridMember.objects.select_for_update(of=("self",)).within(by.scope).filter(pk=member_id).first()
    if member is None:
        raise NotFound("no_member", "没有这位网格人员，或不在您的管辖地域内。")
    require(by, "organisation.edit", member.place_path)
    if member.valid_to is None:
        raise RuleBroken("not_ended", "此人仍在任，不必撤销。")
    member.valid_to = None
    member.save(update_fields=["valid_to"])
    record(MemberReinstated(member=member.pk, place=member.place_path), by=by, at=at)
    return member
