"""Comparing a town's payrolls with what its banks paid (比对), and writing down what moved."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from anxin.analytics import lake
from anxin.apps.payroll.actions.findings import write_breaches, write_employer_months, write_shortfalls
from anxin.apps.payroll.comparing import Compared, Inputs, compare
from anxin.apps.payroll.events import Reconciled
from anxin.apps.payroll.inputs import gather
from anxin.apps.payroll.models import Run
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.kernel.clock import local_date


def reconcile(*, place_path: str, lake_root: Path, engine_url: str, by: Actor, at: datetime) -> Run:
    """Reconcile everything live in a town; the same inputs on the same day give the run there already is.

    The comparison runs outside any lock. If the live files changed meanwhile, the next queued run brings them in.
    """
    require(by, "payroll.upload", place_path)
    inputs = gather(place_path, lake_root, as_of=local_date(at))
    known = Run.objects.filter(place_path=place_path).order_by("-at", "-pk").first()
    if known is not None and known.inputs_hash == inputs.digest and known.as_of == inputs.as_of:
        return known
    compared = compare(inputs, engine_url=engine_url)
    part = lake.stage(lake_root, kind="result", place=inputs.place, month=0, table=compared.result)
    return _write(inputs, compared, str(part.path), place_path=place_path, engine=engine_url, by=by, at=at)


@transaction.atomic
def _write(
    inputs: Inputs, compared: Compared, path: str, *, place_path: str, engine: str, by: Actor, at: datetime
) -> Run:
    run = Run.objects.create(
        place_path=place_path,
        inputs_hash=inputs.digest,
        rule_version=compared.rule_version,
        engine=engine.split(":", maxsplit=1)[0],
        as_of=inputs.as_of,
        lines=compared.lines,
        payments=compared.payments,
        due_fen=compared.due_fen,
        paid_fen=compared.paid_fen,
        arrears_fen=compared.arrears_fen,
        result_path=path,
        at=at,
    )
    changed = write_shortfalls(run, compared)
    changed |= write_employer_months(run, compared)
    changed |= write_breaches(run, compared)
    record(
        Reconciled(
            run=run.pk,
            place=place_path,
            inputs_hash=inputs.digest,
            lines=run.lines,
            payments=run.payments,
            arrears_fen=run.arrears_fen,
            changed=tuple(sorted(changed)),
        ),
        by=by,
        at=at,
    )
    return run
