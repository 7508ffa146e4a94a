"""Clocks that a new notice or law would move (受影响的期限): shown with the cause, applied by a person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.base.actors import system
from anxin.base.clocks.affected import POWER, affected, apply
from anxin.base.clocks.models import Clock
from anxin.base.clocks.reviewing import review
from anxin.ui.access import actor_in, instant_of, needs

SHOWN = 200


@needs(POWER)
def affected_page(request: HttpRequest) -> HttpResponse:
    """Every running clock whose end differs by today's law and calendar."""
    found = list(affected(actor_in(request).scope))
    moving = sum(one.moves for one in found)
    lead = (
        _("%(n)s 个期限按现行规定应当重算，其中 %(m)s 个到期时间会改变。") % {"n": len(found), "m": moving}
        if found
        else _("所有期限都与现行法规和放假安排一致。")
    )
    context = {"title": _("受影响的期限"), "lead": lead, "found": found[:SHOWN], "more": max(0, len(found) - SHOWN)}
    return render(request, "settings/affected.html", context)


@needs(POWER)
@require_POST
def apply_affected(request: HttpRequest) -> HttpResponse:
    """Give the ticked clocks their new ends; all of them when asked for."""
    ticked = {int(one) for one in request.POST.getlist("pk") if one.isdecimal()}
    if not ticked and "all" not in request.POST:
        messages.error(request, _("请先勾选要重算的期限。"))
        return redirect("settings:affected")
    done = apply(clock_ids=None if "all" in request.POST else ticked, by=actor_in(request), at=instant_of(request))
    review(by=system("clock-keeper"), at=instant_of(request))
    messages.success(request, _("已重算 %(n)s 个期限。") % {"n": done})
    return redirect(_back_to(request, ticked) or reverse("settings:affected"))


def _back_to(request: HttpRequest, ticked: set[int]) -> str:
    """The page of the one clock that was recomputed from there."""
    if "back" not in request.POST or len(ticked) != 1:
        return ""
    rows = Clock.objects.within(actor_in(request).scope).filter(pk__in=ticked)
    return rows.values_list("url", flat=True).first() or ""
