"""Merging and splitting cases (并案、分案): workers move with their filings and their lines, so that every sum stays equal to the fen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from anxin.apps.cases.actions.assisting import call_off_all
from anxin.apps.cases.actions.case import begin, open_from_filing
from anxin.apps.cases.actions.handling import Told, perform
from anxin.apps.cases.actions.limitation import refresh
from anxin.apps.cases.actions.locking import lock
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.events import CaseMerged, CaseSplit, CaseTakenOut, FilingDetached
from anxin.apps.cases.knowing import MAIN, main_of
from anxin.apps.cases.models import Case, CaseFiling, Claimant, Interruption, LedgerEntry
from anxin.apps.intake.api import filing as filing_within
from anxin.apps.intake.api import filings, hand_to_case, tell_all
from anxin.base.actors import Actor, system
from anxin.base.eventlog.log import record
from anxin.base.places.models import Place
from anxin.base.scope import Scope
from anxin.domain.casework.ledger import balances
from anxin.kernel.clock import local_date
from anxin.kernel.money import Fen, yuan
from anxin.kernel.outcome import NotFound, RuleBroken

TAKEN_OUT = "您的诉求原归入{}一并办理，现由办公室分出，另立{}单独办理。已受理的决定不变，不用重新登记；已登记的主张和凭证随案转入。"
WORKED_ON = frozenset({"received", "handling"})


@transaction.atomic
def merge(*, case_id: int, into: int, by: Actor, at: datetime) -> Case:
    """Bring a case into another of the same town: filings, workers, ledger and proofs; the emptied one ends as merged."""
    first, second = sorted((case_id, into))
    locked = {number: lock(number, by=by) for number in dict.fromkeys((first, second))}
    case, target = locked[case_id], locked[into]
    check_pair(case, target)
    check_leaving(case)
    main = main_of(case)
    owed, workers = _owed(case, at=at), case.claimants.count()
    _move(case.claimants.values_list("pk", flat=True), case, target)
    case.interruptions.update(case=target)
    case.orders.update(case=target)
    case.papers.update(case=target)
    case.findings.update(case=target)
    case.excusals.update(case=target)
    rows = list(case.filings.all())
    for row in rows:
        _hand(row, target, by=by, at=at)
    target.workers = _sum(target.workers, case.workers)
    target.amount_fen = _sum(target.amount_fen, case.amount_fen)
    target.save(update_fields=["workers", "amount_fen"])
    _tell(rows, case, f"您的诉求原由{case.title}办理，现并入{target.title}一并办理。", at=at)
    call_off_all(case, by=by, at=at)
    case.merged_into = target
    case.workers = case.amount_fen = None
    case.save(update_fields=["merged_into", "workers", "amount_fen"])
    perform(procedure_id=main.pk, verb="merge", told=Told(), by=by, at=at)
    event = CaseMerged(
        case=target.pk, place=target.place_path, other=case.pk, claimants=workers, owed_yuan=yuan(Fen(owed)),
        title=case.title,
    )  # fmt: skip
    record(event, by=by, at=at)
    refresh(target, by=by, at=at)
    return target


def check_pair(case: Case, target: Case) -> None:
    """Refuse two cases that cannot become one, by what they are."""
    if case.pk == target.pk:
        raise RuleBroken("cases.merge_itself", "不能并入自己。")
    if case.town_path != target.town_path:
        raise RuleBroken("cases.merge_elsewhere", "两案不在同一街道，不能合并。")
    if case.employer_id != target.employer_id and case.employer_id and target.employer_id:
        raise RuleBroken("cases.merge_employers", "两案的用人单位不同，不能合并。先核定案情。")
    if case.state not in WORKED_ON or target.state not in WORKED_ON:
        raise RuleBroken("cases.merge_state", "待受理和办理中的案件才能合并。")
    if case.state == target.state == "received" and case.opened_at < target.opened_at:
        raise RuleBroken("cases.merge_clock", "被并案件收到在先，受理期限先到。请反过来并案，期限才不会丢。")


def check_leaving(case: Case) -> None:
    """Refuse a case that cannot go into another one while something in it is under way."""
    if case.procedures.filter(ended_at=None).exclude(kind=MAIN).exists():
        raise RuleBroken("cases.merge_doors", "被并案件还有正在进行的程序，请先终结，或反过来合并。")
    if case.procedures.filter(kind=MAIN, pending__isnull=False).exists():
        raise RuleBroken("cases.pending", "被并案件有一项正在送审，请先审批或退回。")


@transaction.atomic
def split(*, case_id: int, claimant_ids: Collection[int], by: Actor, at: datetime) -> Case:
    """Take workers out into a case of their own, with their filings; it stands where the old one stands, and somebody stays."""
    case = lock(case_id, by=by)
    known = set(case.claimants.values_list("pk", flat=True))
    going = set(claimant_ids)
    if not going or not going <= known:
        raise RuleBroken("cases.split_nobody", "请选择本案的主张人。")
    if going == known:
        raise RuleBroken("cases.split_all", "至少留一名主张人在本案。")
    if case.state not in WORKED_ON:
        raise RuleBroken("cases.split_state", "待受理和办理中的案件才能分案。")
    other = _beside(case, by=by, at=at)
    _move(going, case, other)
    _share_claimed(case, other, len(going), at=at)
    rows = _filings_of(going, case)
    for row in rows:
        _hand(row, other, by=by, at=at)
    _tell(rows, case, f"您的诉求由{case.title}分出，另立{other.title}继续办理。", at=at)
    event = CaseSplit(
        case=case.pk, place=case.place_path, to=other.pk, claimants=len(going),
        owed_yuan=yuan(Fen(_owed(other, at=at))), title=other.title,
    )  # fmt: skip
    record(event, by=by, at=at)
    _record_origin(other, case, by=by, at=at)
    refresh(case, by=by, at=at)
    refresh(other, by=by, at=at)
    return other


def _record_origin(other: Case, was: Case, *, by: Actor, at: datetime) -> None:
    """The new case's own history says where it comes from, and that taking out decides nothing anew."""
    accepted = other.state != "received"
    event = CaseTakenOut(case=other.pk, place=other.place_path, was=was.pk, title=was.title, accepted=accepted)
    record(event, by=by, at=at)


