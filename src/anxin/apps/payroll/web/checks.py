"""Pages of suspected breaches and of reconciliation runs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.apps.payroll import figures, queries
from anxin.apps.payroll.actions.file import queue_reconciliation
from anxin.apps.payroll.models import Breach
from anxin.apps.payroll.web import tables
from anxin.apps.payroll.web.uploading import place_of
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.sentences import spoken
from anxin.ui.tables import listing


@needs("payroll.view")
def breaches_page(request: HttpRequest) -> HttpResponse:
    """Suspected breaches with the law each rests on."""
    actor = actor_in(request)
    counts = figures.breach_counts(actor.scope)
    told = [f"{label} {counts.get(kind, 0)} 条" for kind, label in Breach.Kind.choices]
    table, rows = tables.breaches(actor.scope), queries.suspicions(actor.scope)
    context = {"lead": spoken("、".join(told) + "。") + _("均为比对所得的线索，认定须由有权机关核实。")}
    whole = sum(counts.values())
    return listing(request, table, rows, template="ui/list.html", title=_("疑似违规"), context=context, whole=whole)


@needs("payroll.view")
def runs_page(request: HttpRequest) -> HttpResponse:
    """Every reconciliation with its inputs and sums."""
    actor = actor_in(request)
    context = {
        "lead": _("文件生效、撤销或登记变化后自动比对，每天零点后再比对一次。"),
        "may_run": actor.may("payroll.upload"),
    }
    rows = queries.runs(actor.scope)
    return listing(request, tables.RUNS, rows, template="payroll/runs.html", title=_("比对记录"), context=context)


@require_POST
@needs("payroll.upload")
def again(request: HttpRequest) -> HttpResponse:
    """Reconcile again now."""
    queue_reconciliation(place_of(actor_in(request), None), at=instant_of(request))
    messages.success(request, _("已开始重新比对。输入没有变化时结果不变，不会产生新的记录。"))
    return redirect("payroll:runs")
