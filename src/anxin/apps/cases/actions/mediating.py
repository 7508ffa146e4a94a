"""Acts in the mediation room: sittings, minutes, what is due, and the agreement that goes onto the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anxin.apps.cases.actions.ledger import write
from anxin.apps.cases.actions.locking import lock
from anxin.apps.cases.crime import law_book
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.events import AgreementRecorded, ClaimCalculated, MinutesKept, SittingSet
from anxin.apps.cases.models import Agreement, Calculation, Case, Claimant, Procedure, Sitting
from anxin.apps.organisation.api import bodies_for
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import open_, seal
from anxin.domain.casework.agreement import Agreed, faults
from anxin.domain.casework.bodies import Body
from anxin.domain.casework.ledger import Kind, balances
from anxin.domain.wages.claim import claim, trace
from anxin.domain.wages.claim_facts import Line
from anxin.domain.wages.claim_reading import facts_of
from anxin.kernel.clock import local_date
from anxin.kernel.ids import mask_name
from anxin.kernel.money import Fen, yuan
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

MEDIATION = "mediation"
SITS = frozenset({"applied", "scheduled", "held"})


@dataclass(frozen=True, slots=True)
class Part:
    """What one worker agrees to: the amount, the parts it is paid in, and why it may be less than is due."""

    claimant: int
    amount_fen: int
    parts: tuple[tuple[date, int], ...]
    reason: str = ""


def _room(procedure_id: int, *, by: Actor) -> Procedure:
    """The running mediation, with its case locked."""
    found = Procedure.objects.within(by.scope).filter(pk=procedure_id, kind=MEDIATION).first()
    if found is None:
        raise NotFound("cases.no_mediation", "没有这个调解程序，或不在您的管辖地域内。")
    found.case = lock(found.case_id, by=by)
    if found.state not in SITS:
        raise RuleBroken("cases.mediation_over", "调解已达成协议或已终结。")
    return found


@transaction.atomic
def schedule(
    *, procedure_id: int, starts_at: datetime, where: str, body: str, mediators: str, told_how: str = "", registered: int | None = None,
    by: Actor, at: datetime,
) -> Sitting:  # fmt: skip
    """Set a sitting: a time to come, a place, before which body and which mediators; a registered body gives its own name."""
    room = _room(procedure_id, by=by)
    chosen = _chosen(room, registered)
    wanted = [
        *([Fault("时间", "已经过去", "请选择将来的时间")] if starts_at <= at else []),
        *([Fault("地点", "没有填写", "请写明地点")] if not where.strip() else []),
        *([Fault("调解员", "没有填写", "请写明调解员")] if not mediators.strip() else []),
    ]
    if wanted:
        raise BadInput("cases.sitting_unclear", "没有排期：", wanted)
    found = Sitting.objects.create(
        procedure=room, starts_at=starts_at, where=where.strip(), body=chosen.name if chosen else body,
        registered=registered, mediators=mediators.strip(), told_how=told_how.strip()[:200], by=by.id, at=at,
    )  # fmt: skip
    event = SittingSet(case=room.case_id, place=room.place_path, sitting=found.pk, starts=starts_at, on=True)
    record(event, by=by, at=at)
    return found


def _chosen(room: Procedure, registered: int | None) -> Body | None:
    """The body on the register that may mediate in this case; refused when it may not, or was dissolved meanwhile."""
    if registered is None:
        return None
    able = bodies_for(employer=room.case.employer_id, place_path=room.place_path)
    found = next((one for one in able if one.number == registered), None)
    if found is None:
        raise NotFound("cases.no_body", "这个调解组织已经撤销，或不能调解本案。请重新选择。")
    return found


def _sitting(sitting_id: int, *, by: Actor) -> Sitting:
    found = Sitting.objects.filter(pk=sitting_id, cancelled="").first()
    if found is None:
        raise NotFound("cases.no_sitting", "没有这次调解会，可能已取消。")
    found.procedure = _room(found.procedure_id, by=by)
    return found


@transaction.atomic
def cancel(*, sitting_id: int, why: str, by: Actor, at: datetime) -> Sitting:
    """Call a sitting off, saying why; one that was held cannot be."""
    found = _sitting(sitting_id, by=by)
    if found.held_at is not None:
        raise RuleBroken("cases.sitting_held", "这次调解会已有笔录，不能取消。")
    if not why.strip():
        raise BadInput("cases.no_reason", "没有取消：", [Fault("取消原因", "没有填写", "请写明原因")])
    found.cancelled = why.strip()[:200]
    found.save(update_fields=["cancelled"])
    room = found.procedure
    event = SittingSet(case=room.case_id, place=room.place_path, sitting=found.pk, starts=found.starts_at, on=False)
    record(event, by=by, at=at)
    return found


@transaction.atomic
def keep_minutes(*, sitting_id: int, words: str, files: Sequence[str], by: Actor, at: datetime) -> Sitting:
    """Keep the minutes of a sitting with the signed paper; what people said there is sealed."""
    found = _sitting(sitting_id, by=by)
    wanted = [
        *([Fault("笔录", "没有填写", "请写明双方陈述和调解经过")] if len(words.strip()) < 2 else []),
        *([Fault("签字笔录", "没有上传", "请上传双方签字的笔录")] if not files else []),
        *([Fault("时间", "调解会还没有开始", "请在调解会之后登记笔录")] if at < found.starts_at else []),
    ]
    if wanted:
        raise BadInput("cases.minutes_unclear", "笔录没有保存：", wanted)
    found.minutes_sealed, found.files, found.held_at = str(seal(words.strip())), list(files), at
    found.save(update_fields=["minutes_sealed", "files", "held_at"])
    room = found.procedure
    record(MinutesKept(case=room.case_id, place=room.place_path, sitting=found.pk, files=tuple(files)), by=by, at=at)
    return found


@transaction.atomic
def calculate(*, claimant_id: int, told: Mapping[str, Any], by: Actor, at: datetime) -> Calculation:
    """Find what a worker is owed on the facts told, by the same rules as the public calculator."""
    claimant = Claimant.objects.filter(pk=claimant_id).first()
    if claimant is None:
        raise NotFound("cases.no_claimant", "本案没有这名主张人。")
    case = lock(claimant.case_id, by=by)
    place = case.town_path.rstrip("/").rsplit("/", 1)[-1]
    found = claim(facts_of(told, on=local_date(at), place=place), law_book())
    if not found.lines:
        raise BadInput("cases.nothing_due", "没有计算：", [Fault("各月工资", "没有填写", "每行写月份、应发、已发")])
    row = Calculation.objects.create(
        claimant=claimant, facts=dict(told), due_fen=found.due_fen, lines=[_plain(one) for one in found.lines],
        trace=trace(found), by=by.id, at=at,
    )  # fmt: skip
    event = ClaimCalculated(
        case=case.pk, place=case.place_path, claimant=claimant.pk, due_yuan=yuan(Fen(found.due_fen)), trace=row.trace
    )
    record(event, by=by, at=at)
    return row


def _plain(one: Line) -> dict[str, Any]:
    return {
        "id": one.id,
        "term": one.term,
        "month": str(one.month) if one.month else "",
        "standing": one.standing.value,
        "amount_fen": one.amount_fen,
        "formula": one.formula,
        "articles": [cited.in_words() for cited in one.citations],
        "note": one.note,
    }


@transaction.atomic
def record_agreement(
    *,
    procedure_id: int,
    signed_on: date,
    parts: Sequence[Part],
    file: str,
    rest_due: bool = False,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Record a signed agreement once it was checked against the calculator; its parts go onto the ledger and run as clocks.

    `rest_due`: the parties agreed that the rest falls due when a part is missed.
    """
    room = _room(procedure_id, by=by)
    if Agreement.objects.filter(procedure=room).exists():
        raise RuleBroken("cases.agreement_there", "本次调解已登记协议。")
    agreed = _agreed(room.case, parts, on=local_date(at))
    wanted = faults(agreed, claimants=_claiming(room.case, on=local_date(at)), signed_on=signed_on)
    if not file:
        wanted.append(Fault("签字协议", "没有上传", "请上传双方签字的协议"))
    if signed_on > local_date(at):
        wanted.append(Fault("签订日期", "晚于今天", "请核对日期"))
    if wanted:
        raise BadInput("cases.agreement_unsound", "协议没有登记：", wanted)
    lines = [_line(one) for one in agreed]
    found = Agreement.objects.create(
        procedure=room, signed_on=signed_on, lines=lines, file=file, rest_due=rest_due, by=by.id, at=at
    )
    for one in agreed:
        _promise(room.case, one, found, by=by, at=at)
    event = AgreementRecorded(
        case=room.case_id, place=room.place_path, procedure=room.pk, file=file,
        amount_yuan=yuan(Fen(sum(one.amount_fen for one in agreed))),
        given_up_yuan=yuan(Fen(sum(one.given_up_fen for one in agreed))),
    )  # fmt: skip
    record(event, by=by, at=at)
    return found


