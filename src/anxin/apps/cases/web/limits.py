"""The limitation (时效) on a case's page: until when each claim can be brought, why, and what interrupts it."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import limitation as acts
from anxin.apps.cases.limits import Limit, limits_of
from anxin.apps.cases.models import Case
from anxin.apps.cases.web.names import names_of
from anxin.apps.cases.web.posting import CaseForm, carry_out, kept
from anxin.base.files.store import open_path
from anxin.domain.casework.limitation import ALARM_AHEAD, Employment, Ground
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, needs
from anxin.ui.days import DayInput
from anxin.ui.sentences import spoken_lazy

DOOR_NAMES = {"arbitration": _("申请劳动仲裁"), "inspection": _("劳动监察查处")}


REMEDIES = {
    "arbitration": (
        _("怎么办：在这一天以前启动劳动仲裁程序并递交申请；有催讨、承诺的，登记时效中断。"),
        _("怎么办：核对是否还在职、有没有时效中断；时效已过的，单位不提出抗辩仍可能支持，可建议尽早申请。"),
    ),
    "inspection": (
        _("怎么办：在这一天以前移送劳动保障监察机构，或由其立案；收到移送的日期以回执为准。"),
        _("怎么办：是否在查处时效内投诉过、欠薪是否仍在持续，由劳动保障监察机构认定；也可走调解、仲裁、诉讼。"),
    ),
}
"""What the alarm leads to, while there is time and after it."""


class EmploymentForm(CaseForm):
    """Whether a worker's employment goes on."""

    claimant = forms.ChoiceField(label=_("主张人"))
    employment = forms.ChoiceField(
        label=_("劳动关系"), choices=[(one.value, spoken_lazy(one.term)) for one in Employment], initial="ended"
    )
    ended_on = forms.DateField(label=_("终止日期"), required=False, widget=DayInput())

    def __init__(self, *args: Any, names: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Any, self.fields["claimant"]).choices = list(names.items())


class BreachForm(CaseForm):
    """When the arrears ended."""

    breach_ended_on = forms.DateField(
        label=_("欠薪行为终了日期"), required=False, widget=DayInput(), help_text=_("仍在拖欠的留空")
    )


class InterruptionForm(CaseForm):
    """What interrupted the limitation, with its proof."""

    who = forms.ChoiceField(label=_("主张人"), required=False)
    on = forms.DateField(label=_("日期"), widget=DayInput())
    ground = forms.ChoiceField(label=_("事由"), choices=[(one.value, spoken_lazy(one.term)) for one in Ground])
    evidence = forms.FileField(label=_("证据"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, names: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Any, self.fields["who"]).choices = [("", _("全案")), *names.items()]


def limits_shown(case: Case, *, on: date) -> dict[str, Any]:
    """The limitation as drawn."""
    names = names_of(case)
    found = limits_of(case, on=on) if case.open else []
    kept_rows = case.interruptions.order_by("on", "pk")
    return {
        "limits": [_drawn(one, names, on) for one in found],
        "interruptions": [
            (one, names.get(one.claimant_id or 0, str(_("全案"))), Ground(one.ground).term) for one in kept_rows
        ],
        "employment_form": EmploymentForm(names=names) if names else None,
        "breach_form": BreachForm(initial={"breach_ended_on": case.breach_ended_on}),
        "interruption_form": InterruptionForm(names=names, initial={"on": on}),
    }


def _drawn(one: Limit, names: dict[int, str], on: date) -> dict[str, Any]:
    last = one.found.last_day
    return {
        "who": names.get(one.claimant or 0, str(_("全案"))),
        "door": DOOR_NAMES[one.found.door],
        "last": last,
        "left": (last - on).days if last else None,
        "over": bool(last and last < on and not one.brought),
        "soon": bool(last and on <= last <= on + ALARM_AHEAD and not one.brought),
        "brought": one.brought,
        "assumed": one.assumed,
        "remedy": REMEDIES[one.found.door][bool(last < on)] if last and not one.brought else "",
        "why": one.found.why,
        "citation": one.found.citation,
    }


@needs("cases.handle")
@require_POST
def employment(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle whether a worker's employment ended."""
    case = queries.case(actor_in(request).scope, pk)
    form = EmploymentForm(request.POST, names=names_of(case))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.settle_employment(
            claimant_id=int(told["claimant"]), employment=Employment(told["employment"]), ended_on=told["ended_on"],
            by=by, at=at,
        )  # fmt: skip

    return carry_out(request, form, act, _("已登记，时效已重新计算。"), pk=pk)


@needs("cases.handle")
@require_POST
def breach(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle when the arrears ended."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.settle_breach(case_id=pk, ended_on=told["breach_ended_on"], by=by, at=at)

    return carry_out(request, BreachForm(request.POST), act, _("已登记，时效已重新计算。"), pk=pk)


@needs("cases.handle")
@require_POST
def interruption(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an interruption with its proof."""
    case = queries.case(actor_in(request).scope, pk)
    form = InterruptionForm(request.POST, request.FILES, names=names_of(case))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.interrupt(
            case_id=pk, claimant_id=int(told["who"]) if told["who"] else None, on=told["on"], ground=told["ground"],
            evidence=kept(told["evidence"], by, at), note=told["note"], by=by, at=at,
        )  # fmt: skip

    return carry_out(request, form, act, _("已登记时效中断。"), pk=pk)


@needs("cases.view")
def evidence(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The file that proves an interruption."""
    case = queries.case_with_files(actor_in(request).scope, pk)
    row = case.interruptions.filter(pk=number).first()
    if row is None:
        raise NotFound("no_file", "没有这份证据。")
    return cast(
        HttpResponse, FileResponse(open_path(row.evidence).open("rb"), as_attachment=True, filename=row.evidence[:12])
    )
