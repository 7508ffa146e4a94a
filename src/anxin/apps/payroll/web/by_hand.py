"""Pages of what is recorded by hand: payments with proof, objections and their decision."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from anxin.apps.payroll import queries
from anxin.apps.payroll.actions import hand
from anxin.apps.payroll.web import tables
from anxin.apps.payroll.web.forms import DecisionForm, DisputeForm, PaymentForm
from anxin.apps.payroll.web.wages import worker_month_context
from anxin.base.files.store import open_path, put
from anxin.kernel.outcome import AnxinError, NotFound
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.tables import listing

PROOFS = frozenset({"jpg", "jpeg", "png", "webp", "pdf", "docx", "xlsx", "xls", "heic"})


def _keep(request: HttpRequest, upload: BinaryIO | None) -> str:
    if upload is None:
        return ""
    stored = put(upload, name=str(upload.name), by=actor_in(request), at=instant_of(request), kinds=PROOFS)
    return stored.sha256


def _form_page(request: HttpRequest, template: str, form: Any, keys: tuple[int, int, int]) -> HttpResponse:
    context = worker_month_context(actor_in(request), *keys)
    return render(request, template, {**context, "form": form})


@needs("payroll.record")
def record(request: HttpRequest, pk: int, month: int, worker: int) -> HttpResponse:
    """Record a cash payment for one worker's month."""
    form = PaymentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            hand.record_payment(
                employer_id=pk, worker_id=worker, month=month, amount_fen=data["amount"], paid_on=data["paid_on"],
                evidence=_keep(request, data["evidence"]), note=data["note"], by=actor_in(request), at=instant_of(request),
            )  # fmt: skip
        except AnxinError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("已登记。比对结果即将更新；登记有误可在“手工登记”中撤销。"))
            return redirect("payroll:worker_month", pk, month, worker)
    return _form_page(request, "payroll/record_payment.html", form, (pk, month, worker))


@needs("payroll.record")
def object_to(request: HttpRequest, pk: int, month: int, worker: int) -> HttpResponse:
    """Record a worker's objection to the amount due."""
    form = DisputeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = hand.open_dispute(
                employer_id=pk, worker_id=worker, month=month, claimed_due_fen=data["claimed"], reason=data["reason"],
                evidence=_keep(request, data["evidence"]), by=actor_in(request), at=instant_of(request),
            )  # fmt: skip
        except AnxinError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("已登记异议，待核实。"))
            return redirect("payroll:dispute", made.pk)
    return _form_page(request, "payroll/open_dispute.html", form, (pk, month, worker))


@needs("payroll.view")
def disputes_page(request: HttpRequest) -> HttpResponse:
    """Objections, open ones first in words."""
    rows = queries.disputes(actor_in(request).scope)
    waiting = rows.filter(state="open").count()
    lead = _("%(n)s 条异议待核实。") % {"n": waiting} if waiting else _("没有待核实的异议。")
    return listing(request, tables.DISPUTES, rows, template="ui/list.html", title=_("工资异议"), context={"lead": lead})


@needs("payroll.view")
def dispute_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection, and its decision."""
    actor = actor_in(request)
    dispute = get_object_or_404(queries.disputes(actor.scope), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        right = data["corrected"] if data["upheld"] == "yes" else None
        hand.close_dispute(
            dispute_id=pk, corrected_due_fen=right, outcome=data["outcome"], by=actor, at=instant_of(request)
        )
        messages.success(request, _("已办结。") + (_("应到账金额已更正，比对结果即将更新。") if right else ""))
        return redirect("payroll:dispute", pk)
    context = {
        "dispute": dispute,
        "form": form,
        "title": _("工资异议"),
        "lead": dispute.get_state_display(),
        "may_decide": dispute.state == "open" and actor.may("payroll.decide", dispute.place_path),
        "entries": history(f"registry.employer:{dispute.employer_id}", actor.scope, limit=20),
    }
    return render(request, "payroll/dispute.html", context)


@needs("payroll.view")
def hand_payments_page(request: HttpRequest) -> HttpResponse:
    """Payments recorded by hand."""
    actor = actor_in(request)
    rows = queries.hand_payments(actor.scope)
    lead = _("有效登记 %(n)s 笔。") % {"n": rows.filter(revoked_at__isnull=True).count()}
    return listing(
        request, tables.HAND_PAYMENTS, rows, template="ui/list.html", title=_("手工登记的支付"), context={"lead": lead}
    )


@needs("payroll.decide")
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a payment recorded by hand back, saying why."""
    actor = actor_in(request)
    payment = get_object_or_404(queries.hand_payments(actor.scope), pk=pk)
    if request.method == "POST":
        hand.revoke_payment(payment_id=pk, why=request.POST.get("why", ""), by=actor, at=instant_of(request))
        messages.success(request, _("已撤销登记。比对结果即将更新。"))
        return redirect("payroll:hand_payments")
    return render(request, "payroll/revoke.html", {"payment": payment, "title": _("撤销登记的支付")})


@needs("payroll.view")
def evidence_file(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The proof behind a hand record, for those who may see the record."""
    scope = actor_in(request).scope
    rows: Any = {"payment": queries.hand_payments, "dispute": queries.disputes}.get(kind)
    record = rows(scope).filter(pk=pk).first() if rows else None
    if record is None or not record.evidence:
        raise NotFound("no_evidence", _("没有这份凭证，或不在您的管辖地域内。"))
    return cast(
        HttpResponse, FileResponse(open_path(record.evidence).open("rb"), as_attachment=True, filename=f"凭证{pk}")
    )
