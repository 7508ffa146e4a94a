"""Using a verb of a procedure (办理): the table says whether, the clocks follow, the people concerned are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anxin.apps.cases.actions.case import begin
from anxin.apps.cases.actions.excusing import ask_anew
from anxin.apps.cases.actions.falling_due import fall_due
from anxin.apps.cases.actions.ledger import sign_plans
from anxin.apps.cases.actions.limitation import refresh
from anxin.apps.cases.actions.locking import lock
from anxin.apps.cases.actions.running import follow, renew, watch_kept
from anxin.apps.cases.actions.telling import tell_filers
from anxin.apps.cases.authority import acting_as, competences, power_to_approve
from anxin.apps.cases.crime import law_book
from anxin.apps.cases.dating import worked_out
from anxin.apps.cases.events import ApprovalAsked, ApprovalDeclined, DoorOpened, ProcedureMoved
from anxin.apps.cases.knowing import MAIN, USED, computed, standing_of
from anxin.apps.cases.models import Case, Procedure
from anxin.apps.cases.papering import papers_of
from anxin.apps.cases.receiving import NOBODY, Receiver, hand_on, show_holder
from anxin.base.actors import Actor, require, require_second, system
from anxin.base.eventlog.log import record
from anxin.domain.casework.grounds import check_grounds
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.moving import Offer, Step, move, offers
from anxin.domain.casework.papers import HeldPaper, free_for, shown
from anxin.domain.casework.tables import APPROVED, WORKED_OUT, CaseType
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Citation, Fault, NotFound, RuleBroken
from anxin.law.parameters import UnknownParameter

VIEW = "cases.view"
REST_DUE = "rest_due"
"""The option of a plan: a missed part makes the rest due."""
TOLD_AT_LEAST = 2
"""A condition is stated with words, not with a tick."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person states with a verb: words on each condition, dates, a note, files that prove it, its papers, and who receives it."""

    conditions: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    note: str = ""
    files: Sequence[str] = ()
    papers: Sequence[int] = ()
    receiver: Receiver = NOBODY

    def to_json(self) -> dict[str, Any]:
        """As it waits for approval."""
        return {
            "conditions": dict(self.conditions),
            "dates": {name: day.isoformat() for name, day in self.dates.items()},
            "note": self.note,
            "files": list(self.files),
            "papers": list(self.papers),
            "receiver": asdict(self.receiver),
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Told:
        days = {name: date.fromisoformat(day) for name, day in stored["dates"].items()}
        receiver = Receiver(**stored.get("receiver", {}))
        return cls(stored["conditions"], days, stored["note"], stored["files"], stored.get("papers", ()), receiver)


def offered(procedure: Procedure, by: Actor, *, at: datetime) -> tuple[Offer, ...]:
    """Every verb of a procedure now, with what stands in its way for this person."""
    kind = case_types()[procedure.kind]
    found = offers(
        kind, standing_of(procedure, at=at), competence=competences(), acting_as=acting_as(by, procedure.place_path)
    )
    return tuple(_without_what_can_be_told(kind, one) for one in found)


def _without_what_can_be_told(kind: CaseType, offer: Offer) -> Offer:
    """A condition that the form of the verb asks for is no obstacle to opening the form."""
    askable = {kind.conditions[need] for need in offer.move.needs if need not in computed(kind.name)}
    return replace(offer, obstacles=tuple(one for one in offer.obstacles if one not in askable))


@transaction.atomic
def perform(*, procedure_id: int, verb: str, told: Told, by: Actor, at: datetime) -> Procedure:
    """Use a verb; one that needs approval waits for another person who may approve it."""
    procedure = _lock(procedure_id, by=by)
    if procedure.pending is not None:
        raise RuleBroken("cases.pending", "本程序有一项正在送审，请先审批或退回。")
    step = _step(procedure, verb, told, by=by, at=at)
    if step.waits:
        return _ask(procedure, verb, told, by=by, at=at)
    return _apply(procedure, step, told, by=by, at=at)


@transaction.atomic
def approve(*, procedure_id: int, by: Actor, at: datetime) -> Procedure:
    """Approve what waits, for whoever may act for the authority whose act it is; nobody approves what he asked for himself."""
    procedure = _lock(procedure_id, by=by, power=VIEW)
    require(by, power_to_approve(procedure), procedure.place_path)
    pending = _pending(procedure)
    require_second(by, proposers_of(pending))
    told = Told.of(pending["told"])
    step = _step(procedure, pending["verb"], told, by=by, at=at)
    procedure.pending = None
    if APPROVED in step.move.needs:
        words = f"{by.name}批准（{pending['name']}提请）"
        procedure.known = {
            **procedure.known,
            APPROVED: {"words": words, "by": by.id, "at": at.isoformat(), "files": []},
        }
    return _apply(procedure, step, told, by=by, at=at)


@transaction.atomic
def decline(*, procedure_id: int, reason: str = "", by: Actor, at: datetime) -> Procedure:
    """Send back what waits for approval, and say why; the procedure stays where it is. Whoever asked may take it back, too."""
    procedure = _lock(procedure_id, by=by, power=VIEW)
    pending = _pending(procedure)
    if not by.is_behind(proposers_of(pending)):
        require(by, power_to_approve(procedure), procedure.place_path)
        if len(reason.strip()) < TOLD_AT_LEAST:
            fault = Fault("退回理由", "没有填写", "写明为什么不批准、要补充什么")
            raise BadInput("cases.no_reason", "没有退回：", [fault])
    procedure.pending = None
    procedure.save(update_fields=["pending"])
    event = ApprovalDeclined(
        case=procedure.case_id, place=procedure.place_path, procedure=procedure.pk, verb=pending["verb"],
        kind=procedure.kind, state=procedure.state, reason=reason.strip()[:300],
    )  # fmt: skip
    record(event, by=by, at=at)
    return procedure


def _lock(procedure_id: int, *, by: Actor, power: str = "cases.handle") -> Procedure:
    row = Procedure.objects.within(by.scope).filter(pk=procedure_id).values_list("case_id", flat=True).first()
    if row is None:
        raise NotFound("no_case", "没有这个案件，或不在您的管辖地域内。")
    case = lock(row, by=by, power=power)
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    procedure.case = case
    if procedure.ended_at is not None:
        raise RuleBroken("cases.ended", "此程序已终结。")
    return procedure


def _pending(procedure: Procedure) -> dict[str, Any]:
    if procedure.pending is None:
        raise RuleBroken("cases.nothing_pending", "没有待审批的事项，可能已由他人处理。请刷新页面。")
    return dict(procedure.pending)


def proposers_of(pending: Mapping[str, Any]) -> list[str]:
    """Everybody behind what waits for approval."""
    return [pending["by"], *pending.get("proposers", ())]


def _step(procedure: Procedure, verb: str, told: Told, *, by: Actor, at: datetime) -> Step:
    """What the verb would do, with what is told counted as known; a computed condition cannot be told."""
    kind = case_types()[procedure.kind]
    stated = {
        name
        for name, words in told.conditions.items()
        if name not in computed(procedure.kind) and len(words.strip()) >= TOLD_AT_LEAST
    }
    standing = standing_of(procedure, at=at)
    standing = replace(standing, known=standing.known | stated)
    found = kind.verb(procedure.state, verb)
    if found is not None:
        check_grounds(kind, found, told.conditions, law_book(), on=local_date(at))
    citation = None if found is None or not found.law else citation_of(found.law, local_date(at))
    return move(
        kind, standing, verb, competence=competences(), acting_as=acting_as(by, procedure.place_path), citation=citation
    )


def citation_of(param: str, on: date) -> Citation | None:
    """The article that a verb rests on, as the page shows it."""
    try:
        return law_book().nearest(param, on=on)[0].citation
    except UnknownParameter:
        return None


def _ask(procedure: Procedure, verb: str, told: Told, *, by: Actor, at: datetime) -> Procedure:
    procedure.pending = {
        "verb": verb,
        "told": told.to_json(),
        "by": by.id,
        "proposers": by.people,
        "name": by.name,
        "at": at.isoformat(),
    }
    procedure.save(update_fields=["pending"])
    event = ApprovalAsked(
        case=procedure.case_id, place=procedure.place_path, procedure=procedure.pk, kind=procedure.kind, verb=verb,
        state=procedure.state,
    )  # fmt: skip
    record(event, by=by, at=at)
    return procedure


def _apply(procedure: Procedure, step: Step, told: Told, *, by: Actor, at: datetime) -> Procedure:
    papers = _papers(procedure, step, told)
    _note(procedure, step, told, papers, by=by, at=at)
    if REST_DUE in step.move.options:
        sign_plans(procedure.case, rest_due=REST_DUE in told.conditions)
    receiver = hand_on(procedure, step, told.receiver, papers)
    procedure.state = step.after.name
    if step.after.final:
        procedure.ended_at = at
    follow(procedure, step, reason=told.note or step.move.term, by=by, at=at)
    event = ProcedureMoved(
        case=procedure.case_id, place=procedure.place_path, procedure=procedure.pk, kind=procedure.kind,
        verb=step.move.verb, before=step.before.name, after=step.after.name, files=tuple(told.files),
        papers=tuple(one.paper for one in papers), receiver=receiver,
    )  # fmt: skip
    record(event, by=by, at=at)
    if procedure.kind == MAIN:
        _show_open(procedure.case, step, at=at)
    show_holder(procedure.case, step)
    _carry(procedure, step, by=by, at=at)
    _renew_others(procedure, step, by=by, at=at)
    if step.changes:
        refresh(procedure.case, by=by, at=at)
    if step.move.anew:
        ask_anew(procedure.case, by=by, at=at)
    fell = fall_due(procedure, by=by, at=at) if step.move.rest else frozenset()
    if step.move.rest:
        watch_kept(procedure, by=by, at=at)
    if "complainant" in step.move.tells:
        tell_filers(procedure, step, told.note, fell, at=at)
    return procedure


def _note(
    procedure: Procedure, step: Step, told: Told, papers: tuple[HeldPaper, ...], *, by: Actor, at: datetime
) -> None:
    """Keep with the procedure what was stated for a step, what its papers show, and its dates."""
    stated = {
        name: {"words": words.strip(), "by": by.id, "at": at.isoformat(), "files": list(told.files)}
        for name, words in told.conditions.items()
        if name in (*step.move.needs, *step.move.options) and name not in computed(procedure.kind) and words.strip()
    }
    for need, paper in shown(step.move, papers).items():
        words = {"words": paper.words, "by": by.id, "at": at.isoformat(), "files": list(paper.files)}
        stated.setdefault(need, words)
    before = {name: was for name, was in procedure.known.items() if name not in step.move.options}
    procedure.known = {**before, **stated}
    for name in set(step.move.needs) & case_types()[procedure.kind].once & procedure.known.keys():
        procedure.known[name] = {**procedure.known[name], USED: step.move.verb}
    dates = {name: day for name, day in told.dates.items() if name not in WORKED_OUT}
    dates |= worked_out(step.move, procedure.case, papers, on=local_date(at))
    procedure.dates = {**procedure.dates, **{name: day.isoformat() for name, day in dates.items()}}


def _carry(procedure: Procedure, step: Step, *, by: Actor, at: datetime) -> None:
    """Move along what waits in the same case for this step, and begin what it opens; what waits for approval there falls away."""
    for kind, verb in step.move.carries.items():
        other = procedure.case.procedures.filter(kind=kind, ended_at=None).first()
        if other is None or case_types()[kind].verb(other.state, verb) is None:
            continue
        if other.pending is not None:
            decline(procedure_id=other.pk, reason=step.move.term, by=system("cases"), at=at)
        perform(procedure_id=other.pk, verb=verb, told=Told(note=step.move.term), by=system("cases"), at=at)
    if step.move.opens and not procedure.case.procedures.filter(kind=step.move.opens, ended_at=None).exists():
        opened = begin(procedure.case, step.move.opens, by=by, at=at, state=step.move.opens_in)
        door = DoorOpened(case=procedure.case_id, place=procedure.place_path, procedure=opened.pk, kind=step.move.opens)
        record(door, by=by, at=at)


def _renew_others(procedure: Procedure, step: Step, *, by: Actor, at: datetime) -> None:
    """A step of a door is a step of its case, and of what waits for that door: nobody records the same work twice."""
    if procedure.kind == MAIN or case_types()[procedure.kind].outlives:
        return
    for other in procedure.case.procedures.filter(ended_at=None).exclude(pk=procedure.pk):
        state = case_types()[other.kind].states[other.state]
        if state.renews and (other.kind == MAIN or state.awaits == procedure.kind):
            other.case = procedure.case
            renew(other, verb=step.move.verb, by=by, at=at)


def _papers(procedure: Procedure, step: Step, told: Told) -> tuple[HeldPaper, ...]:
    """The papers that a step takes for itself: those named for it, and those that show what it needs."""
    free = free_for(step.move, papers_of(procedure))
    if taken := set(told.papers) - {one.paper for one in free}:
        raise RuleBroken(
            "cases.paper_not_free", f"有 {len(taken)} 份文书已作废、已被替换或已用于别的步骤。请刷新页面。"
        )
    needed = {one.paper for one in shown(step.move, free).values()}
    return tuple(one for one in free if one.paper in needed or one.paper in told.papers)


def _show_open(case: Case, step: Step, *, at: datetime) -> None:
    case.open = step.after.open
    case.closed_at = None if case.open else case.closed_at or at
    case.save(update_fields=["open", "closed_at"])
