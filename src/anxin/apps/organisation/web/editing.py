"""Pages that keep member units, seats and the training record up to date."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.apps.organisation import queries
from anxin.apps.organisation.actions import training as training_acts
from anxin.apps.organisation.actions import unit as unit_acts
from anxin.apps.organisation.models import GridMember, Seat, Unit
from anxin.base.files.store import open_path, put
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, NotFound
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.days import DayInput
from anxin.ui.punctuation import written
from anxin.ui.tables import Column, Filter, Table, listing

EDIT = "organisation.edit"
TRAININGS = Table(
    "trainings",
    columns=(
        Column("on", _("日期"), lambda r: r.on, sort="on"),
        Column("topic", _("主题"), lambda r: r.topic, sort="topic", typed=True),
        Column("teacher", _("授课人"), lambda r: r.teacher or "—", sort="teacher", typed=True),
        Column("hours", _("学时"), lambda r: r.hours, sort="hours", align="right", export=lambda r: float(r.hours)),
        Column("attended", _("参加人数"), lambda r: r.attended, sort="attended", align="right"),
    ),
    filters=(
        Filter("q", _("主题或授课人"), lambda rows, t: rows.filter(topic__contains=t) | rows.filter(teacher__contains=t), kind="text", wide=True),
        Filter("since", _("日期自"), lambda rows, v: rows.filter(on__gte=v), kind="date"),
    ),
    order=("-on", "-pk"),
    row_url=lambda r: reverse("organisation:training", args=[r.pk]),
    empty=_("还没有培训记录。培训结束后在这里登记日期、主题和参加人员。"),
)  # fmt: skip


class UnitForm(forms.Form):
    """A unit as it shall read."""

    name = forms.CharField(label=_("单位名称"), max_length=80)
    liaison_name = forms.CharField(label=_("联络员"), max_length=60, required=False)
    liaison_phone = forms.CharField(
        label=_("联络员电话"), max_length=20, required=False, help_text=_("不填则保持原号码"),
        widget=forms.TextInput(attrs={"data-secret": "1"}),
    )  # fmt: skip
    duties = forms.CharField(label=_("职责"), required=False, widget=forms.Textarea(attrs={"rows": 6}))


class SeatForm(forms.Form):
    """A seat as it shall read."""

    rank = forms.ChoiceField(label=_("领导小组职务"), choices=Seat.Rank.choices)
    post = forms.CharField(label=_("现任职务"), max_length=80, required=False)
    until = forms.DateField(label=_("离任日期"), required=False, help_text=_("仍在任的不填"), widget=DayInput())


class NewSeatForm(forms.Form):
    """Who takes a seat."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    rank = forms.ChoiceField(label=_("领导小组职务"), choices=Seat.Rank.choices)
    post = forms.CharField(label=_("现任职务"), max_length=80, required=False)
    since = forms.DateField(label=_("任职自"), widget=DayInput())


