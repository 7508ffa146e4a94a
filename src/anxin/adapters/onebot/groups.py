"""Registering and retiring groups: the robot speaks and listens nowhere else."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from anxin.adapters.onebot.events import GroupRegistered, GroupRetired
from anxin.adapters.onebot.models import Group, Offer, parks
from anxin.adapters.onebot.permissions import MANAGE
from anxin.apps.registry.api import Employer, employers
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.scope import Scope
from anxin.base.vault.sealing import keyed_hash
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

_NUMBER = re.compile(r"[1-9][0-9]{4,11}")
SHOWN = timedelta(days=30)
"""For how long offers are counted; older ones are forgotten."""


@transaction.atomic
def register(*, number: str, label: str, employer: str, park: int | None, by: Actor, at: datetime) -> Group:
    """Register a group to an employer, by credit code or whole name, or to a park; a retired one comes back to life."""
    faults = []
    if not _NUMBER.fullmatch(number):
        faults.append(Fault("群号", "不是 QQ 群号", "5 到 12 位数字，在群资料中查看"))
    if bool(employer) == bool(park):
        faults.append(Fault("用人单位或园区", "须填且只填一个", "企业的群填用人单位，园区的群选园区"))
    if faults:
        raise BadInput("onebot.bad_group", "群没有登记：", faults)
    firm = _employer(employer, by.scope) if employer else None
    ground = parks(by.scope).filter(pk=park).first() if park else None
    owner = firm or ground
    if owner is None:
        raise NotFound("onebot.no_owner", "没有这家企业或园区，或不在您的管辖地域内。")
    require(by, MANAGE, owner.place_path)
    known = Group.objects.select_for_update().filter(group_hash=hash_of(number)).first()
    if known is not None and (known.active or not by.scope.covers(known.place_path)):
        raise RuleBroken("onebot.group_known", "这个群已经登记。需要改变归属的，请先停用再登记。")
    made = known or Group(group_hash=hash_of(number), tail=number[-3:])
    made.label, made.employer, made.park, made.place_path = label.strip(), firm, ground, owner.place_path
    made.active, made.by, made.at = True, by.id, at
    made.save()
    event = GroupRegistered(
        group=made.pk, place=made.place_path, employer=firm.pk if firm else None, park=ground.pk if ground else None
    )
    record(event, by=by, at=at)
    return made


@transaction.atomic
def retire(*, group: int, by: Actor, at: datetime) -> None:
    """Silence the robot in a group; one that is silent stays as it was."""
    found = Group.objects.select_for_update().within(by.scope).filter(pk=group).first()
    if found is None:
        raise NotFound("onebot.no_group", "没有这个群，或不在您的管辖地域内。")
    require(by, MANAGE, found.place_path)
    if found.active:
        found.active = False
        found.save(update_fields=["active"])
        record(GroupRetired(group=found.pk, place=found.place_path), by=by, at=at)


def groups(scope: Scope, *, since: date) -> QuerySet[Group]:
    """Groups within reach with how many offers were sent and failed since a day, the active ones first."""
    counted = {
        state.value: Count("offers", filter=Q(offers__state=state, offers__day__gte=since)) for state in Offer.State
    }
    rows = Group.objects.within(scope).select_related("employer", "park").annotate(**counted)
    return rows.order_by("-active", "label", "pk")


def group_of(number: str) -> Group | None:
    """The living group of a number; nobody asks this but the robot itself."""
    return Group.objects.filter(group_hash=hash_of(number), active=True).first() if number else None


def hash_of(number: str) -> str:
    """The keyed hash of a group's number."""
    return keyed_hash(f"qq-group:{number}")


def _employer(text: str, scope: Scope) -> Employer | None:
    found = employers(scope).filter(Q(uscc=text.upper()) | Q(name=text))[:2]
    if len(found) > 1:
        raise BadInput(
            "onebot.bad_group", "群没有登记：", [Fault("用人单位", "同名的不止一家", "请填统一社会信用代码")]
        )
    return found[0] if found else None
