"""Stating why some workers of a case need neither a yes nor a proof that they were paid (到账说明), and taking that back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anxin.apps.cases.actions.locking import lock
from anxin.apps.cases.crime import law_book
from anxin.apps.cases.events import ExcusalTakenBack, WorkersExcused
from anxin.apps.cases.models import Case, Excusal
from anxin.apps.cases.settling import settlement_of
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.domain.casework.grounds import listed
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound

GROUNDS = "local_excusal_grounds"
STATED_FROM = 4
"""What happened is said in words, not with a tick."""


@transaction.atomic
def excuse_workers(
    *, case_id: int, workers: int, ground: str, words: str, proof: str = "", by: Actor, at: datetime
) -> Excusal:
    """State why some workers need neither a yes nor a proof: by a ground of the list, in words, and for no more than are missing.

    Whoever has money open on the ledger is not excused here: a payment with proof or a waiver on the ledger says it to the fen.
    """
    case, on = lock(case_id, by=by), local_date(at)
    free = missing_in(case.pk, on=on)
    faults = []
    if not 0 < workers <= free:
        remedy = f"现在最多可说明 {free} 人" if free > 0 else "没有需要说明的人；台账上尚欠的人请在台账记付款或放弃"
        faults.append(Fault("人数", str(workers), remedy))
    known = listed(law_book(), GROUNDS, on=on)
    if known and ground not in known:
        faults.append(Fault("理由", ground or "没有选择", f"请从列表中选择：{'、'.join(known)}"))
    if len(words.strip()) < STATED_FROM:
        faults.append(Fault("具体情况", "没有写明", "请写明是哪些人、怎样核实的"))
    if faults:
        raise BadInput("cases.excusal_unclear", "没有登记：", faults)
    row = Excusal.objects.create(
        case=case, workers=workers, ground=ground.strip()[:60], words=words.strip()[:400], proof=proof, by=by.id, name=by.name,
        at=at,
    )  # fmt: skip
    event = WorkersExcused(
        case=case.pk, place=case.place_path, excusal=row.pk, workers=workers, ground=row.ground if known else "其他"
    )
    record(event, by=by, at=at)
    return row


def missing_in(case_id: int, *, on: date) -> int:
    """How many workers of a case may be excused: missing, without money open on the ledger, and not among those who said no."""
    return settlement_of(Case.objects.get(pk=case_id), on=on).excusable


@transaction.atomic
def take_back(*, case_id: int, excusal_id: int, by: Actor, at: datetime) -> Excusal:
    """Take back what was stated; it stays readable, and the workers are missing again."""
    case = lock(case_id, by=by)
    row = Excusal.objects.select_for_update().filter(pk=excusal_id, case=case, taken_back_at=None).first()
    if row is None:
        raise NotFound("cases.no_excusal", "没有这条说明，或已经撤回。请刷新页面。")
    row.taken_back_at = at
    row.save(update_fields=["taken_back_at"])
    record(ExcusalTakenBack(case=case.pk, place=case.place_path, excusal=row.pk, workers=row.workers), by=by, at=at)
    return row


def ask_anew(case: Case, *, by: Actor, at: datetime) -> None:
    """A case is taken up again: who said that the wages came said it of what was known then, and so did whoever stated a reason.

    Both stand in the history; nobody's counts until they are asked again.
    """
    case.filings.update(paid_at=None, denied_at=None)
    for row in case.excusals.filter(taken_back_at=None).order_by("pk"):
        take_back(case_id=case.pk, excusal_id=row.pk, by=by, at=at)
