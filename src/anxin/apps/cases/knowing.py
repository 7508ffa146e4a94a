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
from anxin.base import clocks
from anxin.domain.casework.ledger import Kind, adds_up, balances, next_instalment
from anxin.domain.casework.listing import PROCEDURES
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.moving import Standing
from anxin.kernel.clock import local_date
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
_COMPUTED = frozenset({"employer_known", "facts_stated", "no_open_door", "no_open_promise", "payment_proved"})
_COMPUTED_OF = {
    "case": frozenset({"merged_into", "retention_named", "no_open_listing", "plan_adds_up"}),
    "inspection": frozenset({"crime_reviewed", "within_limitation"}),
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
    subject = procedure_subject(procedure.pk)
    running = list(clocks.of(subject).filter(stopped_at=None))
    state = next((one for one in running if one.kind == STATE_CLOCK), None)
    return Standing(
        state=procedure.state,
        known=stated_in(procedure) | met(procedure.case, on=local_date(at)) | _met_by(procedure, on=local_date(at)),
        expired=bool(state and state.paused_at is None and at > state.due_at)
        or (state is None and _waited_out(subject)),
        paused=timing.is_paused(procedure.clock),
        owed=frozenset(one.kind.removeprefix(duty_clock("")) for one in running if one.kind != STATE_CLOCK),
        papers=papers_of(procedure),
    )


def _waited_out(subject: str) -> bool:
    """Whether the state's last clock was only waited for and is over."""
    newest = clocks.of(subject).filter(kind=STATE_CLOCK).first()
    return newest is not None and newest.outcome == OVER


def stated_in(procedure: Procedure) -> frozenset[str]:
    """The conditions that somebody stated and that no act has used up yet."""
    return frozenset(name for name, told in procedure.known.items() if USED not in told)


def met(case: Case, *, on: date) -> frozenset[str]:
    """The conditions that a case's rows meet on a day."""
    lines = entries_of(case)
    accounts = balances(lines, on=on).values()
    running = {one for one in case.procedures.filter(ended_at=None).values_list("kind", flat=True) if one != MAIN}
    outliving = {one for one in running if case_types()[one].outlives}
    proved = all(one.proof for one in lines if one.kind is Kind.PAID)
    found = {
        "employer_known": case.employer_id is not None or bool(case.employer_said and case.address_said),
        "facts_stated": len(case.facts.strip()) >= FACTS_FROM,
        "no_open_door": running == outliving,
        "no_open_listing": not outliving,
        "no_open_promise": next_instalment(lines, on=on) is None,
        "payment_proved": (bool(accounts) and all(one.owed and not one.outstanding for one in accounts) and proved)
        or _all_confirmed(case, open_accounts=sum(one.outstanding > 0 for one in accounts)),
        "plan_adds_up": adds_up(lines, on=on),
        "merged_into": case.merged_into_id is not None,
        "retention_named": Archived.objects.filter(case=case).exists(),
    }
    return frozenset(name for name, holds in found.items() if holds)


def _met_by(procedure: Procedure, *, on: date) -> frozenset[str]:
    """The conditions of the procedure's own kind that the rows meet."""
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
    found = {"crime_reviewed": reviewed, "within_limitation": in_time_for_inspection(case, on=on)}
    if procedure.kind == "transfer":
        examined = examination(case, on=on)
        found = {
            "elements_reviewed": reviewed and not examined.excluded,
            "ordered_and_served": is_ordered(case, on=on),
            "dossier_complete": not lacking(case, examined, on=on),
        }
    return frozenset(name for name, holds in found.items() if holds)


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


def _all_confirmed(case: Case, *, open_accounts: int) -> bool:
    """Whether everybody whose filing is in the case said that the wages have arrived; one yes speaks for one worker, not for
    the others whose accounts on the ledger are still open.
    """
    said_yes = case.filings.exclude(paid_at=None).count()
    return said_yes > 0 and said_yes == case.filings.count() and open_accounts <= said_yes
