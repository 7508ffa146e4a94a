"""Help asked of other units, on the page of a case."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import assisting as acts
from anxin.apps.cases.models import Assistance, Case
from anxin.apps.cases.web.posting import CaseForm, carry_out, kept
from anxin.apps.organisation.api import units
from anxin.base.actors import Actor
from anxin.base.files.store import open_path
from anxin.base.scope import Scope
from anxin.base.vault.sealing import open_
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, needs
from anxin.ui.days import DayInput


class AskForm(CaseForm):
    """Whom to ask, for what, by when."""

    registered = forms.TypedChoiceField(label=_("成员单位"), required=False, coerce=int, empty_value=None)
    unit = forms.CharField(
        label=_("其他单位全称"), required=False, max_length=120, help_text=_("不在上面的单位，如法院、外地公安机关")
    )
    person = forms.CharField(label=_("联系人"), required=False, max_length=60, help_text=_("成员单位不填则为其联络员"))
    contact = forms.CharField(
        label=_("联系方式"), required=False, max_length=120, help_text=_("电话或地址；成员单位不填则用登记的电话")
    )
    asked = forms.CharField(label=_("请求事项"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(label=_("请于何日前答复"), widget=DayInput())

    def __init__(self, *args: Any, scope: Scope, **more: Any) -> None:
        super().__init__(*args, **more)
        known = [
            (one.pk, f"{one.name}（{one.liaison_name}）" if one.liaison_name else one.name) for one in units(scope)
        ]
        cast(Any, self.fields["registered"]).choices = [("", _("不在列表中")), *known]

    def told(self) -> acts.Asked:
        """What was told, as the act takes it."""
        said = self.cleaned_data
        return acts.Asked(
            said["unit"], said["person"], said["contact"], said["asked"], said["due_on"], said["registered"] or None
        )


class AnswerForm(CaseForm):
    """What they answered."""

    words = forms.CharField(label=_("答复内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    file = forms.FileField(label=_("答复文书"), required=False)


def assistances_shown(case: Case, actor: Actor, *, on: date) -> dict[str, Any]:
    """Each request with how to reach them, whether it is late, and the form for the answer."""
    rows = case.assistances.order_by("pk")
    return {
        "assistances": [
            (one, open_(one.contact_sealed), one.open and one.due_on < on, AnswerForm(key=f"help{one.pk}"))
            for one in rows
        ],
        "ask_form": AskForm(scope=actor.scope),
    }


@needs("cases.handle")
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a unit for help."""
    form = AskForm(request.POST, scope=actor_in(request).scope)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.ask_for_help(case_id=pk, told=form.told(), by=by, at=at)

    return carry_out(request, form, act, _("已登记协办请求，答复期限开始计算。"), pk=pk)


@needs("cases.handle")
@require_POST
def answer(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Record their answer."""
    found = _of(request, pk, number)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        file = kept(told["file"], by, at)
        return acts.answer_help(assistance_id=found.pk, words=told["words"], file=file, by=by, at=at)

    return carry_out(request, AnswerForm(request.POST, request.FILES), act, _("已登记答复。"), pk=pk)


@needs("cases.handle")
@require_POST
def call_off(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Call a request off."""
    found = _of(request, pk, number)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.call_off_help(assistance_id=found.pk, by=by, at=at)

    return carry_out(request, CaseForm(request.POST), act, _("已撤回协办请求。"), pk=pk)


@needs("cases.handle")
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The paper of their answer."""
    queries.case_with_files(actor_in(request).scope, pk)
    found = _of(request, pk, number)
    if not found.file:
        raise NotFound("no_file", "这项协办没有答复文书。")
    answer = FileResponse(open_path(found.file).open("rb"), as_attachment=True, filename=f"协办答复-{found.file[:12]}")
    return cast(HttpResponse, answer)


def _of(request: HttpRequest, pk: int, number: int) -> Assistance:
    found = queries.case(actor_in(request).scope, pk).assistances.filter(pk=number).first()
    if found is None:
        raise NotFound("cases.no_help", "没有这项协办请求，可能已随并案转到另一案件。")
    return found
