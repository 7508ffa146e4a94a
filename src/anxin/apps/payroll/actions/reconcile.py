"""Comparing a town's payrolls with what its banks paid (比对), and writing down what moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from anxin.analytics import lake
from anxin.apps.payroll.actions.findings import parts_of, write_breaches, write_employer_months, write_shortfalls
from anxin.apps.payroll.actions.moving import Moved, moves
from anxin.apps.payroll.actions.sums import MonthSums
from anxin.apps.payroll.checking import breaches_of
from anxin.apps.payroll.comparing import Compared, Inputs, compare
from anxin.apps.payroll.events import FindingsMoved, Reconciled
from anxin.apps.payroll.figures import following
from anxin.apps.payroll.inputs import gather
from anxin.apps.payroll.models import Run
from anxin.base.actors import Actor, require
from anxin.base.alone import alone, give_way
from anxin.base.eventlog.log import record
from anxin.base.places.paths import town_of
from anxin.kernel.clock import local_date
from anxin.kernel.money import yuan


def reconcile(*, place_path: str, lake_root: Path, engine_url: str, by: Actor, at: datetime) -> Run:
    """Reconcile everything live in a town; the same inputs on the same day give the run there already is.

    Everything is read and compared without holding the database, and one comparison at a time: whoever compares later reads
    what the one before has written. If the live files changed meanwhile, the next queued run brings them in. What moved is
    written in parts of whole employers, each with its sums and its event, so that nobody waits for a whole town; a
    comparison killed between two parts is done again and writes what is left.
    """
    require(by, "payroll.upload", place_path)
    with alone("payroll.reconcile", town_of(place_path)):
        known = _newest(place_path)
        if known is not None and known.at > at:
            return known  # Later inputs were compared already; older findings over them would be wrong.
        inputs = gather(place_path, lake_root, as_of=local_date(at))
        again = known is not None and known.inputs_hash == inputs.digest and known.as_of == inputs.as_of
        if known is not None and again and known.whole:
            return known
        compared = compare(inputs, engine_url=engine_url)
        moved = moves(place_path, compared, breaches_of(compared, inputs.place))
        run = known if known is not None and again else Run(place_path=place_path)
        _fill(run, inputs, compared, lake_root, at=at)
        return _write(run, moved, by=by, at=at)


def _newest(place_path: str) -> Run | None:
    return Run.objects.filter(place_path=place_path).order_by("-at", "-pk").first()


def _fill(run: Run, inputs: Inputs, compared: Compared, lake_root: Path, *, at: datetime) -> None:
    """Say of a run, not yet saved, what was compared and with what sums; the tables themselves go to the lake."""
    run.result_path, run.attribution_path = (
        str(lake.stage(lake_root, kind=kind, place=inputs.place, month=0, table=table).path)
        for kind, table in (("result", compared.result), ("attribution", compared.attribution))
    )
    run.inputs_hash, run.as_of, run.at = inputs.digest, inputs.as_of, at
    run.rule_version, run.engine = compared.rule_version, compared.engine
    run.lines, run.payments = compared.lines, compared.payments
    run.due_fen, run.paid_fen, run.arrears_fen = compared.due_fen, compared.paid_fen, compared.arrears_fen


def _write(run: Run, moved: Sequence[Moved], *, by: Actor, at: datetime) -> Run:
    parts, sums, figures = parts_of(moved), MonthSums(run.place_path), following(run.place_path)
    for left, part in zip(reversed(range(len(parts))), parts, strict=True):
        _write_part(run, part, sums, left=left, by=by, at=at)
        if left:
            give_way()
            figures.part_written()
    return run


@transaction.atomic
def _write_part(run: Run, part: Sequence[Moved], sums: MonthSums, *, left: int, by: Actor, at: datetime) -> None:
    """Write some employers' findings with every sum they are in; the last part ends the run."""
    run.parts_left = left
    run.save()
    write_shortfalls(run, part)
    write_employer_months(part, sums)
    write_breaches(part)
    changed = tuple(one.employer for one in part)
    record(_told(run, changed), by=by, at=at)


def _told(run: Run, changed: tuple[int, ...]) -> Reconciled | FindingsMoved:
    if run.parts_left:
        return FindingsMoved(run=run.pk, place=run.place_path, left=run.parts_left, changed=changed)
    return Reconciled(
        run=run.pk,
        place=run.place_path,
        inputs_hash=run.inputs_hash,
        lines=run.lines,
        payments=run.payments,
        arrears_yuan=yuan(run.arrears_fen),
        changed=changed,
    )
