"""The clock of a procedure's state (环节时限): begun, kept, paused, resumed, extended and ended with each move."""

from __future__ import annotations

from datetime import date, datetime

from anxin.apps.cases import timing
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.knowing import MAIN, STATE_CLOCK, duty_clock, procedure_subject
from anxin.apps.cases.models import Case, Procedure
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.prepared import Prepared
from anxin.domain.casework.ledger import next_instalment, next_kept
from anxin.domain.casework.limitation import ALARM_AHEAD
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.moving import Step
from anxin.domain.casework.tables import APPROVED_ON, ORDER_EXPIRED_ON, Move, State
from anxin.kernel.clock import local_date, local_midnight
from anxin.kernel.outcome import BadInput, Fault

_LIVING = Prepared(lambda case: Procedure.objects.filter(case=case, ended_at=None).values_list("pk"))


def begin_state(procedure: Procedure, *, by: Actor, at: datetime, since: datetime | None = None) -> None:
    """Start the clock of the state a procedure is in; a final state has none."""
    _begin(procedure, by=by, at=at, since=since)
    procedure.save()
    show_due(procedure)


def _begin(procedure: Procedure, *, by: Actor, at: datetime, since: datetime | None) -> None:
    state = case_types()[procedure.kind].states[procedure.state]
    procedure.clock = {}
    if state.clock:
        procedure.clock = timing.begun(state.clock, since or at)
        found = timing.due(procedure.clock)
        _start(procedure, state, found.at or at, found, by=by, at=at, since=since or at)
    elif state.date:
        _start(procedure, state, timing.end_of(_day(procedure, state, on=local_date(at))), None, by=by, at=at, since=at)


def renew(procedure: Procedure, *, verb: str, by: Actor, at: datetime) -> None:
    """Begin a clock of diligence anew, because something was done in a procedure that belongs to it."""
    clocks.stop(subject=procedure_subject(procedure.pk), kind=STATE_CLOCK, outcome=verb, by=by, at=at)
    begin_state(procedure, by=by, at=at)


NEXT_PART = "next_instalment"
"""The date of a state that lasts until the next part of a plan falls due."""


def _day(procedure: Procedure, state: State, *, on: date) -> date:
    # A plan on the ledger is the plan: its next unpaid part counts, whatever day was written beside it.
    planned = next_instalment(entries_of(procedure.case), on=on) if state.date == NEXT_PART else None
    if planned is not None:
        return planned
    said = procedure.dates.get(state.date)
    if not said:
        raise BadInput(
            "cases.no_date",
            f"进入“{state.term}”须写明日期。",
            [Fault(DATE_NAMES.get(state.date, state.date), "没有填写", "请选择日期")],
        )
    return date.fromisoformat(said)


DATE_NAMES = {
    "order_deadline": "支付期限",
    "next_instalment": "下一期付款日",
    "decided_on": "决定日期",
    APPROVED_ON: "批准日期",
    ORDER_EXPIRED_ON: "责令支付的最后一天",
}
LONG = 4 * ALARM_AHEAD
"""A clock that runs longer than this warns some weeks ahead, not after three quarters of its time: of three years, nobody remembers."""


def _start(
    procedure: Procedure, state: State, due_at: datetime, found: timing.Due | None, *, by: Actor, at: datetime,
    since: datetime,
) -> None:  # fmt: skip
    case = procedure.case
    clocks.start(
        kind=STATE_CLOCK,
        title=_title(procedure, state),
        subject=procedure_subject(procedure.pk),
        url=f"/office/cases/{case.pk}/",
        place_path=procedure.place_path,
        owner=f"person:{case.owner_id}" if case.owner_id else f"role:{_ROLES.get(state.owner, 'clerk')}",
        started_at=since,
        due_at=due_at,
        warn_at=due_at - ALARM_AHEAD if due_at - since > LONG else None,
        law_param=found.param if found else "",
        law_date=found.law_date if found else None,
        provisional=bool(found and found.provisional),
        why=found.why if found else (),
        by=by,
        at=at,
    )


AFTERCARE = "{}，回访期满后可以归档"
"""Nothing is owed to anybody by this clock, and it says so."""


def _title(procedure: Procedure, state: State) -> str:
    term = AFTERCARE.format(state.term) if state.resting else state.term
    return f"{procedure.case.title} {case_types()[procedure.kind].term}：{term}"


_ROLES = {"inspector": "inspector", "clerk": "clerk", "officer": "clerk", "mediator": "clerk"}


def follow(procedure: Procedure, step: Step, *, reason: str, by: Actor, at: datetime) -> None:
    """Do to the clocks what a move says: the state's own, and the duties it begins and meets."""
    subject = procedure_subject(procedure.pk)
    if step.move.pauses:
        procedure.clock = timing.paused(procedure.clock, at, reason)
        clocks.pause(subject=subject, kind=STATE_CLOCK, by=by, at=at, reason=reason)
    elif step.move.resumes:
        procedure.clock = timing.resumed(procedure.clock, at)
        clocks.resume(subject=subject, kind=STATE_CLOCK, by=by, at=at, due_at=timing.due(procedure.clock).at)
    elif step.move.extends:
        procedure.clock = timing.extended(procedure.clock)
        until = timing.due(procedure.clock).at
        if until is not None:
            clocks.move_due(subject=subject, kind=STATE_CLOCK, due_at=until, by=by, at=at, extended=True)
    elif not step.keeps_clock:
        since = _counted_from(procedure, step.move, at=at)
        clocks.stop(subject=subject, kind=STATE_CLOCK, outcome=step.move.verb, by=by, at=at)
        _begin(procedure, by=by, at=at, since=since)
    elif step.changes:
        clocks.rename(subject=subject, kind=STATE_CLOCK, title=_title(procedure, step.after))
    procedure.save()
    _duties(procedure, step, by=by, at=at)
    if step.after.date == NEXT_PART or step.after.resting:
        clocks.stop(subject=subject, kind=duty_clock(KEPT), outcome=step.move.verb, by=by, at=at, period=True)
    show_due(procedure)