def _filings_of(claimants: Collection[int], case: Case) -> list[CaseFiling]:
    """The filings that these workers made; none when nobody who filed would be left in the case."""
    theirs = Claimant.objects.filter(pk__in=list(claimants)).exclude(filing=None).values("filing")
    rows = list(case.filings.filter(filing__in=theirs).order_by("pk"))
    return rows if len(rows) < case.filings.count() else []


@transaction.atomic
def detach(*, filing_id: int, by: Actor, at: datetime) -> Case:
    """Take a filing out into a case of its own, with the account of whoever filed.

    Taking out is the office's own act: what was accepted stays accepted, and the five working days of what was not run from
    the day it came, never anew.
    """
    row = CaseFiling.objects.filter(filing=filing_id).select_related("case").first()
    if row is None:
        raise NotFound("cases.no_filing", "这件诉求没有归入案件。")
    case = lock(row.case_id, by=by)
    if case.filings.count() == 1:
        raise RuleBroken("cases.only_filing", "本案只有这一件诉求，不能分出。")
    if not case.open:
        raise RuleBroken("cases.detach_ended", "本案已结案或不予受理，请先恢复办理，再把诉求分出。")
    row.delete()
    gone = filing_within(by.scope, filing_id)
    _take_off(case, gone.workers, gone.amount_fen, phone_hash=gone.phone_hash)
    other = open_from_filing(filing_id=filing_id, by=by, at=at, beside=case)
    _move(case.claimants.filter(filing=filing_id).values_list("pk", flat=True), case, other)
    refresh(case, by=by, at=at)
    refresh(other, by=by, at=at)
    event = FilingDetached(case=case.pk, place=case.place_path, filing=filing_id, to=other.pk, title=other.title)
    record(event, by=by, at=at)
    _record_origin(other, case, by=by, at=at)
    _tell(other.filings.all(), case, TAKEN_OUT.format(case.title, other.title), at=at)
    return other


def _take_off(case: Case, workers: int | None, amount_fen: int | None, *, phone_hash: str) -> None:
    """Take what a filing added to heads and money off again; nothing when the same person has another one in the case."""
    known = filings(Scope.everywhere()).filter(pk__in=case.filings.values("filing"), phone_hash=phone_hash)
    if phone_hash and known.exists():
        return
    if case.workers is not None:
        case.workers = max(case.workers - (workers or 1), 1)
    if case.amount_fen is not None:
        case.amount_fen = max(case.amount_fen - (amount_fen or 0), 0) or None
    case.save(update_fields=["workers", "amount_fen"])


def _beside(case: Case, *, by: Actor, at: datetime) -> Case:
    Place.objects.select_for_update().get(path=case.town_path)
    year = local_date(at).year
    last = Case.objects.filter(town_path=case.town_path, year=year).aggregate(n=Max("number"))["n"] or 0
    other = Case.objects.create(
        place_path=case.place_path, town_path=case.town_path, year=year, number=last + 1, state=case.state,
        employer=case.employer, employer_said=case.employer_said, address_said=case.address_said, facts=case.facts,
        owner=case.owner, opened_at=case.opened_at, breach_ended_on=case.breach_ended_on, drill=case.drill,
    )  # fmt: skip
    since = main_of(case).opened_at if case.state == "received" else at
    begin(other, MAIN, by=by, at=at, since=since, state=case.state)
    return other


def _share_claimed(case: Case, other: Case, count: int, *, at: datetime) -> None:
    """What the fact sheets say of heads and money is shared, too: what went out is taken off."""
    claimed = sum(one.claimed for one in balances(entries_of(other), on=local_date(at)).values())
    other.workers, other.amount_fen = count, claimed or None
    other.save(update_fields=["workers", "amount_fen"])
    if case.workers is not None:
        case.workers = max(case.workers - count, 1)
    if case.amount_fen is not None:
        case.amount_fen = max(case.amount_fen - claimed, 0) or None
    case.save(update_fields=["workers", "amount_fen"])


def _move(claimants: Collection[int], case: Case, to: Case) -> None:
    numbers = list(claimants)
    LedgerEntry.objects.filter(case=case, claimant__in=numbers).update(case=to)
    Interruption.objects.filter(case=case, claimant__in=numbers).update(case=to)
    Claimant.objects.filter(case=case, pk__in=numbers).update(case=to)


def _hand(row: CaseFiling, to: Case, *, by: Actor, at: datetime) -> None:
    row.case = to
    row.save(update_fields=["case"])
    hand_to_case(filing_id=row.filing, case_id=to.pk, by=by, at=at)


def _tell(rows: Collection[CaseFiling], case: Case, words: str, *, at: datetime) -> None:
    """Tell whoever filed where the matter goes on; before acceptance the decision itself is the first answer."""
    if case.state != "received":
        tell_all(filing_ids=[one.filing for one in rows], words=words, by=system("cases"), at=at)


def _owed(case: Case, *, at: datetime) -> int:
    return sum(one.owed for one in balances(entries_of(case), on=local_date(at)).values())


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)