def _claiming(case: Case, *, on: date) -> dict[int, str]:
    """The workers to whom something is still owed, masked."""
    found = balances(entries_of(case), on=on)
    done = {one.worker for one in found.values() if one.owed and not one.outstanding}
    return {one.pk: mask_name(open_(one.name_sealed)) for one in case.claimants.all() if one.pk not in done}


def _agreed(case: Case, parts: Sequence[Part], *, on: date) -> list[Agreed]:
    known = {one.pk: one for one in case.claimants.all()}
    if unknown := [one.claimant for one in parts if one.claimant not in known]:
        raise NotFound("cases.no_claimant", f"本案没有这名主张人：{unknown[0]}。")
    accounts = balances(entries_of(case), on=on)
    return [
        Agreed(
            worker=one.claimant,
            name=mask_name(open_(known[one.claimant].name_sealed)),
            amount_fen=one.amount_fen,
            parts=tuple(sorted(one.parts)),
            calculated_fen=due_of(known[one.claimant]),
            reason=one.reason,
            ledger_fen=accounts[one.claimant].outstanding if one.claimant in accounts else None,
        )
        for one in parts
    ]


def newest(claimant: Claimant) -> Calculation | None:
    """The newest calculation of what a worker is owed."""
    return Calculation.objects.filter(claimant=claimant).order_by("-at", "-pk").first()


