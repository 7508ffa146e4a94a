"""Acts upon the table of powers (权限表): the office's own choices against the defaults, each with its reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.events import PowerChosen
from anxin.base.people.models import Account, Post, PowerChoice
from anxin.base.people.powers import ADMINISTRATORS, Role, all_powers
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

GRANT = "people.grant"


@transaction.atomic
def choose(*, role: Role, power: str, granted: bool, reason: str, by: Actor, at: datetime) -> PowerChoice | None:
    """Give a power to a role or take it away; choosing what the default says removes the choice."""
    require(by, GRANT)
    _refuse(role, power, reason, by=by, at=at)
    known = {one.key: one for one in all_powers()}[power]
    default = role in known.roles
    old = PowerChoice.objects.select_for_update().filter(role=role, power=power).first()
    if granted == (old.granted if old else default):
        raise RuleBroken("nothing_changes", "该角色的这项权限本来如此，没有变化。")
    if granted == default:
        if old is not None:
            old.delete()
        chosen = None
    else:
        chosen = PowerChoice.objects.create(
            role=role, power=power, granted=granted, reason=reason.strip(), decided_by=by.id, decided_at=at
        )
    record(
        PowerChosen(role=role, power=power, granted=None if chosen is None else granted, reason=reason.strip()),
        by=by,
        at=at,
    )
    return chosen


def _refuse(role: Role, power: str, reason: str, *, by: Actor, at: datetime) -> None:
    known = {one.key: one for one in all_powers()}.get(power)
    if known is None:
        raise NotFound("no_power", "没有这项权限。")
    if role in ADMINISTRATORS or ADMINISTRATORS.intersection(known.roles):
        raise RuleBroken("administrators_separated", "三员分立：三名管理员的权限由产品固定，不能增减或转授。")
    own = Account.objects.filter(pk=by.person_id or 0)
    if Post.objects.running(local_date(at)).filter(account__in=own, role=role).exists():
        raise RuleBroken("own_powers", "任何人不得变更自己的任职和权限。")
    if not reason.strip() or len(reason.strip()) > 200:
        fault = Fault("理由", "未填写或超过 200 字", "请写明依据，例如会议纪要文号")
        raise BadInput("reason_missing", "请填写调整权限的理由。", [fault])
