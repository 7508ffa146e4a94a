"""Pages of the tree of places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.base.places import actions, queries
from anxin.base.places.models import Place, PlaceKind
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError
from anxin.project.places_pages.forms import NewPlaceForm, OtherPlaceForm, RenameForm
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.tables import Column, Filter, Table, listing

STATES = (("used", gettext_lazy("在用")), ("closed", gettext_lazy("已停用")), ("gap", gettext_lazy("没有网格的村社")))


def _state(rows: Any, value: str) -> Any:
    if value == "gap":
        return rows.filter(kind=PlaceKind.VILLAGE).exclude(
            children__active_to__isnull=True, children__kind=PlaceKind.GRID
        )
    return rows.filter(active_to__isnull=value == "used")


PLACES = Table(
    name="places",
    columns=(
        Column("name", gettext_lazy("名称"), lambda row: f"{'　' * row.depth}{row.name}", sort="name"),
        Column("kind", gettext_lazy("层级"), lambda row: row.get_kind_display(), sort="kind"),
        Column("code", gettext_lazy("代码"), lambda row: row.code, sort="code"),
        Column("from", gettext_lazy("启用日"), lambda row: row.active_from, sort="active_from"),
        Column("to", gettext_lazy("停用日"), lambda row: row.active_to, sort="active_to"),
    ),
    filters=(
        Filter(
            "q",
            gettext_lazy("名称或代码"),
            lambda rows, v: rows.filter(Q(name__icontains=v) | Q(code__startswith=v)),
            kind="text",
        ),
        Filter("kind", gettext_lazy("层级"), lambda rows, v: rows.filter(kind=v), choices=PlaceKind.choices),
        Filter("state", gettext_lazy("状态"), _state, choices=STATES),
    ),
    order=("path",),
    row_url=lambda row: reverse("settings:place", args=[row.pk]),
    export_power="people.view",
)


@needs("people.view")
def places_page(request: HttpRequest) -> HttpResponse:
    """The tree within reach; villages without a grid are counted."""
    actor, on = actor_in(request), local_date(instant_of(request))
    rows = queries.places(actor.scope)
    gaps = queries.gaps(actor.scope, on).count()
    lead = f"共 {rows.count()} 个地域" + (f"，{gaps} 个村社没有网格。" if gaps else "。")
    return listing(request, PLACES, rows, template="places/places.html", title=_("地域"), context={"lead": lead})


@needs("people.view")
def place_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One place: what hangs below it, and what happened to it."""
    actor, at = actor_in(request), instant_of(request)
    place = queries.place(actor.scope, pk)
    context = {
        "title": place.name,
        "place": place,
        "children": queries.children(actor.scope, place, local_date(at)),
        "may_manage": actor.may(actions.MANAGE, place.path) and place.active_to is None,
        "may_hang_below": place.kind in {PlaceKind.TOWN, PlaceKind.VILLAGE},
        "may_change": place.kind in {PlaceKind.VILLAGE, PlaceKind.GRID},
        "entries": history(f"places.place:{pk}", actor.scope),
    }
    return render(request, "places/place.html", context)


@needs(actions.MANAGE)
def new_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a village up below a town, or a grid below a village."""
    actor, parent = actor_in(request), queries.place(actor_in(request).scope, pk)
    form = NewPlaceForm(_typed(request))
    kind = PlaceKind.GRID if parent.kind == PlaceKind.VILLAGE else PlaceKind.VILLAGE
    lead = f"{parent.name}下设{kind.label}"
    return _answer(
        request, form, (_("设立地域"), lead), parent,
        lambda data: actions.create(**data, kind=kind, parent_id=pk, by=actor, at=instant_of(request)),
    )  # fmt: skip


@needs(actions.MANAGE)
def rename_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a place another name."""
    actor, place = actor_in(request), queries.place(actor_in(request).scope, pk)
    form = RenameForm(_typed(request), initial={"title": place.name})
    return _answer(
        request, form, (_("更名"), place.name), place,
        lambda data: actions.rename(place_id=pk, **data, by=actor, at=instant_of(request)),
    )  # fmt: skip


@needs(actions.MANAGE)
def close_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place out of use, merged into another one or into none."""
    actor, place = actor_in(request), queries.place(actor_in(request).scope, pk)
    among = queries.in_use(actor.scope, local_date(instant_of(request))).filter(kind=place.kind).exclude(pk=pk)
    form = OtherPlaceForm(_typed(request), among=among, required=False)
    lead = _("停用后其下企业显示为盲区，直到改到别的网格。如并入其他地域，请选择。")
    return _answer(
        request, form, (_("停用"), lead), place,
        lambda data: actions.close(place_id=pk, into_id=_pk(data["other"]), by=actor, at=instant_of(request)),
    )  # fmt: skip


@needs(actions.MANAGE)
def move_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Hang a place under another parent."""
    actor, place = actor_in(request), queries.place(actor_in(request).scope, pk)
    kind = place.parent.kind if place.parent else ""
    among = (
        queries.in_use(actor.scope, local_date(instant_of(request))).filter(kind=kind).exclude(pk=place.parent_id or 0)
    )
    form = OtherPlaceForm(_typed(request), among=among, required=True)
    lead = _("改隶后，登记在该地域的企业、人员、工资记录随之改隶；操作日志保持原样。")
    return _answer(
        request, form, (_("改隶"), lead), place,
        lambda data: actions.move(place_id=pk, parent_id=data["other"].pk, by=actor, at=instant_of(request)),
    )  # fmt: skip


def _pk(place: Place | None) -> int | None:
    return place.pk if place else None


def _answer(
    request: HttpRequest, form: Any, words: tuple[str, str], place: Place, act: Callable[[dict[str, Any]], Place]
) -> HttpResponse:
    """Show the form under its title and first line, or do the act; a refusal goes into the form."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except AnxinError as error:
            faults = [fault.in_words() for fault in getattr(error, "faults", ())]
            form.add_error(None, "；".join(faults) or error.message)
        else:
            messages.success(request, _("已保存。"))
            return redirect("settings:place", done.pk)
    return render(request, "places/form.html", {"form": form, "title": words[0], "lead": words[1], "place": place})


def _typed(request: HttpRequest) -> Any:
    """What was sent; a form may be sent with nothing filled in."""
    return request.POST if request.method == "POST" else None
