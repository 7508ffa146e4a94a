"""Filling an empty register from another system in one act (整体接入), with the numbers that system gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from anxin.apps.registry.models import (
    Employer,
    Employment,
    Park,
    PayAccount,
    Project,
    ProjectParty,
    Worker,
)
from anxin.apps.registry.naming import focus_of, search_text
from anxin.base.actors import Actor, require
from anxin.base.batches.actions import enter
from anxin.base.batches.writing import Written
from anxin.base.bulk import insert_mappings
from anxin.kernel.outcome import RuleBroken

ORDER: dict[str, type[models.Model]] = {
    "parks": Park,
    "employers": Employer,
    "workers": Worker,
    "employments": Employment,
    "accounts": PayAccount,
    "projects": Project,
    "parties": ProjectParty,
}


@transaction.atomic
def fill(
    *, rows: Mapping[str, Sequence[Mapping[str, Any]]], name: str, place_path: str, by: Actor, at: datetime
) -> None:
    """Write whole tables into an empty register; refused when it holds anything already.

    What the register makes of an employer's own particulars, its search words and its focus sector, is not given.
    """
    require(by, "registry.import", place_path)
    if Employer.objects.exists():
        raise RuleBroken("not_empty", "台账中已有企业，整体接入只能用于空台账。请改用逐项导入。")
    for label, model in ORDER.items():
        found = rows.get(label, ())
        insert_mappings(model, map(_completed, found) if model is Employer else found)
        if not found:
            continue
        enter(
            kind=label,
            name=name,
            sha256="",
            place_path=place_path,
            written=[Written(created=len(found))],
            by=by,
            at=at,
        )


def _completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """An employer's particulars with what the register makes of them."""
    focus = focus_of(values["sector"], in_park=values["park_id"] is not None)
    return {**values, "search": search_text(values["name"], values["uscc"]), "focus": focus}
