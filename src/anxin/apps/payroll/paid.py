"""What the newest comparison says of some workers of one employer (应发与实付), summed over the months fallen due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from anxin.apps.payroll.evidence import worker_months
from anxin.apps.payroll.queries import current_run
from anxin.apps.registry.api import employer as employer_within
from anxin.base.places.paths import town_of
from anxin.base.scope import Scope


@dataclass(frozen=True, slots=True)
class WorkerPay:
    """What one worker was due and was paid at one employer."""

    due_fen: int
    paid_fen: int


def pay_of_workers(scope: Scope, *, employer_id: int, worker_ids: Collection[int]) -> dict[int, WorkerPay] | None:
    """Due and paid of each worker the payrolls name; None where there is no payroll of the employer to compare with."""
    place = employer_within(scope, employer_id).place_path
    run = current_run(town_of(place))
    root = Path(settings.SETTINGS.data_dir) / "lake"
    months = [] if run is None else worker_months(run, root, employer_id=employer_id)
    if not months:
        return None
    found: dict[int, WorkerPay] = {}
    for one in months:
        if one.worker_id in worker_ids and one.fallen_due:
            before = found.get(one.worker_id, WorkerPay(0, 0))
            found[one.worker_id] = WorkerPay(before.due_fen + one.due_fen, before.paid_fen + one.paid_fen)
    return found
