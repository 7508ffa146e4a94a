"""Moving a public-order matter by its table: notice, hearing, a conclusion by two persons, referral, and the end of the entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from anxin.apps.cases import timing
from anxin.apps.cases.actions.disorder_freezing import freeze
from anxin.apps.cases.actions.disorder_people import forget
from anxin.apps.cases.actions.handling import Told, citation_of, proposers_of
from anxin.apps.cases.actions.locking import lock_disorder
from anxin.apps.cases.authority import competences
from anxin.apps.cases.disorders import CLOCK, OVER, known_of, subject_of, table
from anxin.apps.cases.events import DisorderApprovalAsked, DisorderApprovalDeclined, DisorderMoved
from anxin.apps.cases.knowing import computed
from anxin.apps.cases.models import Disorder, DisorderCheck
from anxin.base import clocks
from anxin.base.actors import Actor, require, require_second
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import seal
from anxin.domain.casework.moving import Offer, Standing, Step, move, offers
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import RuleBroken

APPROVE = "cases.order_approve"
ACTING_AS = frozenset({"town"})
GONE = "（已按期销毁）"


def begin(matter: Disorder, *, by: Actor, at: datetime) -> None:
    """Start the clock of the state a matter is in; a destroyed one has none."""
    state = table().states[matter.state]
    matter.clock, matter.due_at = {}, None
    if state.clock:
        matter.clock = timing.begun(state.clock, at)
        found = timing.due(matter.clock)
        matter.due_at = found.at or at
        clocks.start(
            kind=CLOCK, title=f"{matter.title}：{state.term}", subject=subject_of(matter.pk),
            url=f"/office/cases/disorders/{matter.pk}/", place_path=matter.place_path, owner=_owner(matter, state.owner),
            due_at=matter.due_at, law_param=found.param, law_date=found.law_date, provisional=found.provisional,
            why=found.why, by=by, at=at,
        )  # fmt: skip
    matter.save(update_fields=["clock", "due_at"])


def _owner(matter: Disorder, role: str) -> str:
    if role == "head":
        return "role:head"
    return f"person:{matter.owner_id}" if matter.owner_id else "role:clerk"


def standing_of(matter: Disorder, *, at: datetime) -> Standing:
    """Where a matter stands now, as the table asks for it."""
    return Standing(matter.state, known_of(matter), expired=matter.due_at is not None and at > matter.due_at)


def offered(matter: Disorder, *, at: datetime) -> tuple[Offer, ...]:
    """Every verb of a matter now, with what stands in its way that its form cannot tell."""
    kind, standing = table(), standing_of(matter, at=at)
    told = frozenset(kind.conditions) - computed(kind.name)
    able = Standing(standing.state, standing.known | told, standing.expired)
    return offers(kind, able, competence=competences(), acting_as=ACTING_AS)


@transaction.atomic
def perform(*, disorder_id: int, verb: str, told: Told, seen: str = "", by: Actor, at: datetime) -> Disorder:
    """Use a verb; a conclusion, a referral and the destruction wait for another person who may approve.

    What the proposer saw of the cross-check is frozen with the proposal; `seen` is the digest that their page showed.
    """
    matter = lock_disorder(disorder_id, by=by)
    if matter.pending is not None:
        raise RuleBroken("cases.pending", "这件事项有一项正在送审，请先审批或退回。")
    step = _step(matter, verb, told, at=at)
    if not step.move.approval:
        return _apply(matter, step, told, by=by, at=at)
    check = freeze(matter, step, seen=seen, approved=False, by=by, at=at)
    matter.pending = {
        "verb": verb, "told": told.to_json(), "by": by.id, "proposers": by.people, "name": by.name, "at": at.isoformat(),
        "check": check.pk if check else None,
    }  # fmt: skip
    matter.save(update_fields=["pending"])
    event = DisorderApprovalAsked(
        disorder=matter.pk, place=matter.place_path, verb=verb, state=matter.state, check=_digest(check)
    )
    record(event, by=by, at=at)
    return matter


@transaction.atomic
def approve(*, disorder_id: int, seen: str = "", by: Actor, at: datetime) -> Disorder:
    """Approve what waits; nobody approves what he asked for himself. What the decider saw is frozen, beside what the proposer saw."""
    matter = lock_disorder(disorder_id, by=by, power=APPROVE)
    pending = _pending(matter)
    require_second(by, proposers_of(pending))
    told = Told.of(pending["told"])
    step = _step(matter, pending["verb"], told, at=at)
    check = freeze(matter, step, seen=seen, approved=True, by=by, at=at)
    matter.pending = None
    return _apply(matter, step, told, by=by, at=at, asked=pending, check=check)


@transaction.atomic
def decline(*, disorder_id: int, by: Actor, at: datetime) -> Disorder:
    """Send back what waits; whoever asked may take it back, too."""
    matter = lock_disorder(disorder_id, by=by, power="cases.order")
    pending = _pending(matter)
    if not by.is_behind(proposers_of(pending)):
        require(by, APPROVE, matter.place_path)
    matter.pending = None
    matter.save(update_fields=["pending"])
    record(DisorderApprovalDeclined(disorder=matter.pk, place=matter.place_path, verb=pending["verb"]), by=by, at=at)
    return matter


def _pending(matter: Disorder) -> dict[str, Any]:
    if matter.pending is None:
        raise RuleBroken("cases.nothing_pending", "没有待审批的事项，可能已由他人处理。请刷新页面。")
    return dict(matter.pending)


def _step(matter: Disorder, verb: str, told: Told, *, at: datetime) -> Step:
    kind, standing = table(), standing_of(matter, at=at)
    stated = {name for name, words in told.conditions.items() if len(words.strip()) >= 2}
    known = standing.known | (stated - computed(kind.name))
    found = kind.verb(matter.state, verb)
    citation = citation_of(found.law, local_date(at)) if found is not None and found.law else None
    return move(
        kind, Standing(standing.state, known, standing.expired), verb, competence=competences(), acting_as=ACTING_AS,
        citation=citation,
    )  # fmt: skip


def _digest(check: DisorderCheck | None) -> str:
    return check.facts_sha256 if check else ""


def _apply(
    matter: Disorder, step: Step, told: Told, *, by: Actor, at: datetime, asked: dict[str, Any] | None = None,
    check: DisorderCheck | None = None,
) -> Disorder:  # fmt: skip
    matter.steps = [
        *matter.steps,
        {
            "verb": step.move.verb, "term": step.move.term, "conditions": dict(told.conditions), "note": told.note,
            "files": list(told.files), "at": at.isoformat(), "by": asked["name"] if asked else by.name,
            "approved": by.name if asked else "",
            "checks": [one for one in ((asked or {}).get("check"), check.pk if check else None) if one],
        },
    ]  # fmt: skip
    matter.state = step.after.name
    matter.save(update_fields=["state", "steps", "pending"])
    if step.changes or step.move.restarts:
        clocks.stop(subject=subject_of(matter.pk), kind=CLOCK, outcome=step.move.verb, by=by, at=at, period=_over(step))
        begin(matter, by=by, at=at)
    if step.after.name == "cleared":
        forget(list(matter.persons.filter(cleared_at=None)), why="查无问题", at=at)
    if step.after.final:
        _empty(matter, at=at)
    event = DisorderMoved(
        disorder=matter.pk, place=matter.place_path, verb=step.move.verb, before=step.before.name, after=step.after.name,
        files=tuple(told.files), check=_digest(check),
    )  # fmt: skip
    record(event, by=by, at=at)
    return matter


def _over(step: Step) -> bool:
    """A time of keeping, or a time to answer, is only waited for: its end misses nothing."""
    return step.before.name in OVER or step.move.verb == "silent"


def _empty(matter: Disorder, *, at: datetime) -> None:
    """Destroy what a matter holds; its number, kind, dates and the log stay."""
    matter.words, matter.where, matter.reporter_sealed = GONE, "", seal(GONE)
    matter.steps, matter.files, matter.settlements, matter.case, matter.employer = [], [], [], None, None
    matter.ended_at = at
    matter.save()
    matter.persons.all().delete()
    matter.checks.all().delete()
    matter.looks.update(reason=GONE)
