"""The rest of a plan falls due when a part was missed (其余各期一并到期), where the parties agreed on that and only there."""

from __future__ import annotations

from datetime import datetime

from anxin.apps.cases.actions.ledger import write
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.events import RestFellDue
from anxin.apps.cases.knowing import stated_in
from anxin.apps.cases.mediation import agreement_of
from anxin.apps.cases.models import Case, Procedure
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.domain.casework.ledger import Kind, left_of_plan
from anxin.kernel.clock import local_date
from anxin.kernel.money import Fen, yuan

AGREED = "rest_due"
NOTE = "按约定，一期逾期，其余一并到期"


def is_agreed(procedure: Procedure) -> bool:
    """Whether the plan that a procedure runs by says so: the mediation agreement, or what was stated with a plan without one."""
    agreement = agreement_of(procedure)
    return agreement.rest_due if agreement else AGREED in stated_in(procedure)


def fall_due(procedure: Procedure, *, by: Actor, at: datetime) -> bool:
    """Make what is left of the plan due today, on the ledger line by line; answers whether anything was left.

    The lines carry the day of the promise: the employer promised once, so the limitation does not begin anew with them.
    """
    case, on = procedure.case, local_date(at)
    left = left_of_plan(entries_of(case), on=on) if is_agreed(procedure) else []
    for one in left:
        said = case.entries.filter(claimant=one.worker, kind=Kind.PROMISED, due=one.due)
        told = {
            "case_id": case.pk, "claimant_id": one.worker, "kind": Kind.PROMISED, "on": said.latest("on").on, "note": NOTE,
            "by": by, "at": at,
        }  # fmt: skip
        write(amount_fen=-one.open_fen, due=one.due, **told)
        write(amount_fen=one.open_fen, due=on, **told)
    if left:
        _record(case, procedure, sum(one.open_fen for one in left), len(left), by=by, at=at)
    return bool(left)


def _record(case: Case, procedure: Procedure, fen: int, parts: int, *, by: Actor, at: datetime) -> None:
    event = RestFellDue(
        case=case.pk, place=case.place_path, procedure=procedure.pk, parts=parts, amount_yuan=yuan(Fen(fen))
    )
    record(event, by=by, at=at)
