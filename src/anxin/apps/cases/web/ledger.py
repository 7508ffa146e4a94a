"""The claim ledger on a case's page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import falling_due
from anxin.apps.cases.actions import ledger as acts
from anxin.apps.cases.entries import entry_of
from anxin.apps.cases.knowing import PLANS
from anxin.apps.cases.models import Case
from anxin.apps.cases.web.forms import ClaimantForm, LineForm, PlanBackForm
from anxin.apps.cases.web.names import names_of
from anxin.apps.cases.web.posting import carry_out
from anxin.base.files.store import open_path, put
from anxin.domain.casework.ledger import Balance, Instalment, Kind, balances, instalments
from anxin.kernel.outcome import AnxinError, NotFound
from anxin.ui.access import actor_in, instant_of, needs


def ledger_of(case: Case, *, on: date) -> dict[str, Any]:
    """The ledger as drawn: each worker's account, every line, the promised parts, and the two forms."""
    names = names_of(case)
    lines = list(case.entries.order_by("on", "pk"))
    found = balances((entry_of(one) for one in lines), on=on)
    empty = {pk: Balance(pk, 0, 0, 0, 0, 0, 0, settled=False) for pk in names if pk not in found}
    parts = instalments([entry_of(one) for one in lines], on=on)
    accounts = [(names[pk], one) for pk, one in sorted((found | empty).items())]
    return {
        "accounts": accounts,
        "owed_fen": sum(one.owed for _, one in accounts),
        "paid_fen": sum(one.paid for _, one in accounts),
        "left_fen": sum(one.outstanding for _, one in accounts),
        "lines": [(one, names[one.claimant_id], Kind(one.kind).term) for one in lines],
        "plans": _plans(parts, names),
        "plan_form": PlanBackForm() if _may_take_back(case, parts) else None,
        "claimant_form": ClaimantForm(),
        "line_form": LineForm(claimants=list(names.items()), initial={"on": on}) if names else None,
    }


def _plans(parts: list[Instalment], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """The promised parts by worker, with the term that what is open of them stands under."""
    return [
        {
            "name": names[worker],
            "parts": (mine := [one for one in parts if one.worker == worker]),
            "rest_due": any(one.rest_due and one.open_fen for one in mine),
        }
        for worker in dict.fromkeys(one.worker for one in parts)
    ]


def _may_take_back(case: Case, parts: list[Instalment]) -> bool:
    """A plan is taken back once it was broken; one that runs has its clock on these parts."""
    return case.state in PLANS and any(one.open_fen for one in parts) and not falling_due.runs(case)


@needs("cases.handle")
@require_POST
def claimant(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a worker on the ledger."""
    form = ClaimantForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有登记：请填写姓名，电话后 4 位可不填。"))
        return redirect("cases:detail", pk)
    told = form.cleaned_data
    acts.add_claimant(
        case_id=pk, name=told["name"], phone_tail=told["phone_tail"], by=actor_in(request), at=instant_of(request)
    )
    messages.success(request, _("已登记主张人。"))
    return redirect("cases:detail", pk)


@needs("cases.handle")
@require_POST
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a line."""
    actor, at = actor_in(request), instant_of(request)
    case = queries.case(actor.scope, pk)
    form = LineForm(request.POST, request.FILES, claimants=[(one.pk, str(one.pk)) for one in acts.claimants_of(case)])
    if not form.is_valid():
        faults = "；".join(f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items())
        messages.error(request, _("台账没有记入：%(faults)s") % {"faults": faults})
        return redirect("cases:detail", pk)
    told = form.cleaned_data
    try:
        given = told["proof"]
        proof_of = put(cast(BinaryIO, given), name=given.name, by=actor, at=at).sha256 if given else ""
        acts.write(
            case_id=pk, claimant_id=int(told["claimant"]), kind=told["kind"], amount_fen=int(told["amount"] * 100),
            on=told["on"], due=told["due"], proof=proof_of, note=told["note"], by=actor, at=at,
        )  # fmt: skip
    except AnxinError as error:
        messages.error(request, error.in_words())
    else:
        messages.success(request, _("已记入台账。"))
    return redirect("cases:detail", pk)


@needs("cases.view")
def proof(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The document that proves a line."""
    case = queries.case_with_files(actor_in(request).scope, pk)
    entry = case.entries.filter(pk=number).exclude(proof="").first()
    if entry is None:
        raise NotFound("no_file", "这一笔没有凭证。")
    return cast(
        HttpResponse,
        FileResponse(open_path(entry.proof).open("rb"), as_attachment=True, filename=f"凭证-{entry.proof[:12]}"),
    )


@needs("cases.handle")
@require_POST
def plan_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a broken plan back, all its unpaid parts at once."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return falling_due.take_back_plan(case_id=pk, reason=told["reason"], by=by, at=at)

    def said(parts: Any) -> str:
        return _("已作废 %(n)s 期未付的分期，可以登记新的付款日。") % {"n": parts}

    return carry_out(request, PlanBackForm(request.POST), act, said, pk=pk)
