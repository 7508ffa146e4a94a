"""Pages of the register of mediation bodies (调解组织)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.organisation import queries
from anxin.apps.organisation.actions import mediation as acts
from anxin.apps.organisation.models import MediationBody
from anxin.apps.registry.api import employer_meant
from anxin.base.actors import Actor
from anxin.base.places.models import Place, PlaceKind, within
from anxin.base.scope import Scope
from anxin.kernel.outcome import AnxinError
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.days import DayInput
from anxin.ui.tables import Column, Filter, Table, choice_label, listing

EDIT = "organisation.edit"
LIST = "organisation:bodies"
BODIES = Table(
    "bodies",
    columns=(
        Column("name", _("名称"), lambda r: r.name, sort="name"),
        Column("level", _("层级"), choice_label("level"), sort="level"),
        Column("at", _("所在企业或地域"), lambda r: r.employer.name if r.employer else r.place.name, sort="place_path"),
        Column("address", _("地址"), lambda r: r.address or "—"),
        Column("head", _("负责人"), lambda r: r.head or "—", sort="head"),
        Column("phone", _("电话"), lambda r: f"*******{r.phone_tail}" if r.phone_tail else "—"),
        Column("members", _("调解员"), lambda r: r.members or "—"),
        Column("filed", _("备案"), lambda r: r.filed_on or _("未备案"), sort="filed_on"),
        Column("filed_with", _("备案机关"), lambda r: r.filed_with or "—"),
        Column("state", _("状态"), lambda r: _("已撤销") if r.valid_to else _("在用"), sort="valid_to"),
        Column("act", _("操作"), lambda r: "", template="organisation/body_act.html"),
    ),
    filters=(
        Filter("q", _("名称、企业或地域"), queries.bodies_like, kind="text", wide=True),
        Filter("level", _("层级"), lambda rows, v: rows.filter(level=v), choices=MediationBody.Level.choices),
        Filter("filed", _("备案"), lambda rows, v: rows.filter(filed_on__isnull=v == "no"), choices=(("yes", _("已备案")), ("no", _("未备案")))),
        Filter("state", _("状态"), lambda rows, v: rows.filter(valid_to__isnull=v == "in"), choices=(("in", _("在用")), ("out", _("已撤销")))),
    ),
    order=("place_path", "level", "name", "pk"),
    empty=_("还没有登记调解组织。可以逐个登记，也可以在“导入”里整批导入名单。"),
)  # fmt: skip


class BodyForm(forms.Form):
    """A mediation body as it shall read."""

    level = forms.ChoiceField(label=_("层级"), choices=MediationBody.Level.choices)
    name = forms.CharField(label=_("名称"), max_length=80)
    employer = forms.CharField(
        label=_("所在企业"), max_length=80, required=False, help_text=_("企业调解委员会必填：信用代码，或名称中的连续几个字")
    )  # fmt: skip
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("所在地域"), required=False, empty_label=_("请选择"),
        help_text=_("村（社区）和街道的调解组织必填"),
    )  # fmt: skip
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    head = forms.CharField(label=_("负责人"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("电话"), max_length=20, required=False, help_text=_("修改时不填则保持原号码"),
        widget=forms.TextInput(attrs={"data-secret": "1"}),
    )  # fmt: skip
    members = forms.CharField(label=_("调解员"), max_length=300, required=False, help_text=_("多人用顿号隔开"))
    filed_on = forms.DateField(label=_("备案日期"), required=False, widget=DayInput())
    filed_with = forms.CharField(label=_("备案机关"), max_length=80, required=False)

    def __init__(self, *args: Any, scope: Scope, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["place"]
        field.queryset = Place.objects.filter(
            within(scope, "path"), kind__in=[PlaceKind.TOWN, PlaceKind.VILLAGE]
        ).order_by("path")
        field.label_from_instance = lambda one: one.name

    def told(self, actor: Actor) -> acts.Told:
        """What was filled; the employer is looked up by what was typed."""
        said = dict(self.cleaned_data)
        place, typed = said.pop("place"), said.pop("employer")
        employer = employer_meant(actor.scope, typed) if said["level"] == MediationBody.Level.FIRM else None
        return acts.Told(
            **said, place_id=place.pk if place else None, employer_id=employer.pk if employer else None
        )  # fmt: skip


@needs("organisation.view")
def bodies(request: HttpRequest) -> HttpResponse:
    """The register of mediation bodies."""
    actor = actor_in(request)
    rows = queries.bodies(actor.scope)
    live = rows.filter(valid_to=None)
    lead = _("在用 %(n)s 个，其中企业 %(firm)s 个；%(unfiled)s 个没有备案。") % {
        "n": live.count(), "firm": live.filter(level="firm").count(), "unfiled": live.filter(filed_on=None).count(),
    }  # fmt: skip
    context = {"lead": lead, "may_edit": actor.may(EDIT)}
    return listing(request, BODIES, rows, template="organisation/bodies.html", title=_("调解组织"), context=context)


@needs(EDIT)
def new_body(request: HttpRequest) -> HttpResponse:
    """Put a body on the register."""
    actor = actor_in(request)
    form = BodyForm(request.POST or None, scope=actor.scope)
    if request.method == "POST" and form.is_valid():
        try:
            acts.register(told=form.told(actor), by=actor, at=instant_of(request))
        except AnxinError as error:
            _refused(form, error)
        else:
            messages.success(request, _("已登记调解组织。"))
            return redirect(LIST)
    return _page(request, form, _("登记调解组织"))


@needs(EDIT)
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says of a body."""
    actor = actor_in(request)
    one = queries.body(actor.scope, pk)
    initial = {
        "level": one.level, "name": one.name, "employer": one.employer.uscc or one.employer.name if one.employer else "",
        "place": one.place_id, "address": one.address, "head": one.head, "members": one.members, "filed_on": one.filed_on,
        "filed_with": one.filed_with,
    }  # fmt: skip
    form = BodyForm(request.POST or None, scope=actor.scope, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            acts.change(body_id=pk, told=form.told(actor), by=actor, at=instant_of(request))
        except AnxinError as error:
            _refused(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect(LIST)
    return _page(request, form, one.name)


@needs(EDIT)
@require_POST
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    """End a body."""
    try:
        acts.dissolve(body_id=pk, by=actor_in(request), at=instant_of(request))
    except AnxinError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已撤销，排期时不再列出。可以恢复。"))
    return redirect(LIST)


@needs(EDIT)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the end of a body back."""
    try:
        acts.restore(body_id=pk, by=actor_in(request), at=instant_of(request))
    except AnxinError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已恢复。"))
    return redirect(LIST)


def _refused(form: forms.Form, error: AnxinError) -> None:
    form.add_error(None, error.in_words())


def _page(request: HttpRequest, form: forms.Form, title: Any) -> HttpResponse:
    context = {"form": form, "title": title, "back": reverse(LIST)}
    return render(request, "organisation/edit.html", context, status=400 if form.errors else 200)
