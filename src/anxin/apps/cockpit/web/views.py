"""Pages of the today room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from anxin.apps.cockpit.queries import shown_to, today
from anxin.base import clocks
from anxin.ui.access import actor_in, instant_of, needs, viewer
from anxin.ui.formatting import remaining, spoken
from anxin.ui.menu import menu_for
from anxin.ui.tables import Column, Filter, Table, listing

OWNERS: dict[str, str] = {"role:clerk": "办公室经办人", "role:assistant": "劳动监察协管员", "role:head": "办公室主任"}
CLOCKS = Table(
    "clocks",
    columns=(
        Column("title", _("事项"), lambda row: spoken(row.title), url=lambda row: row.url),
        Column("left", _("剩余时间"), lambda row: "", template="cockpit/clock_cell.html", sort="due_at"),
        Column("due", _("期限"), lambda row: row.due_at, sort="due_at", shown=False),
        Column("owner", _("责任人"), lambda row: OWNERS.get(row.owner, row.owner or "—")),
    ),
    filters=(
        Filter("q", _("事项"), lambda rows, text: rows.filter(title__contains=text), kind="text", wide=True),
        Filter(
            "kind",
            _("类别"),
            lambda rows, kind: rows.filter(kind=kind),
            choices=(
                ("warning.check", _("预警核查")),
                ("intake.surge", _("集中投诉")),
                ("documents.return", _("村社周报")),
            ),
        ),
    ),
    order=("due_at", "pk"),
    empty="没有正在计时的事项。",
)


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
    rows = shown_to(actor_in(request), clocks.late(scope, now) if late else clocks.running(scope))
    count = rows.count()
    lead = f"{count} 件事项已超期，请先办这些。" if late else f"{count} 件事项正在计时，先到期的在前。"
    title = _("超期事项") if late else _("待办时限")
    return listing(
        request, CLOCKS, rows, template="ui/list.html", title=title, context={"lead": lead, "words": remaining}
    )
