"""Putting one employer (用人单位) on the register and changing its particulars by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from anxin.apps.registry.actions.kinds import employer_values
from anxin.apps.registry.events import EmployerChanged
from anxin.apps.registry.models import Employer, Park
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.places.models import Place
from anxin.kernel.outcome import BadInput, Fault, NotFound

PARTICULARS = (
    "uscc", "name", "sector", "address", "head_count", "contract_count", "insured_count", "pay_day",
    "registered_capital_fen", "legal_person", "contact_name", "contact_phone", "opened_on", "closed_on",
)  # fmt: skip


@transaction.atomic
def register(
    *, particulars: Mapping[str, Any], village: Place, grid: Place | None, park: Park | None, by: Actor, at: datetime
) -> Employer:
    """Put an employer on the register."""
    require(by, "registry.edit", (grid or village).path)
    values = _values(particulars, village, grid, park)
    employer = _save(Employer(**values))
    _record(employer, fields=tuple(PARTICULARS), is_new=True, by=by, at=at)
    return employer


@transaction.atomic
def amend(
    *,
    employer_id: int,
    particulars: Mapping[str, Any],
    village: Place,
    grid: Place | None,
    park: Park | None,
    by: Actor,
    at: datetime,
) -> Employer:
    """Change an employer's particulars; an empty telephone leaves the known one standing."""
    employer = Employer.objects.select_for_update().within(by.scope).filter(pk=employer_id).first()
    if employer is None:
        raise NotFound("no_employer", "没有这家企业，或不在您的管辖地域内。")
    require(by, "registry.edit", employer.place_path)
    require(by, "registry.edit", (grid or village).path)
    values = _values(particulars, village, grid, park)
    if not particulars.get("contact_phone"):
        values.pop("contact_phone_sealed"), values.pop("contact_phone_tail")
    changed = [name for name, value in values.items() if getattr(employer, name) != value]
    for name in changed:
        setattr(employer, name, values[name])
    if changed:
        _save(employer)
        _record(employer, fields=tuple(sorted(changed)), is_new=False, by=by, at=at)
    return employer


def _values(particulars: Mapping[str, Any], village: Place, grid: Place | None, park: Park | None) -> dict[str, Any]:
    row = {name: particulars.get(name) for name in PARTICULARS}
    row["uscc"] = row["uscc"] or None
    values = employer_values(row, village=village, grid=grid, park=park)
    text = ("address", "legal_person", "contact_name", "contact_phone_sealed", "contact_phone_tail")
    return {name: "" if value is None and name in text else value for name, value in values.items()}


def _save(employer: Employer) -> Employer:
    try:
        with transaction.atomic():
            employer.save()
    except IntegrityError as error:
        fault = Fault("统一社会信用代码", "台账中已有同一代码的企业", "请打开那家企业修改，不要重复登记")
        raise BadInput("duplicate_uscc", "没有保存。", [fault]) from error
    return employer


def _record(employer: Employer, *, fields: tuple[str, ...], is_new: bool, by: Actor, at: datetime) -> None:
    labels = tuple(
        str(getattr(Employer._meta.get_field(name.removesuffix("_id")), "verbose_name", name))
        for name in fields
        if _shown(name)
    )
    record(EmployerChanged(employer=employer.pk, place=employer.place_path, is_new=is_new, fields=labels), by=by, at=at)


def _shown(name: str) -> bool:
    known = {field.name for field in Employer._meta.get_fields()}
    hidden = {"search", "focus", "place_path", "contact_phone_sealed"}
    return name.removesuffix("_id") in known and name not in hidden
