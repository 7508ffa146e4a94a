"""Comparing a town's payrolls with what its banks paid (比对), and writing down what moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from anxin.analytics import lake
from anxin.apps.payroll.actions.findings import write_breaches, write_employer_months, write_shortfalls
from anxin.apps.payroll.checking import BreachFound, breaches_of
from anxin.apps.payroll.comparing import Compared, Inputs, compare
from anxin.apps.payroll.events import Reconciled
from anxin.apps.payroll.inputs import gather
from anxin.apps.payroll.models import Run
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.kernel.clock import local_date
from anxin.kernel.money import yuan


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
    broken = breaches_of(compared, inputs.place)
    paths = tuple(
        str(lake.stage(lake_root, kind=kind, place=inputs.place, month=0, table=table).path)
        for kind, table in (("result", compared.result), ("attribution", compared.attribution))
    )
    return _write(inputs, compared, broken, paths, place_path=place_path, by=by, at=at)


@transaction.atomic
def _write(
    inputs: Inputs,
    compared: Compared,
    broken: Sequence[BreachFound],
    paths: Sequence[str],
    *,
    place_path: str,
    by: Actor,
    at: datetime,
) -> Run:
    newest = Run.objects.select_for_update().filter(place_path=place_path).order_by("-at", "-pk").first()
    if newest is not None and newest.at > at:
        # Somebody compared later inputs while this one was counting; writing older findings over them would be wrong.
        return newest
    run = Run.objects.create(
        place_path=place_path,
        inputs_hash=inputs.digest,
        rule_version=compared.rule_version,
        engine=compared.engine,
        as_of=inputs.as_of,
        lines=compared.lines,
        payments=compared.payments,
        due_fen=compared.due_fen,
        paid_fen=compared.paid_fen,
        arrears_fen=compared.arrears_fen,
        result_path=paths[0],
        attribution_path=paths[1],
        at=at,
    )
    changed = write_shortfalls(run, compared)
    changed |= write_employer_months(run, compared, broken)
    changed |= write_breaches(run, broken)
    record(
        Reconciled(
            run=run.pk,
            place=place_path,
            inputs_hash=inputs.digest,
            lines=run.lines,
            payments=run.payments,
            arrears_yuan=yuan(run.arrears_fen),
            changed=tuple(sorted(changed)),
        ),
        by=by,
        at=at,
    )
    return run
