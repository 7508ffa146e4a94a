"""Pages about what is kept of filers: answering their wishes, the report, and the protocols of what is kept no longer."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.intake import queries
from anxin.apps.intake.actions import privacy, wiping
from anxin.apps.intake.models import Filing
from anxin.apps.intake.privacy_report import report_of
from anxin.apps.intake.rendering.privacy import TITLE, pdf
from anxin.apps.intake.web.forms import names_listed
from anxin.kernel.outcome import AnxinError
from anxin.ui.access import actor_in, instant_of, needs


@needs("intake.handle")
@require_POST
def wish(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Answer a filer's wish."""
    filing = queries.filing(actor_in(request).scope, pk)
    try:
        privacy.answer(
            wish_id=number if filing.wishes.filter(pk=number).exists() else 0, granted="grant" in request.POST,
            reasons=request.POST.get("reasons", ""), rewriting=_rewriting(request), by=actor_in(request), at=instant_of(request),
        )  # fmt: skip
    except AnxinError as error:
        _say(request, error)
    else:
        messages.success(request, _("已答复，当事人凭回执可以看到。"))
    return redirect("intake:detail", pk)


def _rewriting(request: HttpRequest) -> privacy.Rewriting:
    wrong, right, names = (request.POST.get(name, "") for name in ("wrong", "right", "names"))
    return privacy.Rewriting(wrong, right, names_listed(names))


def _say(request: HttpRequest, error: AnxinError) -> None:
    messages.error(request, error.in_words())


@needs("intake.view")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report on what is kept of a filer, for print."""
    filing, at = queries.filing(actor_in(request).scope, pk), instant_of(request)
    context = {"title": _("个人信息清单"), "filing": filing, "report": report_of(filing, at=at), "at": at}
    return render(request, "intake/privacy_report.html", context)


@needs("intake.view")
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same report as a file."""
    filing, at = queries.filing(actor_in(request).scope, pk), instant_of(request)
    return downloaded(filing, at)


def downloaded(filing: Filing, at: datetime) -> HttpResponse:
    """The report on one filing as a PDF that no cache keeps."""
    answer = HttpResponse(pdf(report_of(filing, at=at), tail=filing.code_tail, at=at), content_type="application/pdf")
    name = quote(f"{TITLE}-{filing.code_tail}.pdf")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "no-store"
    return answer


@needs("intake.view")
def wipings(request: HttpRequest) -> HttpResponse:
    """The protocols of names and telephones that are kept no longer, those that wait first."""
    rows = list(queries.wipings(actor_in(request).scope))
    waiting = sum(one.done_at is None for one in rows)
    lead = _("%(n)s 份清册等待批准。") % {"n": waiting} if waiting else _("没有等待批准的清册。")
    return render(request, "intake/wipings.html", {"title": _("到期信息清除"), "rows": rows, "lead": lead})


@needs("intake.view")
def wiping_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One protocol: what it lists; the head ticks what must be kept longer, and approves the rest."""
    actor = actor_in(request)
    found = queries.wiping(actor.scope, pk)
    if request.method == "POST":
        keep = [int(one) for one in request.POST.getlist("keep") if one.isdecimal() and len(one) < 19]
        reason = request.POST.get("reason", "")
        try:
            wiping.carry_out(
                protocol_id=pk, keep=keep, keep_calls="keep_calls" in request.POST, reason=reason, by=actor, at=instant_of(request),
            )  # fmt: skip
        except AnxinError as error:
            _say(request, error)
        else:
            messages.success(request, _("清册已执行。"))
        return redirect("intake:wiping", pk)
    rows = queries.filings(actor.scope).filter(pk__in=found.filings).order_by("pk")
    context = {"title": found.title, "found": found, "rows": rows, "may": actor.may(wiping.POWER, found.place_path)}
    return render(request, "intake/wiping.html", context)