def _counted_from(procedure: Procedure, move: Move, *, at: datetime) -> datetime | None:
    """From when the next state's clock counts, where a verb names the date of the decision; never a day to come."""
    if not move.since:
        return None
    said, name = procedure.dates.get(move.since), DATE_NAMES[move.since]
    if not said or date.fromisoformat(said) > local_date(at):
        what = "晚于今天" if said else "没有填写"
        raise BadInput("cases.no_date", f"没有办理“{move.term}”：", [Fault(name, what, "请填写文书上的日期")])
    day = date.fromisoformat(said)
    return at if day == local_date(at) else local_midnight(day)


def _duties(procedure: Procedure, step: Step, *, by: Actor, at: datetime) -> None:
    subject = procedure_subject(procedure.pk)
    if step.after.final:
        for one in clocks.running_of(subject):
            clocks.stop(subject=subject, kind=one.kind, outcome=step.move.verb, by=by, at=at)
        return
    for duty in step.ends:
        clocks.stop(subject=subject, kind=duty_clock(duty), outcome=step.move.verb, by=by, at=at)
    for duty, param in step.begins.items():
        if not timing.is_known(param):
            continue
        since = _duty_from(procedure, step.move, duty, at=at)
        found = timing.due(timing.begun(param, since))
        clocks.start(
            kind=duty_clock(duty), title=f"{procedure.case.title} {DUTY_NAMES.get(duty, duty)}", subject=subject,
            url=f"/office/cases/{procedure.case_id}/", place_path=procedure.place_path, owner=_owner(procedure.case),
            started_at=since, due_at=found.at or at, law_param=found.param, law_date=found.law_date, why=found.why, by=by, at=at,
        )  # fmt: skip


def _duty_from(procedure: Procedure, move: Move, duty: str, *, at: datetime) -> datetime:
    """From when a duty counts: an agreement binds from its signing and a decision from its day, however late the step is taken."""
    if duty == CONFIRMATION:
        return local_midnight(procedure.agreement.signed_on)
    return _counted_from(procedure, move, at=at) or at


CONFIRMATION = "judicial_confirmation"
KEPT = "kept_plans"
"""The duty to watch the parts of those whose plan was kept, while that of others was broken and the case is worked on for them."""
DUTY_NAMES = {
    "tell_extension": "书面告知投诉人延长期限",
    "tell_suspension": "书面告知投诉人中止调查",
    CONFIRMATION: "提醒申请司法确认",
    "supplement_dossier": "按公安要求补充移送材料",
    "copy_service": "送达申请书副本",
    "review": "跟踪复查或复议结果",
    KEPT: "跟踪其余劳动者的分期",
    "reply": "提交答辩",
    "check_objection": "核实异议并告知当事人结果",
    "share_listing": "公开并共享列入决定",
    "early_removal": "决定是否准予提前移出",
    "objection": "复核并答复公布异议",
}


def _owner(case: Case) -> str:
    return f"person:{case.owner_id}" if case.owner_id else "role:clerk"


def follow_plan(case: Case, *, by: Actor, at: datetime) -> None:
    """Let the clock of a running plan go to its next unpaid part, after a payment or a new promise."""
    due = next_instalment(entries_of(case), on=local_date(at))
    for procedure in case.procedures.filter(ended_at=None):
        state = case_types()[procedure.kind].states[procedure.state]
        if due is not None and state.date == NEXT_PART:
            subject = procedure_subject(procedure.pk)
            clocks.move_due(subject=subject, kind=STATE_CLOCK, due_at=timing.end_of(due), by=by, at=at)
            procedure.case = case
            show_due(procedure)
        if clocks.of(procedure_subject(procedure.pk)).filter(kind=duty_clock(KEPT), stopped_at=None).exists():
            procedure.case = case
            watch_kept(procedure, by=by, at=at)


def watch_kept(procedure: Procedure, *, by: Actor, at: datetime) -> None:
    """Let the clock of those whose plan was kept stand on their next unpaid part; none while there is no such part."""
    subject, kind = procedure_subject(procedure.pk), duty_clock(KEPT)
    due = next_kept(entries_of(procedure.case), on=local_date(at))
    if due is None:
        clocks.stop(subject=subject, kind=kind, outcome="paid", by=by, at=at, period=True)
    else:
        until = timing.end_of(due)
        clock = clocks.start(
            kind=kind, title=f"{procedure.case.title} {DUTY_NAMES[KEPT]}", subject=subject,
            url=f"/office/cases/{procedure.case_id}/#ledger", place_path=procedure.place_path, owner=_owner(procedure.case),
            started_at=at, due_at=until, by=by, at=at,
        )  # fmt: skip
        if clock.due_at != until:
            clocks.move_due(subject=subject, kind=kind, due_at=until, by=by, at=at)
    show_due(procedure)


def show_due(procedure: Procedure) -> None:
    """Copy the soonest end of any of the case's running clocks to the case, for lists."""
    case = procedure.case
    subjects = [procedure_subject(one) for (one,) in _LIVING(case.pk)]
    soonest = clocks.soonest(subjects)
    case.due_from, case.due_at = (soonest.started_at, soonest.due_at) if soonest else (None, None)
    if procedure.kind == MAIN:
        case.state = procedure.state
    case.save(update_fields=["due_from", "due_at", "state"])
