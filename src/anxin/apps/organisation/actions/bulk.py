"""Taking over a whole organisation from another system in one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from anxin.apps.organisation.events import OrganisationFilled
from anxin.apps.organisation.models import DutyShift, GridMember, Seat, Unit
from anxin.base.actors import Actor, require
from anxin.base.bulk import insert_many
from anxin.base.eventlog.log import record
from anxin.kernel.outcome import RuleBroken

ORDER: dict[str, type[models.Model]] = {"units": Unit, "seats": Seat, "members": GridMember, "shifts": DutyShift}


@transaction.atomic
def fill(*, rows: Mapping[str, Sequence[Mapping[str, Any]]], place_path: str, by: Actor, at: datetime) -> None:
    """Write whole tables into an empty organisation; refused when it holds anything already."""
    require(by, "organisation.edit", place_path)
    if Unit.objects.exists() or GridMember.objects.exists():
        raise RuleBroken("not_empty", "组织机构中已有数据，整体接入只能用于空库。")
    for label, model in ORDER.items():
        insert_many(model(**values) for values in rows.get(label, ()))
    counts = {label: len(rows.get(label, ())) for label in ("units", "members", "shifts")}
    record(OrganisationFilled(place=place_path, **counts), by=by, at=at)
