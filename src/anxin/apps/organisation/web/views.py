"""Pages of the organisation: leading group and units, grid members, duty, grids and their gaps."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.organisation import queries
from anxin.apps.organisation.actions import duty as duty_acts
from anxin.apps.organisation.actions import member as member_acts
from anxin.apps.organisation.models import GridMember
from anxin.base.places.models import Place, PlaceKind, within
from anxin.base.scope import Scope
from anxin.kernel.clock import SHANGHAI, local_date, local_midnight
from anxin.kernel.outcome import AnxinError, RuleBroken
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.days import DayInput
from anxin.ui.tables import Column, Filter, Table, choice_label, listing

MEMBERS = Table(
    "members",
    columns=(
        Column("name", _("姓名"), lambda r: r.name, sort="name"),
        Column("kind", _("类别"), choice_label("kind"), sort="kind"),
        Column("place", _("负责地域"), lambda r: r.place.name, sort="place__path"),
        Column("phone", _("电话"), lambda r: f"*******{r.phone_tail}" if r.phone_tail else "—"),
        Column("account", _("账号"), lambda r: r.account.username if r.account else "—"),
        Column("since", _("任职自"), lambda r: r.valid_from, sort="valid_from"),
        Column("until", _("任职至"), lambda r: r.valid_to or _("在任")),
        Column("act", _("操作"), lambda r: "", template="organisation/member_act.html"),
    ),
    filters=(
        Filter(
            "q",
            _("姓名或地域"),
            lambda rows, t: rows.filter(place__name__contains=t) | rows.filter(name__contains=t),
            kind="text",
            wide=True,
        ),
        Filter("kind", _("类别"), lambda rows, v: rows.filter(kind=v), choices=GridMember.Kind.choices),
    ),
    order=("place_path", "kind", "pk"),
    empty=_("还没有登记网格队伍。"),
)
EMPLOYERS = Table(
    "uncovered",
    columns=(
        Column("name", _("企业"), lambda r: r.name, sort="name"),
        Column("village", _("村（社区）"), lambda r: r.village.name, sort="village__code"),
        Column("grid", _("原网格"), lambda r: r.grid.name if r.grid else "—"),
        Column("heads", _("用工人数"), lambda r: r.head_count, sort="head_count", align="right"),
    ),
    order=("village__code", "name", "pk"),
    row_url=lambda r: reverse("registry:employer", args=[r.pk]),
    empty=_("每家在营企业都在有人的网格里。"),
)
PLACES = Table(
    "grids",
    columns=(
        Column("name", _("地域"), lambda r: r.name, sort="name"),
        Column("code", _("代码"), lambda r: r.code, sort="code"),
        Column("parent", _("上级"), lambda r: r.parent.name if r.parent else "—"),
        Column("state", _("状态"), lambda r: _("已停用") if r.active_to else _("在用")),
    ),
    order=("path",),
    empty=_("没有盲区。"),
)


@needs("organisation.view")
def units_page(request: HttpRequest) -> HttpResponse:
    """The leading group, its office and the member units."""
    scope, today = actor_in(request).scope, local_date(instant_of(request))
    town = Scope(tuple("/".join(path.split("/")[:4]) + "/" for path in scope.paths))
    may_edit = actor_in(request).may("organisation.edit")
    context = {
        "units": queries.units(town), "seats": queries.seats(town, today), "title": _("领导小组与成员单位"), "may_edit": may_edit,
    }  # fmt: skip
    return render(request, "organisation/units.html", context)


@needs("organisation.view")
def members_page(request: HttpRequest) -> HttpResponse:
    """Grid members, assistants and park managers."""
    actor = actor_in(request)
    context = {"may_edit": actor.may("organisation.edit")}
    return listing(
        request,
        MEMBERS,
        queries.members(actor.scope),
        template="organisation/members.html",
        title=_("网格队伍"),
        context=context,
    )


class AppointForm(forms.Form):
    """Who takes up which place from when."""

    kind = forms.ChoiceField(label=_("类别"), choices=GridMember.Kind.choices)
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(
        label=_("电话"), max_length=20, required=False, widget=forms.TextInput(attrs={"data-secret": "1"})
    )
    place = forms.ModelChoiceField(Place.objects.none(), label=_("网格或村（社区）"), empty_label=_("请选择"))
    since = forms.DateField(label=_("任职自"), widget=DayInput())

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.queryset = Place.objects.filter(within(scope, "path"), kind__in=[PlaceKind.VILLAGE, PlaceKind.GRID])


@needs("organisation.edit")
def appoint(request: HttpRequest) -> HttpResponse:
    """Appoint a person to a grid, village or park."""
    actor = actor_in(request)
    form = AppointForm(request.POST or None, scope=actor.scope)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        member_acts.appoint(
            kind=data["kind"], name=data["name"], phone=data["phone"], place=data["place"], since=data["since"], by=actor,
            at=instant_of(request),
        )  # fmt: skip
        messages.success(request, _("已登记任职。"))
        return redirect("organisation:members")
    return render(request, "organisation/appoint.html", {"form": form, "title": _("登记任职")})


@needs("organisation.edit")
@require_POST
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the end of a term back."""
    try:
        member_acts.reinstate(member_id=pk, by=actor_in(request), at=instant_of(request))
    except RuleBroken as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已撤销离任，此人继续在任。"))
    return redirect("organisation:members")


