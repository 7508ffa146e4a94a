"""The check of who has their wages (到账核对) on a case's page: who is accounted for, who is missing, and what can be done."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import excusing as acts
from anxin.apps.cases.actions.confirming import CONFIRMING
from anxin.apps.cases.crime import law_book
from anxin.apps.cases.models import Case
from anxin.apps.cases.settling import settlement_of
from anxin.apps.cases.web.posting import CaseForm, carry_out, kept
from anxin.base.files.store import open_path
from anxin.domain.casework.grounds import listed
from anxin.domain.casework.settlement import Settlement
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.sentences import spoken

CHECKED = frozenset({"handling", "promised", "confirming"})
"""Where a case may come to be closed as paid."""


class ExcuseForm(CaseForm):
    """Why some workers need neither a yes nor a proof."""

    workers = forms.IntegerField(label=_("人数"), min_value=1)
    words = forms.CharField(label=_("具体情况"), max_length=400, help_text=_("写明是哪些人、谁在何时怎样核实的"))
    proof = forms.FileField(label=_("凭证"), required=False)

    def __init__(self, *args: Any, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        known = listed(law_book(), acts.GROUNDS, on=on)
        self.fields["ground"] = (
            forms.ChoiceField(label=_("理由"), choices=[("", _("请选择")), *((one, spoken(one)) for one in known)])
            if known
            else forms.CharField(label=_("理由"), max_length=60)
        )
        self.order_fields(["workers", "ground", "words", "proof"])


def settlement_shown(case: Case, *, on: date) -> dict[str, Any]:
    """The check as drawn, once somebody is asked, was paid, or was excused; nothing for a case about one person, whose account says it all."""
    found = settlement_of(case, on=on) if case.state in CHECKED else None
    rows = list(case.excusals.order_by("pk"))
    free = 0 if found is None else found.excusable
    begun = found is not None and (
        case.state == CONFIRMING or bool(rows) or found.proved > 0 or found.confirmed > 0 or found.denied > 0
    )
    return {
        "settlement": found if found is not None and begun and (found.heads > 1 or rows) else None,
        "excusable": free,
        "excusals": rows,
        "excuse_form": ExcuseForm(on=on, initial={"workers": free}) if free else None,
        "next_steps": [] if found is None else _next(found),
    }


def _next(found: Settlement) -> list[Any]:
    """What the officer can do about those who are missing."""
    steps: list[Any] = []
    if found.owing:
        steps.append(
            _("台账上有 %(n)s 人尚欠或付款没有凭证：在债权台账记付款并上传凭证，或记放弃。") % {"n": found.owing}
        )
    if found.denied:
        said_no = _("%(n)s 人称工资未到账：再次报告付清后会重新询问本人，或上传付款凭证；不能用说明代替。")
        steps.append(said_no % {"n": found.denied})
    if found.excusable:
        steps += [
            _("没有在台账上的：登记主张人，记付款并上传凭证（银行回单、签收表）。"),
            _("人数登记有误的：在“核定案情”改正人数。"),
            _("确实无需本人确认的：在下面写明法定理由。"),
        ]
    return steps


@needs("cases.handle")
@require_POST
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """State why some workers need neither a yes nor a proof."""
    form = ExcuseForm(request.POST, request.FILES, on=local_date(instant_of(request)))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        proof = kept(told["proof"], by, at)
        return acts.excuse_workers(
            case_id=pk, workers=told["workers"], ground=told["ground"], words=told["words"], proof=proof, by=by, at=at
        )

    return carry_out(request, form, act, _("已登记说明。"), pk=pk)


@needs("cases.handle")
@require_POST
def take_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a statement back."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.take_back(case_id=pk, excusal_id=number, by=by, at=at)

    return carry_out(request, forms.Form(request.POST), act, _("已撤回说明。"), pk=pk)


@needs("cases.view")
def proof(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The file that goes with a statement."""
    case = queries.case_with_files(actor_in(request).scope, pk)
    row = case.excusals.filter(pk=number).exclude(proof="").first()
    if row is None:
        raise NotFound("no_file", "这条说明没有凭证。")
    stored = open_path(row.proof).open("rb")
    return cast(HttpResponse, FileResponse(stored, as_attachment=True, filename=f"说明凭证-{row.proof[:12]}"))
