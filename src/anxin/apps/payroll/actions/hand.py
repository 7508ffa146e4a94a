"""Payments and objections recorded by hand (现金支付、工资异议), always with evidence or a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anxin.apps.payroll.actions.file import queue_reconciliation
from anxin.apps.payroll.events import DisputeClosed, DisputeOpened, HandPaymentRecorded, HandPaymentRevoked
from anxin.apps.payroll.models import Dispute, HandPayment
from anxin.apps.registry.api import employer as employer_within
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.kernel.clock import local_date
from anxin.kernel.money import yuan
from anxin.kernel.outcome import NotFound, RuleBroken


@transaction.atomic
def record_payment(
    *,
    employer_id: int,
    worker_id: int,
    month: int,
    amount_fen: int,
    paid_on: date,
    evidence: str,
    note: str,
    by: Actor,
    at: datetime,
) -> HandPayment:
    """Record a cash or other payment for one worker's month; `evidence` is the stored file that proves it."""
    employer = employer_within(by.scope, employer_id)
    require(by, "payroll.record", employer.place_path)
    if not evidence:
        raise RuleBroken("no_evidence", "请上传凭证（如签收单照片）。没有凭证的现金支付不能计入。")
    if paid_on > local_date(at):
        raise RuleBroken("future_payment", "支付日期不能晚于今天。")
    payment = HandPayment.objects.create(
        place_path=employer.place_path,
        employer_id=employer_id,
        worker_id=worker_id,
        month=month,
        amount_fen=amount_fen,
        paid_on=paid_on,
        evidence=evidence,
        note=note,
        by=by.id,
        at=at,
    )
    record(
        HandPaymentRecorded(
            record=payment.pk, employer=employer_id, worker=worker_id, month=month, place=employer.place_path,
            amount_yuan=yuan(amount_fen),
        ),
        by=by,
        at=at,
    )  # fmt: skip
    queue_reconciliation(employer.place_path, at=at)
    return payment


@transaction.atomic
def revoke_payment(*, payment_id: int, why: str, by: Actor, at: datetime) -> HandPayment:
    """Take a payment recorded by hand back, saying why."""
    payment = HandPayment.objects.select_for_update().within(by.scope).filter(pk=payment_id).first()
    if payment is None:
        raise NotFound("no_payment", "没有这笔登记，或不在您的管辖地域内。")
    require(by, "payroll.decide", payment.place_path)
    if not why.strip():
        raise RuleBroken("no_reason", "请写明撤销的原因。")
    if payment.revoked_at is None:
        payment.revoked_at, payment.revoked_why = at, why
        payment.save(update_fields=["revoked_at", "revoked_why"])
        record(
            HandPaymentRevoked(
                record=payment.pk, employer=payment.employer_id, worker=payment.worker_id, month=payment.month,
                place=payment.place_path,
            ),
            by=by,
            at=at,
        )  # fmt: skip
        queue_reconciliation(payment.place_path, at=at)
    return payment


@transaction.atomic
def open_dispute(
    *,
    employer_id: int,
    worker_id: int,
    month: int,
    claimed_due_fen: int,
    reason: str,
    evidence: str,
    by: Actor,
    at: datetime,
) -> Dispute:
    """Record a worker's objection to the amount a payroll states as due."""
    employer = employer_within(by.scope, employer_id)
    require(by, "payroll.record", employer.place_path)
    dispute = Dispute.objects.create(
        place_path=employer.place_path,
        employer_id=employer_id,
        worker_id=worker_id,
        month=month,
        claimed_due_fen=claimed_due_fen,
        reason=reason,
        evidence=evidence,
        by=by.id,
        at=at,
    )
    record(
        DisputeOpened(
            record=dispute.pk, employer=employer_id, worker=worker_id, month=month, place=employer.place_path
        ),
        by=by,
        at=at,
    )
    return dispute


@transaction.atomic
def close_dispute(*, dispute_id: int, corrected_due_fen: int | None, outcome: str, by: Actor, at: datetime) -> Dispute:
    """Close an objection: with a corrected amount it is upheld and changes what is due, without one it is rejected."""
    dispute = Dispute.objects.select_for_update().within(by.scope).filter(pk=dispute_id).first()
    if dispute is None:
        raise NotFound("no_dispute", "没有这条异议，或不在您的管辖地域内。")
    require(by, "payroll.decide", dispute.place_path)
    if dispute.state != Dispute.State.OPEN:
        raise RuleBroken("dispute_closed", "这条异议已经办结。")
    if not outcome.strip():
        raise RuleBroken("no_outcome", "请写明核实结果及依据。")
    upheld = corrected_due_fen is not None
    dispute.state = Dispute.State.UPHELD if upheld else Dispute.State.REJECTED
    dispute.corrected_due_fen, dispute.outcome = corrected_due_fen, outcome
    dispute.closed_by, dispute.closed_at = by.id, at
    dispute.save()
    record(
        DisputeClosed(
            record=dispute.pk, employer=dispute.employer_id, worker=dispute.worker_id, month=dispute.month,
            place=dispute.place_path, upheld=upheld,
        ),
        by=by,
        at=at,
    )  # fmt: skip
    if upheld:
        queue_reconciliation(dispute.place_path, at=at)
    return dispute
