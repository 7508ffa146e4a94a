"""Opening cases from filings (立案登记), giving them to people, and beginning procedures on the same fact sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from anxin.apps.cases.actions.limitation import refresh
from anxin.apps.cases.actions.locking import POWER, lock
from anxin.apps.cases.actions.running import begin_state
from anxin.apps.cases.events import (
    CaseAssigned,
    CaseOpened,
    DoorOpened,
    FactsSettled,
    FilingAttached,
)
from anxin.apps.cases.knowing import MAIN, procedure_subject, subject_of
from anxin.apps.cases.models import Case, CaseFiling, Procedure
from anxin.apps.intake.api import filing as filing_within
from anxin.apps.intake.api import filings, hand_to_case
from anxin.apps.registry.api import employer as employer_within
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.queries import account_within
from anxin.base.places.models import Place
from anxin.base.places.paths import town_of
from anxin.base.scope import Scope
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.tables import CaseType
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound, RuleBroken


@transaction.atomic
def open_from_filing(
    *, filing_id: int, by: Actor, at: datetime, alone: bool = False, beside: Case | None = None
) -> Case:
    """Make a case of a filing, or put the filing to the open case about the same employer, so that many become one.

    `alone` opens a case of its own whatever else is open; so does `beside`, the case a filing was taken out of, whose owner
    and acceptance it keeps. A filing that has a case already answers with it.
    """
    known = CaseFiling.objects.filter(filing=filing_id).select_related("case").first()
    if known is not None:
        return known.case
    filing = filing_within(by.scope, filing_id)
    require(by, POWER, filing.place_path)
    town = Place.objects.select_for_update().get(path=town_of(filing.place_path))
    case = None
    if filing.employer_id is not None and not alone and beside is None:
        same = Case.objects.filter(town_path=town.path, employer_id=filing.employer_id, open=True)
        case = same.order_by("opened_at").first()
    fresh = case is None
    if case is None:
        case = _opened(filing_id, town.path, beside, by=by, at=at)
    if fresh:
        CaseFiling.objects.create(case=case, filing=filing_id, at=filing.received_at)
        hand_to_case(filing_id=filing_id, case_id=case.pk, by=by, at=at)
    else:
        attach(case, filing_id, by=by, at=at)
    # Whoever was joined is a party of their own: told, asked whether the wages have come, and needed for the closing.
    for number in filings(by.scope).filter(joined_to=filing_id).order_by("pk").values_list("pk", flat=True):
        attach(case, number, by=by, at=at)
    refresh(case, by=by, at=at)
    return case


def attach(case: Case, filing_id: int, *, by: Actor, at: datetime) -> None:
    """Put a further filing to a case; whoever calls has locked the case and checked the power.

    Whoever tells the same matter once more, from the same telephone, adds neither heads nor money.
    """
    filing = filing_within(by.scope, filing_id)
    known = filings(Scope.everywhere()).filter(pk__in=case.filings.values("filing"), phone_hash=filing.phone_hash)
    again = bool(filing.phone_hash) and known.exists()
    CaseFiling.objects.create(case=case, filing=filing_id, at=filing.received_at)
    hand_to_case(filing_id=filing_id, case_id=case.pk, by=by, at=at)
    if not again:
        _add_up(case, filing.workers, filing.amount_fen)
    record(FilingAttached(case=case.pk, place=case.place_path, filing=filing_id), by=by, at=at)


def _opened(filing_id: int, town_path: str, beside: Case | None, *, by: Actor, at: datetime) -> Case:
    filing, year = filing_within(by.scope, filing_id), local_date(at).year
    last = Case.objects.filter(town_path=town_path, year=year).aggregate(n=Max("number"))["n"] or 0
    start = case_types()[MAIN].start
    state = HANDLED_ANEW if beside is not None and beside.state != start else start
    case = Case.objects.create(
        place_path=filing.place_path, town_path=town_path, year=year, number=last + 1, state=state,
        employer=filing.employer, employer_said=filing.employer_said, address_said=filing.address_said,
        facts=filing.words, workers=filing.workers, amount_fen=filing.amount_fen, owner=beside.owner if beside is not None else filing.owner,
        opened_at=at, drill=by.drill,
    )  # fmt: skip
    event = CaseOpened(case=case.pk, place=case.place_path, filing=filing_id, employer=case.employer_id)
    record(event, by=by, at=at)
    # The law counts from the day the complaint came in, not from the day a desk made a case of it.
    begin(case, MAIN, by=by, at=at, since=filing.received_at if state == start else at, state=state)
    return case


HANDLED_ANEW = "handling"
"""Where a filing stands that is taken out of a case which was accepted."""


def _add_up(case: Case, workers: int | None, amount_fen: int | None) -> None:
    """What a further filing says is added, whoever files counting as one at least; a person settles it on the ledger."""
    case.workers = (case.workers or 1) + (workers or 1)
    case.amount_fen = (case.amount_fen or 0) + (amount_fen or 0) or None
    case.save(update_fields=["workers", "amount_fen"])


def begin(
    case: Case, kind: str, *, by: Actor, at: datetime, since: datetime | None = None, state: str = ""
) -> Procedure:
    """Begin a procedure in its first state (or another, for a case split off), with that state's clock."""
    procedure = Procedure.objects.create(
        case=case, place_path=case.place_path, kind=kind, state=state or case_types()[kind].start, opened_at=at
    )
    begin_state(procedure, by=by, at=at, since=since or at)
    return procedure


