"""What is known of a procedure (条件): conditions that the rows themselves meet, and those a person stated with words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from anxin.apps.cases import timing
from anxin.apps.cases.applying import Door, application
from anxin.apps.cases.crime import answered, examination, is_ordered, lacking
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.limits import in_time_for_inspection
from anxin.apps.cases.listing import met_for_listing
from anxin.apps.cases.mediation import met_in_room
from anxin.apps.cases.models import Archived, Case, Procedure
from anxin.apps.cases.papering import papers_of
from anxin.apps.cases.settling import settlement_of
from anxin.base import clocks
from anxin.base.prepared import Prepared
from anxin.domain.casework.ledger import adds_up, beside, missed, next_instalment
from anxin.domain.casework.listing import PROCEDURES
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.moving import Standing
from anxin.domain.casework.settlement import proved_and_owing
from anxin.domain.casework.tables import APPROVED
from anxin.kernel.clock import local_date
from anxin.kernel.money import Fen, yuan
from anxin.kernel.outcome import RuleBroken

MAIN = "case"
"""The main procedure; all others are doors."""
STATE_CLOCK = "cases.state"
FACTS_FROM = 10
"""A fact sheet of fewer characters states no facts."""
USED = "used_by"
"""Set beside a condition stated for one act only: the verb that used it."""
OF_PROCEDURE = "cases.procedure:"
OVER = "over"
"""The outcome of a clock whose period was only waited for."""
PAID = "payment_proved"
REVIEW = "review"
"""The duty to follow what a review of a refusal comes to."""
PLANNED = "plan_adds_up"
PLANS = frozenset({"handling", "confirming"})
"""Where a plan may be agreed on."""
_OPEN = Prepared(lambda case: Procedure.objects.filter(case=case, ended_at=None).values_list("kind"))
_ARCHIVED = Prepared(lambda case: Archived.objects.filter(case=case).values_list("pk")[:1])
_COMPUTED = frozenset({"employer_known", "facts_stated", "no_open_door", "no_open_promise", PAID, APPROVED})
_COMPUTED_OF = {
    "case": frozenset({"merged_into", "retention_named", "no_open_listing", "no_open_review", "plan_adds_up"}),
    "inspection": frozenset({"crime_reviewed", "within_limitation", "filed_there", "not_filed_there"}),
    "mediation": frozenset({"date_set", "minutes_kept", "amount_checked", "signed"}),
    "arbitration": frozenset({"application_complete"}),
    "legal_aid": frozenset({"checklist_complete"}),
    "transfer": frozenset({"elements_reviewed", "ordered_and_served", "dossier_complete"}),
    "listing": frozenset({"preconditions_met", "nothing_missing", "early_months_passed"}),
    "disorder": frozenset({"concerned_named", "all_told", "all_heard"}),
    "publication": frozenset({"preconditions_met", "nothing_missing"}),
    "rating": frozenset({"preconditions_met", "nothing_missing"}),
}


def computed(kind: str) -> frozenset[str]:
    """The conditions of a procedure that nobody may simply assert: the rows say whether they hold."""
    return _COMPUTED | _COMPUTED_OF.get(kind, frozenset())


def main_of(case: Case) -> Procedure:
    """The main procedure of a case; refused in words where the data has none, as after a broken import."""
    found = case.procedures.filter(kind=MAIN).order_by("pk").first()
    if found is None:
        raise RuleBroken("cases.no_main", "本案没有主程序的记录，不能这样办理。请联系系统管理员核对数据。")
    return found


def subject_of(case_id: int) -> str:
    """A case as events name it."""
    return f"cases.case:{case_id}"


def procedure_subject(procedure_id: int) -> str:
    """A procedure as clocks name it."""
    return f"{OF_PROCEDURE}{procedure_id}"


def duty_clock(duty: str) -> str:
    """The kind of clock of a duty that outlives its state."""
    return f"cases.duty.{duty}"


def standing_of(procedure: Procedure, *, at: datetime) -> Standing:
    """Where a procedure stands now, as the tables ask for it."""
    subject, on = procedure_subject(procedure.pk), local_date(at)
    running = clocks.running_of(subject)
    state = next((one for one in running if one.kind == STATE_CLOCK), None)
    asked = any(PAID in one.needs for one in case_types()[procedure.kind].moves_from(procedure.state))
    owed = frozenset(one.kind.removeprefix(duty_clock("")) for one in running if one.kind != STATE_CLOCK)
    rows = stated_in(procedure) | met(procedure.case, on=on, paid=asked) | _met_by(procedure, on=on, paid=asked)
    rows |= frozenset({"no_open_review"} if REVIEW not in owed else ())
    return Standing(
        state=procedure.state,
        known=rows,
        expired=bool(state and state.paused_at is None and at > state.due_at)
        or (state is None and _waited_out(subject)),
        paused=timing.is_paused(procedure.clock),
        owed=owed,
        papers=papers_of(procedure),
        why=_why(procedure, rows, asked=asked, on=on),
        longest=timing.why_no_longer(procedure.clock),
        until=local_date(state.due_at) if state and state.paused_at is None else None,
    )


def _why(procedure: Procedure, met: frozenset[str], *, asked: bool, on: date) -> dict[str, str]:
    """What exactly is lacking, where a condition is about sums or people."""
    found = {}
    if asked and PAID not in met:
        found[PAID] = settlement_of(procedure.case, on=on).in_words()
    if PLANNED not in met and procedure.kind == MAIN and procedure.state in PLANS:
        lines = entries_of(procedure.case)
        unpaid, planned, people = beside(lines, on=on)
        found[PLANNED] = f"尚欠 {yuan(Fen(unpaid))} 元，分期未付 {yuan(Fen(planned))} 元，{people} 人的两数不相等"
        if not planned:
            found[PLANNED] = f"尚欠 {yuan(Fen(unpaid))} 元，还没有登记分期"
        if not unpaid:
            found[PLANNED] = (
                "台账上已经没有尚欠的金额，不需要分期" if lines else "台账上没有尚欠的金额，先登记主张人并记账"
            )
        if broken := missed(lines, on=on):
            found[PLANNED] = f"有 {broken} 期过了付款日没有付清，先作废未付的分期，再登记新的付款日"
    return found


def _waited_out(subject: str) -> bool:
    """Whether the state's last clock was only waited for and is over."""
    newest = clocks.of(subject).filter(kind=STATE_CLOCK).first()
    return newest is not None and newest.outcome == OVER


