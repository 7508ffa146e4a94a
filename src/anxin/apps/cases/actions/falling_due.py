"""A plan that was broken: the rest falls due where the parties agreed on that (其余各期一并到期), and it is taken back for a new one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.apps.cases.actions.ledger import write
from anxin.apps.cases.actions.locking import lock
from anxin.apps.cases.actions.running import watch_kept
from anxin.apps.cases.actions.telling import tell_of_rest
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.events import RestFellDue
from anxin.apps.cases.models import Case, Procedure
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.domain.casework.agreement import LEAST_REASON
from anxin.domain.casework.ledger import Kind, broken, instalments, left_of_plan
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date
from anxin.kernel.money import Fen, yuan
from anxin.kernel.outcome import BadInput, Fault, RuleBroken

PLAN = "next_instalment"
NOTE = "按约定，一期逾期，其余一并到期"


def fall_due(procedure: Procedure, *, by: Actor, at: datetime) -> frozenset[int]:
    """Make what is left of the plans that were broken due today where so agreed, on the ledger line by line; answers whose those were.

    Each worker's plan is a promise to that worker: who was paid in time keeps their days. The lines carry the day of the
    promise: the employer promised once, so the limitation does not begin anew with them.
    """
    case, on = procedure.case, local_date(at)
    left = left_of_plan(entries_of(case), on=on)
    for one in left:
        said = case.entries.filter(claimant=one.worker, kind=Kind.PROMISED, due=one.due).latest("on").on
        for fen, due in ((-one.open_fen, one.due), (one.open_fen, on)):
            write(
                case_id=case.pk, claimant_id=one.worker, kind=Kind.PROMISED, amount_fen=fen, on=said, due=due, note=NOTE,
                rest_due=True, by=by, at=at,
            )  # fmt: skip
    if left:
        _record(case, procedure, sum(one.open_fen for one in left), len(left), by=by, at=at)
    return frozenset(one.worker for one in left)


@transaction.atomic
def break_kept_plans(*, procedure_id: int, by: Actor, at: datetime) -> frozenset[int]:
    """The day of a part of somebody whose plan was kept so far has passed, after others' were broken: their rest falls due, too."""
    row = Procedure.objects.select_related("case").get(pk=procedure_id)
    lock(row.case_id, by=by)
    fell = fall_due(row, by=by, at=at)
    watch_kept(row, by=by, at=at)
    if fell:
        tell_of_rest(row, "分期到期未付。", fell, at=at)
    return fell


def _record(case: Case, procedure: Procedure, fen: int, parts: int, *, by: Actor, at: datetime) -> None:
    event = RestFellDue(
        case=case.pk, place=case.place_path, procedure=procedure.pk, parts=parts, amount_yuan=yuan(Fen(fen))
    )
    record(event, by=by, at=at)


def runs(case: Case) -> bool:
    """Whether a plan of a case runs: some procedure waits for its next part."""
    running = case.procedures.filter(ended_at=None)
    return any(case_types()[one.kind].states[one.state].date == PLAN for one in running)


@transaction.atomic
def take_back_plan(*, case_id: int, reason: str, by: Actor, at: datetime) -> int:
    """Take back every unpaid part of the plans that were broken, at once, so that new ones may be written; answers how many.

    Who was paid in time keeps their plan; where nobody's was broken, all are taken back. A plan that still runs is said to be
    broken first: its clock stands on these parts.
    """
    case, on = lock(case_id, by=by), local_date(at)
    if runs(case):
        raise RuleBroken("cases.plan_runs", "分期还在履行中。到期未付的，先办理“到期未付，恢复办理”，再作废旧分期。")
    if len(reason.strip()) < LEAST_REASON:
        raise BadInput("cases.no_reason", "没有作废：", [Fault("原因", "没有填写", "请写明为什么作废旧分期")])
    lines = entries_of(case)
    workers = broken(lines, on=on)
    left = [one for one in instalments(lines, on=on) if one.open_fen and (one.worker in workers or not workers)]
    if not left:
        raise RuleBroken("cases.no_plan", "没有未付的分期，不需要作废。请刷新页面。")
    for one in left:
        write(
            case_id=case.pk, claimant_id=one.worker, kind=Kind.PROMISED, amount_fen=-one.open_fen, on=on, due=one.due,
            note=reason, by=by, at=at,
        )  # fmt: skip
    return len(left)