class TrainingForm(forms.Form):
    """A training that was held."""

    on = forms.DateField(label=_("日期"), widget=DayInput())
    topic = forms.CharField(label=_("主题"), max_length=120)
    teacher = forms.CharField(label=_("授课人"), max_length=60, required=False)
    hours = forms.DecimalField(label=_("学时"), min_value=0, max_digits=4, decimal_places=1, initial=2)
    members = forms.ModelMultipleChoiceField(
        GridMember.objects.none(), label=_("参加人员"), widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(label=_("签到表"), required=False)

    def __init__(self, *args: Any, scope: Scope, on: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["members"]
        field.queryset = queries.members(scope, on=on)
        field.label_from_instance = lambda one: (
            f"{one.name}{written('（')}{one.get_kind_display()}{written('，')}{one.place.name}{written('）')}"
        )


def _town(scope: Scope) -> str:
    if not scope.paths:
        raise NotFound("no_place", "您还没有管辖地域，请联系系统管理员。")
    return "/".join(scope.paths[0].split("/")[:4]) + "/"


def _refused(form: forms.Form, error: AnxinError) -> None:
    form.add_error(None, error.in_words())


def _form(request: HttpRequest, form: forms.Form, title: Any, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": reverse(back)}
    return render(request, "organisation/edit.html", context, status=400 if form.errors else 200)


@needs(EDIT)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a member unit."""
    actor = actor_in(request)
    one = Unit.objects.within(actor.scope).filter(pk=pk).first()
    if one is None:
        raise NotFound("no_unit", "没有这个成员单位，或不在您的管辖地域内。")
    form = UnitForm(
        request.POST or None, initial={"name": one.name, "liaison_name": one.liaison_name, "duties": one.duties}
    )
    if request.method == "POST" and form.is_valid():
        unit_acts.change_unit(unit_id=pk, **form.cleaned_data, by=actor, at=instant_of(request))
        messages.success(request, _("已保存。"))
        return redirect("organisation:units")
    return _form(request, form, one.name, "organisation:units")


@needs(EDIT)
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or end a seat."""
    actor = actor_in(request)
    one = Seat.objects.within(actor.scope).filter(pk=pk).first()
    if one is None:
        raise NotFound("no_seat", "没有这个席位，或不在您的管辖地域内。")
    form = SeatForm(request.POST or None, initial={"rank": one.rank, "post": one.post, "until": one.valid_to})
    if request.method == "POST" and form.is_valid():
        try:
            unit_acts.change_seat(seat_id=pk, **form.cleaned_data, by=actor, at=instant_of(request))
        except AnxinError as error:
            _refused(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect("organisation:units")
    return _form(request, form, one.name, "organisation:units")


@needs(EDIT)
def new_seat(request: HttpRequest) -> HttpResponse:
    """Give somebody a seat."""
    actor = actor_in(request)
    form = NewSeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        unit_acts.seat_person(place_path=_town(actor.scope), **told, by=actor, at=instant_of(request))
        messages.success(request, _("已登记。"))
        return redirect("organisation:units")
    return _form(request, form, _("登记领导小组成员"), "organisation:units")


@needs("organisation.view")
def trainings(request: HttpRequest) -> HttpResponse:
    """The training record."""
    actor = actor_in(request)
    rows, year = queries.trainings(actor.scope), local_date(instant_of(request)).year
    this_year = rows.filter(on__year=year).count()
    lead = _("今年培训 %(n)s 次。") % {"n": this_year} if this_year else _("今年还没有培训记录。")
    context = {"lead": lead, "may_edit": actor.may(EDIT)}
    return listing(
        request, TRAININGS, rows, template="organisation/trainings.html", title=_("培训记录"), context=context
    )


@needs("organisation.view")
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """One training with those who attended."""
    one = queries.training(actor_in(request).scope, pk)
    context = {
        "training": one,
        "title": one.topic,
        "members": one.members.select_related("place").order_by("place_path", "pk"),
    }
    return render(request, "organisation/training.html", context)


@needs("organisation.view")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The attendance sheet of a training."""
    one = queries.training(actor_in(request).scope, pk)
    if not one.file:
        raise NotFound("no_file", "这次培训没有上传签到表。")
    answer = FileResponse(open_path(one.file).open("rb"), as_attachment=True, filename=f"签到表-{one.on}")
    return cast(HttpResponse, answer)


@needs(EDIT)
def new_training(request: HttpRequest) -> HttpResponse:
    """Record a training."""
    actor, at = actor_in(request), instant_of(request)
    form = TrainingForm(request.POST or None, request.FILES or None, scope=actor.scope, on=local_date(at))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            given = told["file"]
            kept = put(cast(BinaryIO, given), name=given.name, by=actor, at=at).sha256 if given else ""
            made = training_acts.hold(
                place_path=_town(actor.scope), on=told["on"], topic=told["topic"], teacher=told["teacher"], hours=told["hours"],
                members=[one.pk for one in told["members"]], file=kept, by=actor, at=at,
            )  # fmt: skip
        except AnxinError as error:
            _refused(form, error)
        else:
            messages.success(request, _("已登记培训。"))
            return redirect("organisation:training", made.pk)
    return _form(request, form, _("登记培训"), "organisation:trainings")
