"""The end of a file: put on the shelf by the office's retention list (归档), destroyed by protocol and two persons (销毁)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from anxin.apps.cases.actions.assisting import call_off_all
from anxin.apps.cases.actions.handling import Told, perform
from anxin.apps.cases.actions.locking import POWER, lock
from anxin.apps.cases.events import CaseArchived, CaseDestroyed, DestructionAsked, DestructionDeclined, WordsKept
from anxin.apps.cases.files import files_of
from anxin.apps.cases.gone import GONE
from anxin.apps.cases.knowing import main_of
from anxin.apps.cases.models import (
    Agreement,
    Archived,
    Calculation,
    Case,
    Delivery,
    Destruction,
    RetentionRule,
    Sitting,
)
from anxin.base.actors import Actor, require, require_second
from anxin.base.eventlog.log import record
from anxin.base.files.jobs import REMOVE
from anxin.base.files.store import release
from anxin.base.jobs.queue import enqueue
from anxin.base.places.models import Place
from anxin.base.places.paths import town_of
from anxin.base.vault.sealing import seal
from anxin.domain.casework.agreement import LEAST_REASON
from anxin.domain.casework.retention import kept_until, may_go
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

APPROVE = "cases.approve"


@transaction.atomic
def keep_rule(*, place_path: str, name: str, years: int | None, basis: str, by: Actor, at: datetime) -> RetentionRule:
    """Write a line of the retention list; it names what it rests on, because no length is the product's to decide."""
    require(by, APPROVE, place_path)
    faults = [
        Fault(what, "没有填写", "请填写") for what, said in (("案卷类别", name), ("依据", basis)) if not said.strip()
    ]
    if faults:
        raise BadInput("cases.rule_unclear", "没有保存：", faults)
    found = RetentionRule.objects.create(
        place_path=place_path, name=name.strip()[:60], years=years, basis=basis.strip()[:200], by=by.id, at=at
    )
    record(WordsKept(what="retention", row=found.pk, place=place_path, active=True), by=by, at=at)
    return found


@transaction.atomic
def archive(*, case_id: int, rule_id: int, by: Actor, at: datetime) -> Archived:
    """Put a closed case on the shelf by a line of the list; possible once the time of aftercare is over."""
    case = lock(case_id, by=by)
    rule = RetentionRule.objects.filter(pk=rule_id, active=True).first()
    if rule is None or not case.place_path.startswith(town_of(rule.place_path)):
        raise NotFound("cases.no_rule", "保管期限表中没有这一类。")
    if Archived.objects.filter(case=case).exists():
        raise RuleBroken("cases.archived", "本案已经归档。")
    on, main = local_date(at), main_of(case)
    call_off_all(case, by=by, at=at)
    found = Archived.objects.create(case=case, rule=rule, on=on, kept_until=kept_until(on, rule.years))
    perform(procedure_id=main.pk, verb="archive", told=Told(), by=by, at=at)
    event = CaseArchived(
        case=case.pk, place=case.place_path, rule=rule.pk,
        kept_until=found.kept_until.isoformat() if found.kept_until else "",
    )  # fmt: skip
    record(event, by=by, at=at)
    return found


@transaction.atomic
def ask_destruction(*, case_ids: Collection[int], reason: str, by: Actor, at: datetime) -> Destruction:
    """Put files whose time of keeping is over on a protocol; another person decides."""
    rows = _due(case_ids, by=by, at=at)
    if not reason.strip():
        raise BadInput("cases.no_reason", "没有提出：", [Fault("鉴定意见", "没有填写", "请写明鉴定意见")])
    town = Place.objects.select_for_update().get(path=rows[0].case.town_path)
    require(by, POWER, town.path)
    if any(one.case.town_path != town.path for one in rows):
        raise RuleBroken("cases.destroy_towns", "一份清册只列同一街道的案卷。")
    year = local_date(at).year
    last = Destruction.objects.filter(place_path=town.path, year=year).aggregate(n=Max("number"))["n"] or 0
    found = Destruction.objects.create(
        place_path=town.path, year=year, number=last + 1, cases=[one.case_id for one in rows], reason=reason.strip()[:500],
        asked_by=by.id, asked_name=by.name, asked_at=at, proposers=by.people,
    )  # fmt: skip
    record(DestructionAsked(protocol=found.pk, place=town.path, cases=len(rows)), by=by, at=at)
    return found