def stated_in(procedure: Procedure) -> frozenset[str]:
    """The conditions that somebody stated and that no act has used up yet."""
    return frozenset(name for name, told in procedure.known.items() if USED not in told)


def met(case: Case, *, on: date, paid: bool) -> frozenset[str]:
    """The conditions that a case's rows meet on a day; whether everybody is `paid` is looked into only where a step asks for it."""
    lines = entries_of(case)
    running = {kind for (kind,) in _OPEN(case.pk) if kind != MAIN}
    outliving = {one for one in running if case_types()[one].outlives}
    found = {
        "employer_known": case.employer_id is not None or bool(case.employer_said and case.address_said),
        "facts_stated": len(case.facts.strip()) >= FACTS_FROM,
        "no_open_door": running == outliving,
        "no_open_listing": not outliving,
        "no_open_promise": next_instalment(lines, on=on) is None,
        PAID: paid and settlement_of(case, on=on, lines=lines).complete,
        "plan_adds_up": adds_up(lines, on=on),
        "merged_into": case.merged_into_id is not None,
        "retention_named": bool(_ARCHIVED(case.pk)),
    }
    return frozenset(name for name, holds in found.items() if holds)


def _met_by(procedure: Procedure, *, on: date, paid: bool) -> frozenset[str]:
    """The conditions of the procedure's own kind that the rows meet; a door is performed once the ledger it is about is settled."""
    own = _met_by_kind(procedure, on=on)
    return own | {PAID} if paid and procedure.kind != MAIN and _ledger_settled(procedure.case, on=on) else own


def _ledger_settled(case: Case, *, on: date) -> bool:
    proved, owing = proved_and_owing(set(case.claimants.values_list("pk", flat=True)), entries_of(case), on=on)
    return bool(proved) and not owing


def _met_by_kind(procedure: Procedure, *, on: date) -> frozenset[str]:
    case = procedure.case
    if procedure.kind == "mediation":
        return met_in_room(procedure)
    if procedure.kind in _APPLIED_FOR:
        return _application(procedure, on=on)
    if procedure.kind in PROCEDURES:
        return met_for_listing(procedure, on=on)
    if procedure.kind not in {"inspection", "transfer"}:
        return frozenset()
    reviewed = answered(case)
    there = _transferred(case)
    found = {
        "crime_reviewed": reviewed, "within_limitation": in_time_for_inspection(case, on=on),
        "filed_there": there in FILED, "not_filed_there": there in NOT_FILED,
    }  # fmt: skip
    if procedure.kind == "transfer":
        examined = examination(case, on=on)
        found = {
            "elements_reviewed": reviewed and not examined.excluded,
            "ordered_and_served": is_ordered(case, on=on),
            "dossier_complete": not lacking(case, examined, on=on),
        }
    return frozenset(name for name, holds in found.items() if holds)


FILED = frozenset({"filed", "following", "concluded"})
"""Where the police took up what was transferred."""
NOT_FILED = frozenset({"", "not_approved", "not_filed", "reconsidering", "upheld", "supervising", "ended"})
"""Where nobody took it up, so that it is handled here meanwhile; `supervising` only asks the police to think again."""


def _transferred(case: Case) -> str:
    """Where the newest transfer of a case stands; nowhere when there is none."""
    return case.procedures.filter(kind="transfer").order_by("pk").values_list("state", flat=True).last() or ""


_APPLIED_FOR: Mapping[str, tuple[Door, str]] = {
    "arbitration": ("arbitration", "application_complete"),
    "legal_aid": ("legal_aid", "checklist_complete"),
}
"""The doors that one applies at, and the condition that the application is complete."""


def _application(procedure: Procedure, *, on: date) -> frozenset[str]:
    """Whether the application is complete, looked into only while a step still asks for it."""
    door, condition = _APPLIED_FOR[procedure.kind]
    asked = any(condition in move.needs for move in case_types()[procedure.kind].moves_from(procedure.state))
    complete = asked and application(procedure.case, door, on=on).complete
    return frozenset({condition} if complete else ())
