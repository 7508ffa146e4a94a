"""Preparing an application at another door (仲裁申请书、法律援助清单) on the screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import crime as acts
from anxin.apps.cases.applying import PAPERS, Door, application
from anxin.apps.cases.crime import papers_of
from anxin.apps.cases.web.crime_forms import PaperForm
from anxin.apps.cases.web.posting import carry_out, kept
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date
from anxin.kernel.ids import mask_name
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.sentences import spoken


def _door(said: str) -> Door:
    if said not in PAPERS:
        raise NotFound("cases.no_such_door", "没有这种申请。")
    return said


@needs("cases.view")
def page(request: HttpRequest, pk: int, door: str) -> HttpResponse:
    """What the application says, what is there and what is missing."""
    actor, at = actor_in(request), instant_of(request)
    case, wanted = queries.case(actor.scope, pk), _door(door)
    found = application(case, wanted, on=local_date(at))
    context = {
        "case": case,
        "door": wanted,
        "title": _("%(case)s %(door)s申请") % {"case": case.title, "door": spoken(case_types()[wanted].term)},
        "found": found,
        "applicants": [(mask_name(one.name), one) for one in found.applicants],
        "papers": papers_of(case, dossier=wanted),
        "may": actor.may("cases.handle", case.place_path) and case.open,
        "paper_form": PaperForm(papers=PAPERS[wanted]),
    }
    return render(request, "cases/apply.html", context)


@needs("cases.handle")
@require_POST
def paper(request: HttpRequest, pk: int, door: str) -> HttpResponse:
    """Put a paper to the application."""
    wanted = _door(door)
    queries.case(actor_in(request).scope, pk)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.add_paper(
            case_id=pk, need=told["need"], file=kept(told["file"], by, at), not_applicable=told["not_applicable"],
            dossier=wanted, by=by, at=at,
        )  # fmt: skip

    form = PaperForm(request.POST, request.FILES, papers=PAPERS[wanted])
    carried = carry_out(request, form, act, _("已归入申请材料。"), pk=pk)
    carried["Location"] = request.path.removesuffix("papers/")
    return carried
