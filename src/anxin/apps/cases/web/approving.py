"""What waits for a second person (送审待批): what it rests on, approving it, and sending it back with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases.actions import handling
from anxin.apps.cases.actions.running import DATE_NAMES
from anxin.apps.cases.authority import power_to_approve
from anxin.apps.cases.models import Procedure
from anxin.apps.cases.web.posting import CaseForm
from anxin.base.actors import Actor
from anxin.base.people.queries import holders
from anxin.domain.casework.loading import case_types
from anxin.kernel.outcome import AnxinError, NotAllowed, NotFound
from anxin.ui.access import actor_in, instant_of, needs


class DeclineForm(CaseForm):
    """Why what waited is sent back."""

    reason = forms.CharField(
        label=_("退回原因"), min_length=2, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


def waiting(procedure: Procedure, actor: Actor, *, at: datetime) -> dict[str, Any]:
    """What waits in a procedure as whoever decides must know it, and what this person may do with it."""
    if procedure.pending is None:
        return {}
    kind, told = case_types()[procedure.kind], procedure.pending["told"]
    stated = [(kind.conditions.get(name, name), words) for name, words in told["conditions"].items()]
    dated = [(DATE_NAMES.get(name, name), day) for name, day in told["dates"].items()]
    power = power_to_approve(procedure)
    return {
        "approvers": _approvers(procedure, power, at=at),
        "asked_at": datetime.fromisoformat(procedure.pending["at"]),
        "asked": [*stated, *dated],
        "may_approve": actor.may(power, procedure.place_path),
        "own_request": actor.is_behind(handling.proposers_of(procedure.pending)),
        "decline_form": DeclineForm(key=procedure.pk),
    }


def _approvers(procedure: Procedure, power: str, *, at: datetime) -> list[str]:
    """The others who may approve what waits; nobody means that an administrator must give somebody the post."""
    behind = set(handling.proposers_of(procedure.pending or {}))
    able = holders(power, procedure.place_path, at)
    return [one.name for one in able if f"person:{one.pk}" not in behind]


@needs("cases.view")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what waits."""
    return _decide(request, pk, handling.approve, _("已批准并办理。"))


@needs("cases.view")
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Send back, or take back, what waits for approval."""
    act = partial(handling.decline, reason=request.POST.get("reason", ""))
    return _decide(request, pk, act, _("已退回，案件停在原环节。"))


def _decide(request: HttpRequest, pk: int, act: Callable[..., Procedure], words: Any) -> HttpResponse:
    actor = actor_in(request)
    case = Procedure.objects.within(actor.scope).filter(pk=pk).values_list("case_id", flat=True).first()
    try:
        act(procedure_id=pk, by=actor, at=instant_of(request))
    except (NotAllowed, NotFound):
        raise
    except AnxinError as error:
        messages.error(request, error.in_words())
    else:
        messages.success(request, words)
    return redirect("cases:detail", case)
