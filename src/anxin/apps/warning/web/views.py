"""Pages of warnings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.payroll.api import debts
from anxin.apps.registry.api import employer as employer_within
from anxin.apps.warning import queries
from anxin.apps.warning.actions import warning as acts
from anxin.apps.warning.models import Signal, Warning
from anxin.apps.warning.over_time import signals_over_time
from anxin.apps.warning.rulebooks import town_rules
from anxin.apps.warning.web import pictures
from anxin.apps.warning.web.forms import AssignForm, CloseForm, RuleFilter, VerifyForm, WordsForm
from anxin.apps.warning.web.tables import CLASSES, SIGNALS, WARNINGS
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.eventlog.unchanged import unchanged, while_newest
from anxin.base.files.store import put
from anxin.base.people.queries import holders
from anxin.domain.risk.describing import described
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.tables import listing

HALF_YEAR = timedelta(weeks=26)


@needs("warning.view")
def warnings_page(request: HttpRequest) -> HttpResponse:
    """Warnings, worst first; those not closed unless another state is asked for."""
    scope = actor_in(request).scope
    rows = queries.warnings(scope) if request.GET.get("state") else queries.open_warnings(scope)
    counts = queries.open_by_level(scope)
    told = {code: counts.get(code, 0) for code in ("red", "orange", "yellow")}
    said = _("未办结预警：红 %(red)s 件、橙 %(orange)s 件、黄 %(yellow)s 件。")
    lead = said % told if any(told.values()) else _("没有未办结的预警。")
    whole = None if request.GET.get("state") else sum(counts.values())
    return listing(
        request, WARNINGS, rows, template="ui/list.html", title=_("预警"), context={"lead": lead}, whole=whole
    )


@needs("warning.view")
def warning_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One warning: why, what would turn it green, and what may be done now."""
    actor = actor_in(request)
    warning = queries.warning(actor.scope, pk)
    context = {
        "warning": warning,
        "title": warning.employer.name,
        "clocks": clocks.of(acts.subject_of(pk)),
        "debt": debts(actor.scope).filter(employer_id=warning.employer_id).first(),
        "entries": history([acts.subject_of(pk)], actor.scope),
        "forms": _forms(warning, actor, request),
        "is_open": warning.state != Warning.State.CLOSED,
        "may": {verb: actor.may(power, warning.place_path) for verb, power in POWERS.items()},
    }
    return render(request, "warning/detail.html", context)


POWERS = {
    "assign": "warning.assign", "take": "warning.handle", "verify": "warning.handle", "answer": "warning.handle",
    "close": "warning.close", "reopen": "warning.close",
}  # fmt: skip


