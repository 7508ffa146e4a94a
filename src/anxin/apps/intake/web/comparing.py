"""Two filings that may be one matter, side by side (比对): joined or told apart by one key, and on to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.apps.intake import queries
from anxin.apps.intake.actions import comparing as acts
from anxin.apps.intake.actions.filing import join
from anxin.apps.intake.models import Filing
from anxin.kernel.outcome import AnxinError
from anxin.ui import toasts
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.formatting import money


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of both, and whether it is the same."""

    label: str
    here: Any
    there: Any

    @property
    def same(self) -> bool:
        return bool(self.here) and self.here == self.there


@needs("intake.view")
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """One filing beside the likeliest other, or the one chosen."""
    actor = actor_in(request)
    filing = queries.filing(actor.scope, pk)
    found = queries.alike(filing, actor.scope)
    chosen = next((place for place, one in enumerate(found) if str(one.filing.pk) == request.GET.get("with")), 0)
    one = found[chosen] if found else None
    context = {
        "title": _("比对：可能是同一件事"), "filing": filing, "found": found, "one": one,
        "lines": _lines(filing, one.filing) if one else [],
        "before": found[chosen - 1].filing.pk if found and chosen else None,
        "after": found[chosen + 1].filing.pk if chosen + 1 < len(found) else None,
        "may": actor.may("intake.handle", filing.place_path) and filing.state == Filing.State.INBOX,
    }  # fmt: skip
    return render(request, "intake/compare.html", context)


def _lines(one: Filing, other: Filing) -> list[Line]:
    shown: list[tuple[str, Any]] = [
        (_("单位"), lambda r: r.employer.name if r.employer else ""),
        (_("所述单位"), lambda r: r.employer_said),
        (_("所述地点"), lambda r: r.address_said),
        (_("人数"), lambda r: r.workers),
        (_("所述欠薪"), lambda r: "" if r.amount_fen is None else money(r.amount_fen)),
        (_("起始"), lambda r: r.since),
        (_("电话尾号"), lambda r: r.phone_tail),
        (_("类别"), lambda r: r.get_kind_display()),
        (_("来源"), lambda r: r.get_channel_display()),
        (_("状态"), lambda r: r.get_state_display()),
    ]
    return [Line(label, value(one), value(other)) for label, value in shown]


@needs("intake.handle")
@require_POST
def decide(request: HttpRequest, pk: int, number: int, verb: str) -> HttpResponse:
    """One matter, or two; either can be taken back from the message that says so."""
    by, at = actor_in(request), instant_of(request)
    there = reverse("intake:compare", args=[pk])
    try:
        if verb == "join":
            join(filing_id=pk, to_id=number, by=by, at=at)
            toasts.done(request, _("已并入。"), undo_url=reverse("intake:act", args=[pk, "part"]))
            return redirect("intake:detail", number)
        if verb == "apart":
            acts.tell_apart(filing_id=pk, other_id=number, by=by, at=at)
            toasts.done(
                request, _("已记下：不是同一件事。"), undo_url=reverse("intake:decide", args=[pk, number, "liken"])
            )
        else:
            acts.liken(filing_id=pk, other_id=number, by=by, at=at)
            toasts.done(request, _("已撤回。"))
    except AnxinError as error:
        toasts.refused(request, error.message)
    return redirect(there)