def due_of(claimant: Claimant) -> int | None:
    """What the newest calculation found due to a worker."""
    row = newest(claimant)
    return row.due_fen if row else None


def _line(one: Agreed) -> dict[str, Any]:
    return {
        "claimant": one.worker,
        "amount_fen": one.amount_fen,
        "calculated_fen": one.calculated_fen,
        "reason": one.reason.strip(),
        "parts": [[day.isoformat(), fen] for day, fen in one.parts],
    }


def _promise(case: Case, one: Agreed, found: Agreement, *, by: Actor, at: datetime) -> None:
    """The agreement settles what is owed: what was paid before and what is promised now, nothing else."""
    signed_on = found.signed_on
    account = balances(entries_of(case), on=signed_on).get(one.worker)
    before = (account.paid + account.waived) if account else 0
    change = before + one.amount_fen - (account.established if account else 0)
    common = {"case_id": case.pk, "claimant_id": one.worker, "on": signed_on, "proof": found.file, "by": by, "at": at}
    if change:
        write(kind=Kind.ESTABLISHED, amount_fen=change, note="按调解协议认定", **common)  # type: ignore[arg-type]
    for day, fen in one.parts:
        write(kind=Kind.PROMISED, amount_fen=fen, due=day, rest_due=found.rest_due, **common)  # type: ignore[arg-type]