HANDLED = frozenset({"handling", "promised", "confirming", "closed"})
"""Where a case was taken up and is not on the shelf yet: what outlives it may still be begun."""


def may_begin(table: CaseType, state: str) -> bool:
    """Whether a door may be opened while the case stands in a state."""
    return state in HANDLED if table.outlives else state == "handling"


@transaction.atomic
def open_door(*, case_id: int, kind: str, by: Actor, at: datetime) -> Procedure:
    """Begin a procedure (调解、监察、仲裁、法律援助) on the same fact sheet: nobody files again."""
    case = lock(case_id, by=by)
    table = case_types().get(kind)
    if table is None or not table.door:
        raise NotFound("cases.no_such_door", "没有这种程序，请刷新页面。")
    if not may_begin(table, case.state):
        raise RuleBroken("cases.not_handling", "案件受理后、办理中才能启动程序。")
    if case.procedures.filter(kind=kind, ended_at=None).exists():
        raise RuleBroken("cases.door_open", f"本案已有正在进行的{table.term}。")
    procedure = begin(case, kind, by=by, at=at)
    record(DoorOpened(case=case.pk, place=case.place_path, procedure=procedure.pk, kind=kind), by=by, at=at)
    return procedure


FACTS = {
    "employer_id": "用人单位", "employer_said": "所述单位", "address_said": "地点", "facts": "案情", "workers": "人数",
    "amount_fen": "主张金额",
}  # fmt: skip


OVERTAKEN = "cases.facts_overtaken"
"""The refusal of facts that somebody else changed meanwhile."""


def facts_seen(case: Case) -> str:
    """A mark of the facts as they stand, by which a later change is noticed."""
    said = [str(getattr(case, name) if getattr(case, name) is not None else "") for name in FACTS]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:16]


@transaction.atomic
def settle_facts(*, case_id: int, told: Mapping[str, Any], seen: str = "", by: Actor, at: datetime) -> Case:
    """Settle or correct the fact sheet: who owes, where, what happened, how many, how much; the filing keeps its words.

    `seen` is the mark of the facts that whoever writes had before them; changed meanwhile, nothing is written over.
    """
    case = lock(case_id, by=by)
    if seen and seen != facts_seen(case):
        raise RuleBroken(
            OVERTAKEN, "没有保存：案情在您填写时已由他人改过。现在的案情见本页，您填写的内容仍在表里，核对后可再保存。"
        )
    if unknown := told.keys() - FACTS.keys():
        raise ValueError(f"no such fact: {sorted(unknown)}")
    changed = [name for name, value in told.items() if getattr(case, name) != value]
    for name in changed:
        setattr(case, name, told[name])
    if "employer_id" in changed and case.employer_id is not None:
        case.place_path = employer_within(by.scope, case.employer_id).place_path
        case.procedures.update(place_path=case.place_path)
    if changed:
        case.save()
        fields = tuple(FACTS[name] for name in changed)
        record(FactsSettled(case=case.pk, place=case.place_path, fields=fields), by=by, at=at)
    return case


@transaction.atomic
def assign(*, case_id: int, owner_id: int, by: Actor, at: datetime) -> Case:
    """Give a case, with every clock that runs in it, to a person who may handle it there."""
    case = lock(case_id, by=by)
    case.owner = account_within(owner_id, place_path=case.place_path, power=POWER, at=at)
    case.save(update_fields=["owner"])
    for procedure in case.procedures.filter(ended_at=None):
        clocks.hand_over(subject=procedure_subject(procedure.pk), owner=f"person:{owner_id}", by=by, at=at)
    clocks.hand_over(subject=subject_of(case.pk), owner=f"person:{owner_id}", by=by, at=at)
    record(CaseAssigned(case=case.pk, place=case.place_path, owner=owner_id), by=by, at=at)
    return case