def _forms(warning: Warning, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    owners = [(one.pk, one.name) for one in holders("warning.handle", warning.place_path, instant_of(request))]
    return {
        "assign": AssignForm(owners=owners, auto_id="assign_%s"),
        "verify": VerifyForm(auto_id="verify_%s"),
        "answer": WordsForm(auto_id="answer_%s"),
        "close": CloseForm(auto_id="close_%s"),
    }


@needs("warning.view")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one of a warning's acts; a refusal is said on the warning's page."""
    if verb not in ACTS:
        raise Http404
    try:
        ACTS[verb](request, pk)
    except AnxinError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已办理。"))
    return redirect("warning:detail", pk)


def _assign(request: HttpRequest, pk: int) -> None:
    acts.assign(
        warning_id=pk, owner_id=int(request.POST.get("owner") or 0), by=actor_in(request), at=instant_of(request)
    )


def _take(request: HttpRequest, pk: int) -> None:
    acts.take(warning_id=pk, by=actor_in(request), at=instant_of(request))


def _verify(request: HttpRequest, pk: int) -> None:
    finding = request.POST.get("finding", "")
    if finding not in Warning.Finding.values:
        raise Http404
    acts.verify(
        warning_id=pk,
        finding=finding,
        words=request.POST.get("words", ""),
        by=actor_in(request),
        at=instant_of(request),
    )


def _answer(request: HttpRequest, pk: int) -> None:
    acts.answer(warning_id=pk, words=request.POST.get("words", ""), by=actor_in(request), at=instant_of(request))


def _close(request: HttpRequest, pk: int) -> None:
    actor, now = actor_in(request), instant_of(request)
    queries.warning(actor.scope, pk)
    given = request.FILES.get("evidence")
    proof = put(cast(BinaryIO, given), name=given.name or "", by=actor, at=now).sha256 if given else ""
    acts.close(
        warning_id=pk, closing=request.POST.get("closing", ""), note=request.POST.get("note", ""), evidence=proof,
        by=actor, at=now,
    )  # fmt: skip


def _reopen(request: HttpRequest, pk: int) -> None:
    acts.reopen(warning_id=pk, words=request.POST.get("words", ""), by=actor_in(request), at=instant_of(request))


ACTS: dict[str, Callable[[HttpRequest, int], None]] = {
    "assign": _assign, "take": _take, "verify": _verify, "answer": _answer, "close": _close, "reopen": _reopen,
}  # fmt: skip


@needs("warning.view")
def employer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An employer as the rules see it: level, class, reasons, what is unknown, signals over time."""
    actor = actor_in(request)
    employer = employer_within(actor.scope, pk)
    today = local_date(instant_of(request))
    context = {
        "employer": employer,
        "title": employer.name,
        "found": queries.assessment_of(pk),
        "past": queries.assessment_history(pk)[:12],
        "warnings": queries.warnings(actor.scope).filter(employer_id=pk).order_by("-raised_at"),
        "signals": queries.signals_of(pk, since=today - HALF_YEAR).order_by("-on")[:60],
        "entries": history(f"registry.employer:{pk}", actor.scope),
        "chart": pictures.signals_chart(signals_over_time(actor.scope, pk, on=today)),
    }
    return render(request, "warning/employer.html", context)


@needs("warning.view")
def analysis_page(request: HttpRequest) -> HttpResponse:
    """The situation in pictures (形势分析): the map, the months, the season before the festival."""
    scope, today = actor_in(request).scope, local_date(instant_of(request))
    context = {
        "title": _("形势分析"),
        "map": pictures.warnings_map(scope),
        "months": pictures.months_chart(scope, on=today),
        "season": pictures.season_chart(scope, on=today),
    }
    return render(request, "warning/analysis.html", context)


@needs("warning.view")
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card on an employer's page."""
    employer_within(actor_in(request).scope, pk)
    return render(request, "warning/card.html", {"found": queries.assessment_of(pk), "pk": pk})


@needs("warning.view")
def classes_page(request: HttpRequest) -> HttpResponse:
    """Employers by class (分类管理)."""
    scope = actor_in(request).scope
    rows = queries.assessments(scope)
    whole = unchanged("warning.assessments", rows.count, scope=scope)
    lead = _("分类由规则按日重新计算，理由可逐条核对；分类决定巡查间隔。")
    return listing(
        request, CLASSES, rows, template="ui/list.html", title=_("分类管理"), context={"lead": lead}, whole=whole
    )


@needs("warning.view")
def rules_page(request: HttpRequest) -> HttpResponse:
    """The rules in force today, in plain Chinese, with their source."""
    rules = town_rules().on(local_date(instant_of(request)))
    form = RuleFilter(request.GET)
    shown = [
        {"rule": one.rule, "when": described(one.condition), "verified": one.verified, "cited": one.cited}
        for one in rules.bound
        if form.keeps(one.rule, described(one.condition), verified=one.verified)
    ]
    context = {
        "rules": shown,
        "whole": len(rules.bound),
        "form": form,
        "idle": rules.idle,
        "reference": rules.reference,
        "title": _("预警规则"),
        "version": rules.version[:12],
    }
    return render(request, "warning/rules.html", context)


@needs("warning.view")
def signals_page(request: HttpRequest) -> HttpResponse:
    """Observations from outside."""
    scope = actor_in(request).scope
    rows = Signal.objects.within(scope).select_related("employer")
    whole = while_newest("warning.signals", rows.count, scope=scope, of=Signal)
    lead = _("工资以外的情况：巡查、投诉、水电、参保、司法等。研判按规则读取数值，数值的含义见说明。")
    return listing(
        request, SIGNALS, rows, template="ui/list.html", title=_("外部信号"), whole=whole, context={"lead": lead}
    )
