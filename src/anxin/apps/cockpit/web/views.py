"""Pages of the today room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from anxin.apps.cockpit.queries import owners, shown_to, today
from anxin.apps.cockpit.web import tables
from anxin.base import clocks
from anxin.base.clocks.queries import only_late
from anxin.ui.access import actor_in, instant_of, needs, viewer
from anxin.ui.menu import menu_for
from anxin.ui.tables import listing


def front_door(request: HttpRequest) -> HttpResponse:
    """The address everybody knows: the today page, or the first room of whoever has none (the three administrators)."""
    actor = viewer(request)
    if actor is None or actor.may("cockpit.view"):
        return today_page(request)
    rooms = menu_for(actor, request.path)
    return redirect(rooms[0].url if rooms else "settings:me")


@needs("cockpit.view")
def today_page(request: HttpRequest) -> HttpResponse:
    """What is due, late, new and red, and the three outcome figures."""
    found = today(actor_in(request), instant_of(request))
    return render(request, "cockpit/today.html", {"today": found, "title": _("今日"), "lead": found.lead})


@needs("cockpit.view")
def clocks_page(request: HttpRequest) -> HttpResponse:
    """Every running obligation within reach; `late` shows those that are late."""
    scope, now = actor_in(request).scope, instant_of(request)
    late = request.GET.get("late") == "1"
    rows = shown_to(actor_in(request), clocks.running(scope))
    count = only_late(rows, now).count() if late else rows.count()
    said = _("%(n)s 件事项已超期，请先办这些。") if late else _("%(n)s 件事项正在计时，先到期的在前。")
    lead = said % {"n": count}
    title = _("超期事项") if late else _("待办时限")
    table = tables.running(actor_in(request), owners(rows), now)
    return listing(request, table, rows, template="ui/list.html", title=title, context={"lead": lead})