@needs("organisation.edit")
@require_POST
def remove_watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a watch off the duty list."""
    try:
        duty_acts.remove(shift_id=pk, by=actor_in(request), at=instant_of(request))
    except RuleBroken as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已取消班次。"))
    return redirect("organisation:duty")


@needs("organisation.edit")
@require_POST
def relieve(request: HttpRequest, pk: int) -> HttpResponse:
    """End a person's term today."""
    try:
        member_acts.relieve(
            member_id=pk, until=local_date(instant_of(request)), by=actor_in(request), at=instant_of(request)
        )
    except AnxinError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已登记离任。该地域如无人接任，将显示为盲区。"))
    return redirect("organisation:members")


class WatchForm(forms.Form):
    """One watch."""

    name = forms.CharField(label=_("值班人"), max_length=60)
    phone = forms.CharField(
        label=_("电话"), max_length=20, required=False, widget=forms.TextInput(attrs={"data-secret": "1"})
    )
    starts_at = forms.DateTimeField(
        label=_("开始"),
        help_text=_("已填好下一段没有人值班的时间，可以改"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    ends_at = forms.DateTimeField(label=_("结束"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    leads = forms.BooleanField(label=_("带班领导"), required=False)


@needs("organisation.view")
def duty_page(request: HttpRequest) -> HttpResponse:
    """Who is on duty these two weeks; planning a watch."""
    actor, now = actor_in(request), instant_of(request)
    form = WatchForm(request.POST or None, initial=_gap(actor.scope, now))
    if request.method == "POST" and form.is_valid():
        watch = duty_acts.Watch(**form.cleaned_data)
        try:
            duty_acts.plan(watches=[watch], place_path=actor.scope.paths[0], by=actor, at=now)
        except AnxinError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("已排班。"))
            return redirect("organisation:duty")
    start = local_midnight(local_date(now))
    shifts = list(queries.shifts(actor.scope, start, start + timedelta(days=14)))
    context = {
        "days": _by_day(shifts, start), "form": form, "title": _("值班"), "may_edit": actor.may("organisation.edit"),
        "on_duty": queries.on_duty(actor.scope, now),
    }  # fmt: skip
    return render(request, "organisation/duty.html", context)


def _gap(scope: Scope, now: datetime) -> dict[str, str]:
    """The next gap of the list as the form's first suggestion."""
    begins, ends = queries.next_gap(scope, now)
    written = [f"{one.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" for one in (begins, ends)]
    return {"starts_at": written[0], "ends_at": written[1]}


def _by_day(shifts: list[Any], start: datetime) -> list[tuple[datetime, list[Any]]]:
    days = [start + timedelta(days=number) for number in range(14)]
    return [(one, [s for s in shifts if s.starts_at.astimezone(SHANGHAI).date() == one.date()]) for one in days]


@needs("organisation.view")
def grids_page(request: HttpRequest) -> HttpResponse:
    """The grids, and what they do not cover."""
    scope, today = actor_in(request).scope, local_date(instant_of(request))
    gap = request.GET.get("gap", "employers")
    found = queries.gaps(scope, today)
    said = _("%(employers)s 家在营企业不在有效网格，%(grids)s 个网格无人，%(villages)s 个村（社区）没有协管员。")
    lead = said % {"employers": found.employers, "grids": found.grids, "villages": found.villages}
    context = {"lead": lead, "gap": gap, "gaps": found}
    if gap == "grids":
        rows: Any = queries.empty_grids(scope, today).select_related("parent")
    elif gap == "villages":
        rows = queries.villages_without_assistant(scope, today).select_related("parent")
    elif gap == "all":
        rows = Place.objects.filter(within(scope, "path"), kind=PlaceKind.GRID).select_related("parent")
    else:
        rows = queries.uncovered(scope, today)
    table = PLACES if gap in ("grids", "villages", "all") else EMPLOYERS
    return listing(request, table, rows, template="organisation/grids.html", title=_("网格与盲区"), context=context)
