"""The claim ledger (债权台账): who claims, and what is claimed, established, ordered, promised and paid, to the fen."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from anxin.apps.cases.actions.limitation import refresh
from anxin.apps.cases.actions.locking import lock
from anxin.apps.cases.actions.running import follow_plan
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.events import ClaimantAdded, LedgerWritten
from anxin.apps.cases.models import Case, Claimant, LedgerEntry
from anxin.apps.intake.api import filings
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.scope import Scope
from anxin.base.vault.sealing import open_, seal
from anxin.domain.casework.ledger import Kind, term_of
from anxin.kernel.clock import local_date
from anxin.kernel.money import Fen, yuan
from anxin.kernel.outcome import BadInput, Fault, NotFound

LARGEST_FEN = 10**13


@transaction.atomic
def add_claimant(*, case_id: int, name: str, phone_tail: str = "", by: Actor, at: datetime) -> Claimant:
    """Put a worker on the ledger of a case."""
    case = lock(case_id, by=by)
    if not name.strip():
        raise BadInput("cases.no_name", "请填写姓名。", [Fault("姓名", "没有填写", "请填写劳动者姓名")])
    tail = phone_tail.strip()
    if tail and not (tail.isdecimal() and len(tail) == 4):
        raise BadInput("cases.bad_tail", "电话尾号应为 4 位数字。", [Fault("电话尾号", tail, "请填写后 4 位")])
    claimant = Claimant.objects.create(
        case=case, name_sealed=str(seal(name.strip())), phone_tail=tail, filing=_own_filing(case, name.strip(), tail), at=at
    )  # fmt: skip
    record(ClaimantAdded(case=case.pk, place=case.place_path, claimant=claimant.pk), by=by, at=at)
    refresh(case, by=by, at=at)
    return claimant


def _own_filing(case: Case, name: str, tail: str) -> int | None:
    """The filing of the case that this worker made, told by the same name and no other telephone; none when several fit."""
    taken = set(case.claimants.exclude(filing=None).values_list("filing", flat=True))
    numbers = set(case.filings.values_list("filing", flat=True)) - taken
    rows = filings(Scope.everywhere()).filter(pk__in=numbers).exclude(filer_name_sealed="")
    found = {
        (phone or number): number
        for number, phone, sealed, theirs in rows.values_list("pk", "phone_hash", "filer_name_sealed", "phone_tail")
        if (not tail or not theirs or tail == theirs) and open_(sealed) == name
    }
    return next(iter(found.values())) if len(found) == 1 else None


@transaction.atomic
def write(
    *, case_id: int, claimant_id: int, kind: str, amount_fen: int, on: date, due: date | None = None, proof: str = "",
    note: str = "", rest_due: bool | None = None, by: Actor, at: datetime,
) -> LedgerEntry:  # fmt: skip
    """Add a line; a payment needs its proof, a promise its day, and a mistake is answered by a negative line with a note,
    which takes back no more than was written.

    `rest_due`: what was agreed of a promised part that is missed; one added to a plan that runs follows that plan.
    """
    case = lock(case_id, by=by)
    claimant = case.claimants.filter(pk=claimant_id).first()
    if claimant is None:
        raise NotFound("cases.no_claimant", "本案没有这名主张人。")
    entry = LedgerEntry(
        case=case, claimant=claimant, kind=kind, amount_fen=amount_fen, on=on, due=due, proof=proof, note=note.strip()[:200],
        by=by.id, at=at,
    )  # fmt: skip
    _check(entry)
    if kind == Kind.PROMISED and amount_fen > 0:
        entry.rest_due = rest_due
        if rest_due is None:
            entry.rest_due = term_of(entries_of(case), worker=claimant.pk, on=local_date(at))
    entry.save()
    event = LedgerWritten(
        case=case.pk, place=case.place_path, claimant=claimant.pk, kind=kind, amount_yuan=yuan(Fen(amount_fen))
    )
    record(event, by=by, at=at)
    follow_plan(case, by=by, at=at)
    refresh(case, by=by, at=at)
    return entry


def _check(one: LedgerEntry) -> None:
    faults = []
    if one.kind not in set(Kind):
        faults.append(Fault("性质", one.kind, "请从列表中选择"))
    if not 0 < abs(one.amount_fen) <= LARGEST_FEN:
        faults.append(Fault("金额", "不能为零，也不能过大", "请填写以元为单位的金额"))
    faults += _correction(one)
    if one.on > local_date(one.at):
        faults.append(Fault("日期", "不能晚于今天", "请核对日期"))
    if one.kind == Kind.PROMISED and one.due is None:
        faults.append(Fault("约定付款日", "没有填写", "承诺分期须写明每期付款日"))
    if one.kind == Kind.PAID and one.amount_fen > 0 and not one.proof:
        faults.append(Fault("凭证", "没有上传", "付款须有银行回单、收条照片等凭证"))
    if faults:
        raise BadInput("cases.ledger_unclear", "台账没有记入：", faults)


def _correction(one: LedgerEntry) -> list[Fault]:
    """What is wrong with a line that takes another one back: it says why, and takes back no more than was written."""
    if one.amount_fen >= 0:
        return []
    faults = [] if one.note else [Fault("说明", "冲正须写明原因", "请写明冲正哪一笔、为什么")]
    if (written := _written(one)) + one.amount_fen < 0:
        faults.append(
            Fault("金额", f"冲正多于已记入的 {yuan(Fen(written))} 元", "请核对冲正哪一笔；分期须写同一付款日")
        )
    return faults


def _written(one: LedgerEntry) -> int:
    """What stands on the ledger of the same worker and kind, of a promise for the same day."""
    rows = LedgerEntry.objects.filter(claimant=one.claimant, kind=one.kind)
    if one.kind == Kind.PROMISED:
        rows = rows.filter(due=one.due)
    return int(rows.aggregate(sum=Sum("amount_fen"))["sum"] or 0)


def sign_plans(case: Case, *, rest_due: bool) -> None:
    """A plan was signed: its parts, those that belong to none so far, keep what was agreed of a missed one.

    The parts of others, who made no new agreement, keep what was agreed with them.
    """
    case.entries.filter(kind=Kind.PROMISED, rest_due=None, amount_fen__gt=0).update(rest_due=rest_due)


def claimants_of(case: Case) -> list[Claimant]:
    """The workers who claim in a case, in the order they came."""
    return list(case.claimants.order_by("pk"))
