"""The register of mediation bodies (调解组织): in firms, villages and the town, filed with whom and since when, who sits there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anxin.apps.organisation.events import MediationBodyEnded, MediationBodyKept
from anxin.apps.organisation.models import MediationBody
from anxin.apps.registry.api import employer as employer_within
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.places.models import Place, PlaceKind, within
from anxin.base.scope import Scope
from anxin.base.vault.sealing import seal
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

POWER = "organisation.edit"
STANDS_AT = {MediationBody.Level.VILLAGE: PlaceKind.VILLAGE, MediationBody.Level.TOWN: PlaceKind.TOWN}


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a body; a firm's committee stands where its employer does."""

    level: str
    name: str
    place_id: int | None = None
    employer_id: int | None = None
    address: str = ""
    head: str = ""
    phone: str = ""
    members: str = ""
    filed_on: date | None = None
    filed_with: str = ""


@transaction.atomic
def register(*, told: Told, by: Actor, at: datetime) -> MediationBody:
    """Put a body on the register."""
    body = MediationBody(**_values(told, scope=by.scope, on=local_date(at)))
    require(by, POWER, body.place_path)
    _refuse_twin(body)
    body.save()
    record(MediationBodyKept(body=body.pk, place=body.place_path, level=body.level, fresh=True), by=by, at=at)
    return body


@transaction.atomic
def change(*, body_id: int, told: Told, by: Actor, at: datetime) -> MediationBody:
    """Correct what the register says of a body; an empty telephone keeps the one there is."""
    body = _lock(body_id, by=by)
    for name, value in _values(told, scope=by.scope, on=local_date(at)).items():
        setattr(body, name, value)
    require(by, POWER, body.place_path)
    _refuse_twin(body)
    body.save()
    record(MediationBodyKept(body=body.pk, place=body.place_path, level=body.level, fresh=False), by=by, at=at)
    return body


@transaction.atomic
def dissolve(*, body_id: int, by: Actor, at: datetime) -> MediationBody:
    """End a body today: it can be chosen no more, what it did stays."""
    body = _lock(body_id, by=by)
    if body.valid_to is not None:
        raise RuleBroken("body_ended", "这个调解组织已经撤销。")
    return _ended(body, local_date(at), by=by, at=at)


@transaction.atomic
def restore(*, body_id: int, by: Actor, at: datetime) -> MediationBody:
    """Take the end of a body back."""
    body = _lock(body_id, by=by)
    if body.valid_to is None:
        raise RuleBroken("body_not_ended", "这个调解组织没有撤销，不必恢复。")
    return _ended(body, None, by=by, at=at)


def _ended(body: MediationBody, on: date | None, *, by: Actor, at: datetime) -> MediationBody:
    body.valid_to = on
    body.save(update_fields=["valid_to"])
    record(MediationBodyEnded(body=body.pk, place=body.place_path, ended=on is not None), by=by, at=at)
    return body


def _lock(body_id: int, *, by: Actor) -> MediationBody:
    body = MediationBody.objects.select_for_update(of=("self",)).within(by.scope).filter(pk=body_id).first()
    if body is None:
        raise NotFound("no_body", "没有这个调解组织，或不在您的管辖地域内。")
    require(by, POWER, body.place_path)
    return body


def _values(told: Told, *, scope: Scope, on: date) -> Mapping[str, Any]:
    """What is stored of what was told; refused with every fault."""
    faults = [*_faults(told, on=on)]
    place, employer = None, None
    if told.level == MediationBody.Level.FIRM:
        employer = employer_within(scope, told.employer_id) if told.employer_id else None
        place = employer.village if employer else None
        faults += [] if employer else [Fault("所在企业", "没有选择", "企业调解委员会须写明企业")]
    elif told.level in STANDS_AT:
        kind = STANDS_AT[MediationBody.Level(told.level)]
        place = Place.objects.filter(within(scope, "path"), pk=told.place_id or 0, kind=kind).first()
        faults += [] if place else [Fault("地域", "没有选择，或与层级不符", "请选择该组织所在的村（社区）或街道")]
    if faults or place is None:
        raise BadInput("body_unclear", "没有登记：", faults)
    known = {key: value.strip() if isinstance(value, str) else value for key, value in asdict(told).items()}
    phone = known.pop("phone")
    sealed = {"phone_sealed": str(seal(phone)), "phone_tail": phone[-4:]} if phone else {}
    return {
        **known, **sealed, "place_id": place.pk, "employer_id": employer.pk if employer else None,
        "place_path": employer.place_path if employer else place.path,
    }  # fmt: skip


def _faults(told: Told, *, on: date) -> list[Fault]:
    return [
        *([Fault("层级", told.level or "没有选择", "请选择企业、村（社区）或街道")] if told.level not in MediationBody.Level.values else []),
        *([Fault("名称", "没有填写", "请填写调解组织的全称")] if not told.name.strip() else []),
        *([Fault("备案日期", "晚于今天", "请核对日期")] if told.filed_on and told.filed_on > on else []),
    ]  # fmt: skip


def _refuse_twin(body: MediationBody) -> None:
    same = MediationBody.objects.filter(level=body.level, name=body.name, place_id=body.place_id).exclude(pk=body.pk)
    if same.exists():
        raise RuleBroken("body_twice", f"这里已经登记了“{body.name}”。请在列表中找到它修改或恢复。")
