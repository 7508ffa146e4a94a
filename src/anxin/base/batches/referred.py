"""How events call a batch: by the name of the file that was taken in."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from anxin.base.batches.models import ImportBatch
from anxin.base.eventlog.referring import Kind, Referred
from anxin.base.scope import Scope


def _batches(numbers: Collection[int], scope: Scope) -> Mapping[int, Referred]:
    rows = ImportBatch.objects.within(scope).filter(pk__in=numbers).values_list("pk", "file_name")
    return {pk: Referred(f"“{name}”", f"/office/registry/imports/{pk}/") for pk, name in rows}


REFERRED = {"registry.batch": Kind(_batches, "一批数据")}
