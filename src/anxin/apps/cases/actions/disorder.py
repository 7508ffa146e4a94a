"""Putting matters on the ledger of public-order matters (涉薪治安台账), what they are compared with, and looks at names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from anxin.apps.cases.actions.disorder_moving import begin
from anxin.apps.cases.actions.disorder_people import add_people
from anxin.apps.cases.actions.locking import ORDER, lock_disorder
from anxin.apps.cases.disorders import hash_of, named, table
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.events import DisorderNamesSeen, DisorderRecorded, DisorderSearched, DisorderSourceAdded
from anxin.apps.cases.models import Disorder, DisorderLook, DisorderPerson
from anxin.apps.cases.queries import case as case_within
from anxin.apps.registry.api import employer as employer_within
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.queries import account_within
from anxin.base.places.models import Place
from anxin.base.places.paths import town_of
from anxin.base.vault.sealing import open_, seal
from anxin.domain.casework.ledger import balances
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

SEE = "cases.order"
WORDS_FROM = 10
"""What happened is not told in fewer characters."""
REASON_FROM = 4


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported: kind, what happened, where, when, by whom; the case or the employer it touches, and the sources."""

    kind: str
    words: str
    where: str
    happened_on: date
    reporter: str
    case_id: int | None = None
    employer_id: int | None = None
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list handed in: a claim (amount, account) or an attendance (days)."""

    name: str
    number: str = ""
    amount_fen: int | None = None
    account: str = ""
    days: int | None = None


@transaction.atomic
def report(*, place_path: str, told: Report, by: Actor, at: datetime) -> Disorder:
    """Put a matter on the ledger; it is checked before anything is held against anybody."""
    require(by, ORDER, place_path)
    if faults := _unclear(told, on=local_date(at)):
        raise BadInput("cases.disorder_unclear", "没有登记：", faults)
    case = case_within(by.scope, told.case_id) if told.case_id is not None else None
    employer = case.employer if case else None
    if told.employer_id is not None:
        employer = employer_within(by.scope, told.employer_id)
    town, year = Place.objects.select_for_update().get(path=town_of(place_path)), local_date(at).year
    last = Disorder.objects.filter(town_path=town.path, year=year).aggregate(n=Max("number"))["n"] or 0
    owner = account_within(by.person_id, place_path=place_path, power=ORDER, at=at) if by.person_id else None
    matter = Disorder.objects.create(
        place_path=place_path, town_path=town.path, year=year, number=last + 1, kind=told.kind, words=told.words.strip(),
        where=told.where.strip()[:200], happened_on=told.happened_on, reporter_sealed=seal(told.reporter.strip()), case=case,
        employer=employer, state=table().start, files=list(told.files), owner=owner, opened_at=at,
    )  # fmt: skip
    event = DisorderRecorded(disorder=matter.pk, place=place_path, kind=told.kind, files=tuple(told.files))
    record(event, by=by, at=at)
    begin(matter, by=by, at=at)
    return matter


def _unclear(told: Report, *, on: date) -> list[Fault]:
    return [
        *([Fault("经过", "太短", "请写明发生了什么，不写姓名")] if len(told.words.strip()) < WORDS_FROM else []),
        *([Fault("地点", "没有填写", "请写明地点")] if not told.where.strip() else []),
        *([Fault("报告人", "没有填写", "请写明谁报告的")] if not told.reporter.strip() else []),
        *([Fault("发生日期", "晚于今天", "请核对日期")] if told.happened_on > on else []),
        *([Fault("类别", "没有选择", "请选择类别")] if told.kind not in Disorder.Kind.values else []),
    ]


@transaction.atomic
def take_claims(*, disorder_id: int, rows: Sequence[Row], file: str, by: Actor, at: datetime) -> int:
    """Take a list of claims that was handed in; names are sealed, numbers and accounts only compared. `file` is its hash."""
    matter = lock_disorder(disorder_id, by=by)
    _still_checked(matter)
    if faults := [
        Fault(f"第 {n} 行", "没有主张金额", "请补上") for n, one in enumerate(rows, 1) if one.amount_fen is None
    ]:
        raise BadInput("cases.claims_unclear", "名单没有读入：", faults[:20])
    add_people(matter, rows, by=by)
    _source(matter, "claims", len(rows), file, by=by, at=at)
    return len(rows)


@transaction.atomic
def take_from_case(*, disorder_id: int, by: Actor, at: datetime) -> int:
    """Take who claims in the case that the matter touches, each with what is claimed there; twice takes nobody twice."""
    matter = lock_disorder(disorder_id, by=by)
    _still_checked(matter)
    if matter.case is None:
        raise RuleBroken("cases.no_case_named", "这件事项没有关联案件。")
    accounts = balances(entries_of(matter.case), on=local_date(at))
    known = set(matter.persons.exclude(claimed_fen=None).values_list("name_hash", flat=True))
    fresh = []
    for one in matter.case.claimants.order_by("pk"):
        name = open_(one.name_sealed)
        if hash_of(name) not in known and one.pk in accounts:
            fresh.append(
                DisorderPerson(
                    disorder=matter, name_sealed=seal(name), name_hash=hash_of(name), worker=one.worker,
                    claimed_fen=accounts[one.pk].claimed or accounts[one.pk].owed,
                )
            )  # fmt: skip
    DisorderPerson.objects.bulk_create(fresh)
    _source(matter, "case", len(fresh), "", by=by, at=at)
    return len(fresh)


@transaction.atomic
def take_attendance(*, disorder_id: int, rows: Sequence[Row], file: str, by: Actor, at: datetime) -> int:
    """Set everybody against an attendance list, by number where both have one, else by name; in doubt for the person."""
    matter = lock_disorder(disorder_id, by=by)
    _still_checked(matter)
    by_number: dict[str, int] = {}
    by_name: dict[str, int] = {}
    for row in rows:
        where, key = (by_number, hash_of(row.number)) if row.number else (by_name, hash_of(row.name))
        where[key] = where.get(key, 0) + (row.days or 0)
    for one in matter.persons.exclude(claimed_fen=None):
        one.days = by_number.get(one.number_hash, 0) or by_name.get(one.name_hash, 0)
        if not one.number_hash:
            one.days = one.days or max((row.days or 0 for row in rows if hash_of(row.name) == one.name_hash), default=0)
        one.save(update_fields=["days"])
    matter.attendance = True
    matter.save(update_fields=["attendance"])
    _source(matter, "attendance", len(rows), file, by=by, at=at)
    return len(rows)


@transaction.atomic
def note_settlement(*, disorder_id: int, amount_fen: int, by: Actor, at: datetime) -> Disorder:
    """Note a sum of project money that was settled or is disputed, to set the claims against."""
    matter = lock_disorder(disorder_id, by=by)
    _still_checked(matter)
    if amount_fen <= 0:
        raise BadInput("cases.settlement_unclear", "没有登记：", [Fault("金额", "应大于零", "请填写结算金额")])
    matter.settlements = sorted({*matter.settlements, amount_fen})
    matter.save(update_fields=["settlements"])
    _source(matter, "settlement", 1, "", by=by, at=at)
    return matter


@transaction.atomic
def add_papers(*, disorder_id: int, files: Sequence[str], by: Actor, at: datetime) -> Disorder:
    """Put further sources to a matter."""
    matter = lock_disorder(disorder_id, by=by)
    matter.files = list(dict.fromkeys([*matter.files, *files]))
    matter.save(update_fields=["files"])
    for sha in files:
        _source(matter, "paper", 1, sha, by=by, at=at)
    return matter


def _still_checked(matter: Disorder) -> None:
    if matter.state != table().start:
        raise RuleBroken("cases.disorder_told", "已告知当事人，不能再改动比对的来源。需要补充的，先退回再核查。")


def _source(matter: Disorder, what: str, count: int, file: str, *, by: Actor, at: datetime) -> None:
    event = DisorderSourceAdded(disorder=matter.pk, place=matter.place_path, what=what, count=count, file=file)
    record(event, by=by, at=at)


@transaction.atomic
def look(*, disorder_id: int, reason: str, by: Actor, at: datetime) -> DisorderLook:
    """Look at the names of a matter for a stated reason; the record is written before anything is opened."""
    matter = lock_disorder(disorder_id, by=by, power=SEE)
    why = _reason(reason)
    found = DisorderLook.objects.create(disorder=matter, reason=why, by=by.id, name=by.name[:80], at=at)
    record(DisorderNamesSeen(disorder=matter.pk, place=matter.place_path, reason=why), by=by, at=at)
    return found


@transaction.atomic
def search(*, words: str, reason: str, by: Actor, at: datetime) -> list[Disorder]:
    """Find the matters in which a person stands, for a stated reason; whom was looked for is not kept.

    The search stands in the log of the place that the searcher looks after, of this office's town where that is everywhere.
    """
    place_path = next(iter(by.scope.paths), None)
    if place_path is None:
        raise NotFound("cases.no_disorder", "您没有管辖地域，不能查找。")
    place_path = place_path or Place.objects.get(code=settings.SETTINGS.town).path
    require(by, ORDER, place_path)
    why = _reason(reason)
    found = list(named(by.scope, words).order_by("-opened_at")[:50])
    record(DisorderSearched(place=place_path, reason=why, found=len(found)), by=by, at=at)
    return found


def _reason(reason: str) -> str:
    why = reason.strip()
    if len(why) < REASON_FROM:
        fault = Fault("用途", f"不足 {REASON_FROM} 个字", "请写明为何需要，例如“通知当事人陈述”")
        raise BadInput("reason_missing", "请写明用途（不少于 4 个字）。", [fault])
    return why[:200]
