"""The page of filings that came in numbers about one employer (集中投诉)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.actions import gathering
from anxin.apps.intake.actions.surging import SPAN, SURGE_CLOCK, employer_subject
from anxin.apps.intake.models import Filing
from anxin.apps.intake.queries import in_cases
from anxin.apps.registry.api import employer as employer_within
from anxin.base import clocks
from anxin.base.clocks.models import Clock
from anxin.base.scope import Scope
from anxin.kernel.outcome import AnxinError
from anxin.ui.access import actor_in, instant_of, needs


@needs("intake.view")
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """Filings that came in numbers about one employer: looked at, and handled as one matter or each by itself."""
    actor = actor_in(request)
    employer = employer_within(actor.scope, pk)
    if request.method == "POST":
        return _handle_together(request, pk)
    found = gathering.of_employer(pk, actor.scope)
    told = [one.workers for one in found if one.workers]
    alarm = [one for one in clocks.of(employer_subject(pk)) if one.kind == SURGE_CLOCK and not one.stopped_at]
    context = {
        "title": employer.name, "employer": employer, "found": found, "workers": sum(told), "counted": len(told),
        "owed": sum(one.amount_fen or 0 for one in found), "alarm": alarm, "cases": _by_case(pk, actor.scope, alarm),
        "may": actor.may("intake.handle", employer.place_path),
    }  # fmt: skip
    return render(request, "intake/together.html", context)


def _by_case(employer_id: int, scope: Scope, alarm: list[Clock]) -> dict[int, list[Filing]]:
    """The filings of a surge that are in a case already, by the number of the case."""
    found: dict[int, list[Filing]] = {}
    for one in in_cases(employer_id, scope, since=alarm[0].started_at - SPAN) if alarm else ():
        found.setdefault(one.case_id or 0, []).append(one)
    return found


def _handle_together(request: HttpRequest, pk: int) -> HttpResponse:
    by, at = actor_in(request), instant_of(request)
    try:
        if "apart" in request.POST:
            gathering.leave_apart(employer_id=pk, by=by, at=at)
            messages.success(request, _("已记下：分别办理。"))
            return redirect("intake:together", pk)
        head = gathering.gather(employer_id=pk, by=by, at=at)
    except AnxinError as error:
        messages.error(request, error.message)
        return redirect("intake:together", pk)
    messages.success(request, _("已核对：按一案办理。") if head.case_id else _("已合并为一件。请核对后转为案件。"))
    return redirect("intake:detail", head.pk)
