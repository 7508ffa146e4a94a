"""Pages of calls (通话记录): the list with its figures, files in and taken back, and what a missed call is owed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.apps.intake import queries
from anxin.apps.intake.actions import calling as acts
from anxin.apps.intake.models import Call, CallBatch
from anxin.apps.intake.web.forms import CallFileForm, ExplainForm, RevealForm
from anxin.apps.intake.web.tables import CALLS, length
from anxin.base import clocks
from anxin.base.files.store import open_path, put
from anxin.base.vault.actions import reveal
from anxin.kernel.clock import SHANGHAI, local_date
from anxin.kernel.outcome import AnxinError, BadInput
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.tables import listing

DAYS = 29
"""The figures are those of this many days before today, and of today."""
FAULTS, FILES, ROWS = 200, 50, 10


@needs("intake.view")
def calls_page(request: HttpRequest) -> HttpResponse:
    """Every call with the outside; above them how the last days' calls were met."""
    scope, at = actor_in(request).scope, instant_of(request)
    first = local_date(at) - timedelta(days=DAYS)
    found = queries.call_figures(scope, since=datetime.combine(first, time(), tzinfo=SHANGHAI))
    lead = (
        _("近 30 天有 %(n)s 个未接来电还没有回拨。") % {"n": found.owed}
        if found.owed
        else _("近 30 天的未接来电都已了结。")
    )
    context = {
        "figures": found,
        "middle": length(found.to_filing),
        "first": first.isoformat(),
        "lead": lead,
        "may_import": actor_in(request).may("intake.handle"),
    }
    return listing(
        request, CALLS, queries.calls(scope), template="intake/calls.html", title=_("通话记录"), context=context
    )


@needs("intake.handle")
def files(request: HttpRequest) -> HttpResponse:
    """Take a file in: every fault is listed, and nothing is written while there is one; below, the files so far.

    The file itself shows every number, so its content is removed the next night.
    """
    actor, at = actor_in(request), instant_of(request)
    batches = queries.call_batches(actor.scope)
    last = batches.exclude(own_lines="").first()
    form = CallFileForm(
        request.POST or None, request.FILES or None, initial={"own_lines": last.own_lines if last else ""}
    )
    context: dict[str, Any] = {"title": _("导入通话记录"), "form": form, "batches": batches[:FILES]}
    if request.method != "POST" or not form.is_valid():
        return render(request, "intake/call_files.html", context)
    given = form.cleaned_data["file"]
    try:
        stored = put(given, name=given.name, by=actor, at=at, until=local_date(at))
        batch = acts.take_in(
            path=open_path(stored.sha256), name=given.name, sha256=stored.sha256, place_path=actor.scope.paths[0],
            own_lines=form.cleaned_data["own_lines"], by=actor, at=at,
        )  # fmt: skip
    except AnxinError as error:
        faults = error.faults if isinstance(error, BadInput) else []
        context |= {"error": error, "faults": faults[:FAULTS], "more": max(0, len(faults) - FAULTS)}
        return render(request, "intake/call_files.html", context, status=400)
    _say(request, batch, again=batch.at != at)
    return redirect("intake:calls")


def _say(request: HttpRequest, batch: CallBatch, *, again: bool) -> None:
    """What became of a file: nothing new when it was taken in before, and which calls it tells otherwise than they stand."""
    if again:
        messages.info(request, _("这个文件已经导入过，没有再记。"))
        return
    told = {"new": batch.created, "known": batch.known, "internal": batch.internal}
    messages.success(request, _("已导入 %(new)s 条通话；已有 %(known)s 条、内线 %(internal)s 条未重复记。") % told)
    if batch.differing:
        rows = {"n": len(batch.differing), "rows": "、".join(str(one) for one in batch.differing[:ROWS])}
        words = _(
            "其中 %(n)s 条与已记的不同（第 %(rows)s 行等），仍按原来记的。要更正的，请先撤销原来那批，再导入这个文件。"
        )
        messages.warning(request, words % rows)


@needs("intake.handle")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole file back."""
    acts.undo(batch_id=pk, by=actor_in(request), at=instant_of(request))
    messages.success(request, _("已撤销整批导入。"))
    return redirect("intake:call_files")


@needs("intake.view")
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: what it was, what it is owed, and what may be done."""
    return _page(request, queries.call(actor_in(request).scope, pk))


def _page(request: HttpRequest, one: Call, **more: Any) -> HttpResponse:
    actor, subject = actor_in(request), acts.subject_of(one.pk)
    same = queries.calls(actor.scope).filter(number_hash=one.number_hash, number_hash__gt="").exclude(pk=one.pk)
    context = {
        "title": _("通话 尾号 %(tail)s") % {"tail": one.number_tail or "—"},
        "call": one,
        "length": length(one.seconds),
        "owed": queries.calls(actor.scope).filter(queries.OWED, pk=one.pk).exists(),
        "clocks": clocks.of(subject),
        "same": same.order_by("-started_at")[:20],
        "filings": queries.filings_of_number(one, actor.scope)[:20],
        "may": {"handle": actor.may("intake.handle", one.place_path), "reveal": actor.may("intake.reveal", one.place_path)},
        "forms": {"explain": ExplainForm(), "reveal": RevealForm(initial={"reason": _("回拨未接来电")})},
        "entries": history([subject], actor.scope),
    }  # fmt: skip
    return render(request, "intake/call.html", {**context, **more})


@needs("intake.handle")
@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's word ends a missed call."""
    try:
        acts.explain(call_id=pk, words=request.POST.get("words", ""), by=actor_in(request), at=instant_of(request))
    except AnxinError as error:
        messages.error(request, error.in_words())
    else:
        messages.success(request, _("已办理。"))
    return redirect("intake:call", pk)


@needs("intake.reveal")
@require_POST
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole number, for ringing back: with the power, a reason, and a record."""
    actor, at = actor_in(request), instant_of(request)
    one = queries.call(actor.scope, pk)
    try:
        shown = reveal(
            subject=acts.subject_of(pk), place_path=one.place_path, field="来电号码", reason=request.POST.get("reason", ""),
            power="intake.reveal", load=lambda: one.number_sealed, by=actor, at=at,
        )  # fmt: skip
    except BadInput as error:
        messages.error(request, error.message)
        return redirect("intake:call", pk)
    return _page(request, one, shown=shown)
