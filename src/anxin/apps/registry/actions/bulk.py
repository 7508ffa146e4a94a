"""Filling an empty register from another system in one act (整体接入), with the numbers that system gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from anxin.apps.registry.events import BatchImported
from anxin.apps.registry.models import (
    Employer,
    Employment,
    ImportBatch,
    Park,
    PayAccount,
    Project,
    ProjectParty,
    Worker,
)
from anxin.base.actors import Actor, require
from anxin.base.bulk import insert_many
from anxin.base.eventlog.log import record
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
    """Write whole tables into an empty register; refused when it holds anything already."""
    require(by, "registry.import", place_path)
    if Employer.objects.exists():
        raise RuleBroken("not_empty", "台账中已有企业，整体接入只能用于空台账。请改用逐项导入。")
    for label, model in ORDER.items():
        found = [model(**values) for values in rows.get(label, ())]
        insert_many(found)
        if not found:
            continue
        batch = ImportBatch.objects.create(
            kind=label, file_name=name, sha256="", place_path=place_path, created=len(found), by=by.id, at=at
        )
        record(
            BatchImported(
                batch=batch.pk, kind=label, place=place_path, sha256="", created=len(found), changed=0, unchanged=0
            ),
            by=by,
            at=at,
        )
