"""The next step by a case's own facts (按案情看下一步): what the adviser tells a worker, as the office may tell it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from anxin.apps.cases import queries
from anxin.apps.cases.advising import told_of
from anxin.apps.cases.crime import law_book
from anxin.domain.advice.doors import doors
from anxin.kernel.clock import local_date
from anxin.ui.access import actor_in, instant_of, needs


@needs("cases.view")
def next_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Which doors are open on what the case knows, until when, with which papers; and what that rests on."""
    case = queries.case(actor_in(request).scope, pk)
    told = told_of(case, on=local_date(instant_of(request)))
    title = _("%(case)s 下一步怎么走") % {"case": case.title}
    return render(
        request,
        "cases/next.html",
        {
            "case": case,
            "title": title,
            "told": told,
            "doors": doors(told, law_book()),
            "claimed": not case.entries.exists(),
        },
    )
