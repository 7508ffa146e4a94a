"""Pages of the weekly report and of village returns."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.documents import queries
from anxin.apps.documents.actions import report as acts
from anxin.apps.documents.actions import returns as return_acts
from anxin.apps.documents.models import WeeklyReport, WeeklyReturn
from anxin.apps.documents.rendering.paper import pdf
from anxin.apps.documents.rendering.word import document
from anxin.apps.documents.rendering.workbook import workbook
from anxin.apps.documents.snapshots import shown_of
from anxin.apps.documents.weekly import INDICATORS, MONEY
from anxin.base.places.models import Place
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError
from anxin.kernel.period import Week
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.formatting import moment
from anxin.ui.formatting import week as week_in_words
from anxin.ui.history import history
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table, choice_label, listing

FORMS = {
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (document, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf, "application/pdf"),
}
REPORTS = Table(
    "reports",
    columns=(
        Column("week", _("周次"), lambda r: week_in_words(r.week), sort="week", export=lambda r: r.week),
        Column("version", _("版次"), lambda r: spoken(f"第 {r.version} 版"), sort="version"),
        Column("state", _("状态"), choice_label("state"), sort="state"),
        Column("as_of", _("数据截至"), lambda r: r.as_of, sort="as_of"),
        Column("by", _("编制人"), lambda r: r.composed_by_name),
        Column("signed", _("签发"), lambda r: f"{r.signed_by_name} {moment(r.signed_at)}" if r.signed_at else "—"),
    ),
    filters=(Filter("state", _("状态"), lambda rows, v: rows.filter(state=v), choices=WeeklyReport.State.choices),),
    order=("-week", "-version"),
    row_url=lambda r: reverse("documents:report", args=[r.pk]),
    empty=_("还没有周报。办公室点“编制周报”，系统按此刻的数据生成草稿。"),
)
RETURNS = Table(
    "returns",
    columns=(
        Column("place", _("村（社区）"), lambda r: r.place.name, sort="place__code"),
        Column("week", _("周次"), lambda r: week_in_words(r.week), sort="week", export=lambda r: r.week),
        Column("state", _("状态"), choice_label("state"), sort="state"),
        Column("due", _("应报时间"), lambda r: r.due_at, sort="due_at"),
        Column("filed", _("报送"), lambda r: f"{r.filed_by_name} {moment(r.filed_at)}" if r.filed_at else "—"),
        Column(
            "chased", _("催报"), lambda r: spoken(f"{r.chased} 次") if r.chased else "—", align="right", sort="chased"
        ),
    ),
    filters=(
        Filter("week", _("周次"), lambda rows, v: rows.filter(week=v), choices=lambda: _weeks()),
        Filter("state", _("状态"), lambda rows, v: rows.filter(state=v), choices=WeeklyReturn.State.choices),
    ),
    order=("-week", "place__code"),
    row_url=lambda r: reverse("documents:return", args=[r.pk]),
    empty=_("没有待报的周报。"),
)


def _weeks() -> list[tuple[str, str]]:
    found = WeeklyReturn.objects.order_by("-week").values_list("week", flat=True).distinct()[:60]
    return [(one, week_in_words(one)) for one in found]


def _town() -> Place:
    return Place.objects.get(code=settings.SETTINGS.town)


@needs("documents.view")
def reports_page(request: HttpRequest) -> HttpResponse:
    """The town's weekly reports."""
    actor, now = actor_in(request), instant_of(request)
    last = Week.of_day(local_date(now)).plus(-1)
    context = {"last": str(last), "this": str(last.plus(1)), "may_compose": actor.may("documents.compose")}
    context["may_papers"] = actor.may("documents.papers")
    return listing(
        request,
        REPORTS,
        queries.reports(actor.scope),
        template="documents/reports.html",
        title=_("欠薪欠保周报"),
        context=context,
    )


@needs("documents.compose")
@require_POST
def compose(request: HttpRequest) -> HttpResponse:
    """Freeze the figures of a week as of now and make a draft."""
    try:
        week = Week.parse(request.POST.get("week", ""))
        made = acts.compose(week=week, town=_town(), by=actor_in(request), at=instant_of(request))
    except ValueError:
        messages.error(request, _("周次写法有误，例如 2026-W47。"))
        return redirect("documents:reports")
    except AnxinError as error:
        messages.error(request, error.message)
        return redirect("documents:reports")
    return redirect("documents:report", made.pk)