def _due(case_ids: Collection[int], *, by: Actor, at: datetime) -> list[Archived]:
    """The shelved files named, each within reach and past its time; anything else among them is refused."""
    within = Case.objects.within(by.scope).filter(pk__in=list(case_ids))
    rows = list(
        Archived.objects.select_for_update()
        .filter(case__in=within, destroyed_at=None)
        .select_related("case")
        .order_by("pk")
    )
    if not rows or len(rows) != len(set(case_ids)):
        raise NotFound("no_case", "没有这些归档案卷，或不在您的管辖地域内。")
    if early := [one.case.title for one in rows if not may_go(one.kept_until, on=local_date(at))]:
        raise RuleBroken("cases.kept", f"尚在保管期限内，不能销毁：{'、'.join(early)}")
    return rows


@transaction.atomic
def destroy(*, protocol_id: int, by: Actor, at: datetime) -> Destruction:
    """Destroy what a protocol lists, decided by somebody other than who asked; numbers, sums and the log stay, persons go."""
    found = Destruction.objects.select_for_update().within(by.scope).filter(pk=protocol_id).first()
    if found is None:
        raise NotFound("cases.no_protocol", "没有这份销毁清册，或不在您的管辖地域内。")
    require(by, APPROVE, found.place_path)
    _require_waiting(found)
    require_second(by, [found.asked_by, *found.proposers])
    for row in _due(found.cases, by=by, at=at):
        _empty(row, found, by=by, at=at)
    found.done_by, found.done_name, found.done_at = by.id, by.name, at
    found.save(update_fields=["done_by", "done_name", "done_at"])
    return found


def _require_waiting(protocol: Destruction) -> None:
    if protocol.done_at is not None:
        raise RuleBroken("cases.destroyed", "这份清册已经执行。")
    if protocol.declined_at is not None:
        raise RuleBroken("cases.destruction_declined", "这份清册已经退回，不能再执行。")


@transaction.atomic
def decline_destruction(*, protocol_id: int, reason: str, by: Actor, at: datetime) -> Destruction:
    """Send a protocol back with a reason, or take back one's own; its files stay on the shelf and may be listed anew."""
    found = Destruction.objects.select_for_update().within(by.scope).filter(pk=protocol_id).first()
    if found is None:
        raise NotFound("cases.no_protocol", "没有这份销毁清册，或不在您的管辖地域内。")
    if not by.is_behind([found.asked_by, *found.proposers]):
        require(by, APPROVE, found.place_path)
    _require_waiting(found)
    if len(reason.strip()) < LEAST_REASON:
        raise BadInput("cases.no_reason", "没有退回：", [Fault("退回原因", "没有填写", "请写明为什么不同意销毁")])
    found.declined_name, found.declined_at, found.declined_why = by.name, at, reason.strip()[:300]
    found.save(update_fields=["declined_name", "declined_at", "declined_why"])
    record(DestructionDeclined(protocol=found.pk, place=found.place_path, cases=len(found.cases)), by=by, at=at)
    return found


def _empty(row: Archived, protocol: Destruction, *, by: Actor, at: datetime) -> None:
    """Empty a file and those that were merged into it, which have no shelf of their own; files that nobody else needs are let go."""
    row.destroyed_at = at
    row.save(update_fields=["destroyed_at"])
    files: set[str] = set()
    for case in _with_merged(row.case):
        files |= files_of(case)
        _empty_case(case)
        event = CaseDestroyed(case=case.pk, place=case.place_path, protocol=protocol.pk, title=protocol.title)
        record(event, by=by, at=at)
    release(files, on=local_date(at))
    # Nobody waits for the night: what was destroyed is gone as soon as this is committed.
    enqueue(REMOVE, {}, key=REMOVE, at=at)


def _with_merged(case: Case) -> Iterator[Case]:
    yield case
    for other in case.merged.order_by("pk"):
        yield from _with_merged(other)


def _empty_case(case: Case) -> None:
    case.facts, case.address_said, case.employer_said = GONE, "", ""
    case.save(update_fields=["facts", "address_said", "employer_said"])
    case.claimants.update(name_sealed=str(seal(GONE)), phone_tail="", worker=None)
    case.notes.update(words=GONE, name="")
    case.assistances.update(person="", contact_sealed=str(seal(GONE)), asked=GONE, answer="", name="")
    case.entries.update(note="")
    case.interruptions.update(note="")
    case.excusals.update(words=GONE, name="")
    case.findings.update(words=GONE)
    case.papers.update(name="", not_applicable="")
    Delivery.objects.filter(order__case=case).update(where="", note=GONE)
    Sitting.objects.filter(procedure__case=case).update(minutes_sealed=str(seal(GONE)), mediators="", told_how="")
    Calculation.objects.filter(claimant__case=case).update(facts={})
    for agreement in Agreement.objects.filter(procedure__case=case):
        agreement.lines = [{**line, "reason": ""} for line in agreement.lines]
        agreement.save(update_fields=["lines"])
    for procedure in case.procedures.all():
        procedure.known = {name: {**told, "words": GONE} for name, told in procedure.known.items()}
        procedure.save(update_fields=["known"])
