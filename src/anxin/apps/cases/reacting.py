"""What follows in cases from what happened to filings and clocks."""

from __future__ import annotations

from datetime import datetime

from anxin.apps.cases.actions.case import attach, open_from_filing
from anxin.apps.cases.actions.correcting import correct
from anxin.apps.cases.actions.falling_due import break_kept_plans
from anxin.apps.cases.actions.handling import Told, perform
from anxin.apps.cases.actions.recounting import keep_recomputed
from anxin.apps.cases.actions.running import KEPT, watch_kept
from anxin.apps.cases.clock_rules import rules_of
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.knowing import MAIN, OF_PROCEDURE, OVER, STATE_CLOCK, duty_clock
from anxin.apps.cases.models import CaseFiling, Procedure
from anxin.apps.intake.events import FilingJoined, FilingsGathered
from anxin.base import clocks
from anxin.base.actors import Actor, system
from anxin.base.clocks.events import ClockExpired
from anxin.domain.casework.ledger import broken_by_term, kept_with_term, missed
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import RuleBroken

__all__ = [
    "attach_joined", "break_plan", "come_back", "correct_person", "end_rest", "keep_recomputed", "open_for_group", "rules_of",
]  # fmt: skip
UNANSWERED = "接收机关期满没有答复，本办公室收回继续办理。"


def end_rest(event: ClockExpired, *, seq: int, by: Actor, at: datetime) -> None:
    """The time after a case was closed or refused is over: nothing was missed, and the case may go to the shelf."""
    if event.kind != STATE_CLOCK:
        return
    procedure = Procedure.objects.filter(pk=int(event.of.removeprefix(OF_PROCEDURE))).first()
    if procedure is not None and case_types()[procedure.kind].states[procedure.state].resting:
        clocks.stop(subject=event.of, kind=STATE_CLOCK, outcome=OVER, by=by, at=at, period=True)


def come_back(event: ClockExpired, *, seq: int, by: Actor, at: datetime) -> None:
    """A referral that nobody answered in time comes back to whoever referred it, and the worker is told."""
    if event.kind != STATE_CLOCK:
        return
    procedure = Procedure.objects.filter(pk=int(event.of.removeprefix(OF_PROCEDURE))).select_related("case").first()
    if procedure is not None and procedure.kind == MAIN and procedure.state == "referred":
        perform(procedure_id=procedure.pk, verb="take_back", told=Told(note=UNANSWERED), by=system("cases"), at=at)


def break_plan(event: ClockExpired, *, seq: int, by: Actor, at: datetime) -> None:
    """The day of a part passed and it was not paid: where the rest falls due then, nobody must remember to press for it.

    Nor for those whose plan was kept when that of others broke, and who are watched since.
    """
    if event.kind == duty_clock(KEPT):
        break_kept_plans(procedure_id=int(event.of.removeprefix(OF_PROCEDURE)), by=system("cases"), at=at)
    if event.kind != STATE_CLOCK:
        return
    procedure = Procedure.objects.filter(pk=int(event.of.removeprefix(OF_PROCEDURE))).select_related("case").first()
    verb = BREAKS.get((procedure.kind, procedure.state)) if procedure is not None else None
    if procedure is None or verb is None or procedure.pending is not None:
        return
    lines, on, clock_keeper = entries_of(procedure.case), local_date(at), system("cases")
    if broken_by_term(lines, on=on):
        perform(procedure_id=procedure.pk, verb=verb, told=Told(), by=clock_keeper, at=at)
    elif missed(lines, on=on) and kept_with_term(lines, on=on):
        watch_kept(procedure, by=clock_keeper, at=at)


BREAKS = {(MAIN, "promised"): "default", ("mediation", "agreed"): "breach"}
"""The verb that says of a plan that it was not kept, where it runs."""


def attach_joined(event: FilingJoined, *, seq: int, by: Actor, at: datetime) -> None:
    """A filing joined to one that is in a case already comes into that case with it."""
    row = CaseFiling.objects.filter(filing=event.to).select_related("case").first()
    if row is None or CaseFiling.objects.filter(filing=event.filing).exists():
        return
    if not row.case.open:
        raise RuleBroken("cases.closed", "要并入的诉求所在案件已经结案。请把这件诉求单独转为案件。")
    attach(row.case, event.filing, by=by, at=at)


def correct_person(*, filing_id: int, wrong: str, right: str, by: Actor, at: datetime) -> None:
    """What was kept wrong about a filer is written right in the case of the filing, too."""
    row = CaseFiling.objects.get(filing=filing_id)
    correct(case_id=row.case_id, filing_id=filing_id, wrong=wrong, right=right, by=by, at=at)


def open_for_group(event: FilingsGathered, *, seq: int, by: Actor, at: datetime) -> None:
    """Filings of a surge are one case at once; whether it is accepted, and who belongs to it, a person decides."""
    if not event.checked:
        open_from_filing(filing_id=event.head, by=by, at=at)