@needs("documents.view")
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: every figure opens the rows it counts."""
    actor = actor_in(request)
    report = queries.report(actor.scope, pk)
    kept = shown_of(report)
    context = {
        "report": report,
        "title": f"{_('欠薪欠保周报')} {week_in_words(report.week)}",
        "lead": kept["summary"],
        "indicators": INDICATORS,
        "lines": [_line(line) for line in [*kept["villages"], kept["total"], *kept["focus"]]],
        "employers": kept["employers"],
        "late": [line["name"] for line in kept["villages"] if line["state"] not in ("零报告", "已报")],
        "remarks": [(line["name"], line["remarks"]) for line in kept["villages"] if line["remarks"]],
        "entries": history(f"documents.report:{pk}", actor.scope),
        "may_sign": actor.may("documents.sign", report.place_path) and report.state == WeeklyReport.State.DRAFT,
        "may_compose": actor.may("documents.compose", report.place_path),
    }
    return render(request, "documents/report.html", context)


def _line(line: dict[str, Any]) -> dict[str, Any]:
    cells = [
        {"key": one.key, "value": line["figures"][one.key]["value"], "money": one.key in MONEY} for one in INDICATORS
    ]
    return {"code": line["code"], "name": line["name"], "state": line.get("state", ""), "cells": cells}


@needs("documents.sign")
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign and issue a draft."""
    return _do(
        request, pk, lambda: acts.sign(report_id=pk, by=actor_in(request), at=instant_of(request)), _("已签发。")
    )


@needs("documents.compose")
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a corrected version of a signed report."""
    report = queries.report(actor_in(request).scope, pk)
    why = request.POST.get("why", "").strip()
    if not why:
        messages.error(request, _("请写明更正原因。"))
        return redirect("documents:report", pk)
    try:
        made = acts.compose(
            week=Week.parse(report.week),
            town=report.place,
            correction=why,
            by=actor_in(request),
            at=instant_of(request),
        )
    except AnxinError as error:
        messages.error(request, error.message)
        return redirect("documents:report", pk)
    return redirect("documents:report", made.pk)


@needs("documents.compose")
@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft's remarks."""
    words = request.POST.get("words", "")
    return _do(
        request,
        pk,
        lambda: acts.remark(report_id=pk, words=words, by=actor_in(request), at=instant_of(request)),
        _("已保存。"),
    )


def _do(request: HttpRequest, pk: int, run: Any, done: Any) -> HttpResponse:
    try:
        run()
    except AnxinError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("documents:report", pk)


@needs("documents.view")
def download(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The report on paper."""
    if form not in FORMS:
        raise Http404
    report = queries.report(actor_in(request).scope, pk)
    make, kind = FORMS[form]
    answer = HttpResponse(make(queries.sheet(report)), content_type=kind)
    name = quote(f"{report.week}欠薪欠保周报第{report.version}版.{form}")
    answer["Content-Disposition"] = f"{'inline' if form == 'pdf' else 'attachment'}; filename*=UTF-8''{name}"
    return answer


@needs("documents.view")
def returns_page(request: HttpRequest) -> HttpResponse:
    """Village returns within reach."""
    actor = actor_in(request)
    rows = queries.returns(actor.scope)
    due = rows.filter(state=WeeklyReturn.State.DUE, due_at__lt=instant_of(request)).count()
    context = {
        "lead": _("%(n)s 份逾期未报。") % {"n": due} if due else _("没有逾期未报的。"),
        "may_open": actor.may("documents.compose"),
        "this": str(Week.of_day(local_date(instant_of(request)))),
    }
    return listing(request, RETURNS, rows, template="documents/returns.html", title=_("村社报送"), context=context)


@needs("documents.compose")
@require_POST
def open_week(request: HttpRequest) -> HttpResponse:
    """Ask every village for its return of this week."""
    week = Week.of_day(local_date(instant_of(request)))
    said = week_in_words(str(week))
    count = return_acts.open_week(week=week, town=_town(), by=actor_in(request), at=instant_of(request))
    messages.success(
        request, f"已布置{said}周报，新增 {count} 个村（社区）。" if count else f"{said}周报已经布置过了。"
    )
    return redirect("documents:returns")


@needs("documents.file")
def return_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One village's return: the figures are there already; one tap files it."""
    actor, now = actor_in(request), instant_of(request)
    one = queries.weekly_return(actor.scope, pk)
    if request.method == "POST":
        try:
            return_acts.file(return_id=pk, remarks=request.POST.get("remarks", ""), by=actor, at=now)
        except AnxinError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("已报送，谢谢。"))
        return redirect("documents:return", pk)
    figures = one.figures or return_acts.figures_now(one, at=now)
    shown = [(item, figures.get(item.key, 0), item.key in MONEY) for item in INDICATORS]
    nothing = return_acts.is_nothing(figures)
    context = {"one": one, "figures": shown, "nothing": nothing, "title": f"{one.place.name} {week_in_words(one.week)}"}
    return render(request, "documents/return.html", context)
