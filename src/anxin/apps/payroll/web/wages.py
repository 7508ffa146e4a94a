"""Pages of wages by month, employer and worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anxin.apps.payroll import evidence, figures, queries
from anxin.apps.payroll.checking import DEDUCTION_CAP
from anxin.apps.payroll.models import PayStatus
from anxin.apps.payroll.tabs import employer_context
from anxin.apps.payroll.web import tables
from anxin.apps.registry.api import FOCUS_NAMES, Employer, people_at
from anxin.apps.registry.api import employer as employer_within
from anxin.apps.registry.api import employers as employers_within
from anxin.base.actors import Actor
from anxin.base.places.paths import town_of
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound
from anxin.kernel.period import Month
from anxin.law import book
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.formatting import money_short
from anxin.ui.formatting import month as month_words
from anxin.ui.history import history
from anxin.ui.sentences import spoken
from anxin.ui.tables import listing

SHOWN_FOCUS = ("park", "catering", "construction")


def lake_root() -> Path:
    """Where the lines lie."""
    return Path(settings.SETTINGS.data_dir) / "lake"


@needs("payroll.view")
def home(request: HttpRequest) -> HttpResponse:
    """The month strip of the place: who has handed in, who has paid, who has not."""
    actor, today = actor_in(request), local_date(instant_of(request))
    last = Month.of_day(today).previous()
    running = employers_within(actor.scope).filter(status="active").count()
    strip = _with_closed(actor.scope, figures.month_strip(actor.scope, running=running, last=last))
    found = figures.outcomes(actor.scope, first=last.plus(-11).code, last=last.code, today=today)
    parts = [(code, label, found.of(code)) for code, label in FOCUS_NAMES.items() if code in SHOWN_FOCUS]
    whole = found.whole
    context = {
        "title": _("工资发放总览"),
        "lead": _home_lead(strip[0], whole),
        "strip": strip,
        "whole": whole,
        "parts": parts,
        "since": str(last.plus(-11)),
        "doubtful": queries.files(actor.scope).filter(state="doubtful").count(),
        "run": queries.runs(actor.scope).first(),
    }
    return render(request, "payroll/home.html", context)


def _with_closed(scope: Scope, strip: list[figures.MonthStrip]) -> list[figures.MonthStrip]:
    """The months with those employers that paid wages then and have closed since: the list of the month names them too."""
    gone = employers_within(scope).exclude(status="active").order_by().values("pk")
    rows = queries.employer_months(scope).filter(employer__in=gone).order_by()
    closed = dict(rows.values_list("month").annotate(n=Count("pk")))
    return [replace(one, employers=one.employers + closed.get(one.month, 0)) for one in strip]


def _home_lead(newest: figures.MonthStrip, whole: figures.Outcome) -> str:
    handed = _(
        "%(month)s工资：在营企业 %(firms)s 家，已交工资表 %(handed)s 家，已足额 %(paid)s 家，有欠发 %(owing)s 家。"
    ) % {
        "month": month_words(newest.month), "firms": newest.employers, "handed": newest.handed_in, "paid": newest.paid,
        "owing": newest.owing,
    }  # fmt: skip
    return handed + _still_owed(whole, _("目前 %(firms)s 家企业仍欠 %(n)s 人 %(sum)s。"))


def _still_owed(whole: figures.Outcome, said: str) -> str:
    """Who still owes how much to how many, in the words given; that nobody does, where nobody does."""
    if not whole.owed_fen:
        return _("目前没有欠薪。")
    return said % {"firms": whole.owed_employers, "n": whole.owed_workers, "sum": money_short(whole.owed_fen)}


def _month_of(code: int) -> Month:
    try:
        return Month.of_code(code)
    except ValueError as error:
        raise NotFound("no_month", "没有这个月份。") from error


@needs("payroll.view")
def month_page(request: HttpRequest, month: int) -> HttpResponse:
    """One wage month: every running employer and how it stands."""
    actor, code = actor_in(request), _month_of(month).code
    title = _("%(month)s工资") % {"month": month_words(code)}
    rows = queries.month_of_employers(actor.scope, code)
    counted = queries.month_in_figures(actor.scope, code)
    told = {"missing": counted.missing, "owing": counted.owing}
    lead = _("未交工资表 %(missing)s 家，有欠发 %(owing)s 家。") % told
    return listing(
        request, tables.of_month(actor.scope, code), rows, template="ui/list.html", title=title,
        context={"lead": lead}, whole=counted.whole,
    )  # fmt: skip


@needs("payroll.view")
def arrears(request: HttpRequest) -> HttpResponse:
    """Employers that still owe wages."""
    actor = actor_in(request)
    still = figures.outcomes(actor.scope, first=0, last=0, today=local_date(instant_of(request))).whole
    lead = _still_owed(still, _("全部 %(firms)s 家企业欠 %(n)s 人，共 %(sum)s。"))
    by_month_or_status = request.GET.get("month") or request.GET.get("status")
    rows = queries.debts_counted(actor.scope) if by_month_or_status else queries.debts(actor.scope)
    table = tables.arrears(actor.scope)
    return listing(request, table, rows, template="payroll/arrears.html", title=_("欠薪"), context={"lead": lead})


@needs("payroll.view")
def arrears_workers(request: HttpRequest) -> HttpResponse:
    """Worker by worker and month by month: what was short or late."""
    actor = actor_in(request)
    table = tables.arrears_workers(actor.scope)
    rows = queries.shortfalls(actor.scope)
    return listing(
        request,
        table,
        rows,
        template="ui/list.html",
        title=_("欠薪明细"),
        context={"lead": _("每行是一名劳动者一个月没有按时足额的工资。")},
        whole=figures.shortfall_count(actor.scope),
    )


@needs("payroll.view")
def arrears_people(request: HttpRequest) -> HttpResponse:
    """The persons to whom wages are still owed, each once: the rows behind every “欠薪人数”."""
    actor = actor_in(request)
    rows = (
        queries.owed(actor.scope)
        .values("worker_id", "worker__name", "worker__id_tail")
        .annotate(
            fen=Sum("arrears_fen"), months=Count("month", distinct=True), since=Min("month"),
            firms=Count("employer", distinct=True), firm=Min("employer_id"), firm_name=Min("employer__name"),
        )
    )  # fmt: skip
    table = tables.arrears_people(actor.scope)
    people = figures.outcomes(actor.scope, first=0, last=0, today=local_date(instant_of(request))).whole.owed_workers
    lead = _("每行是一名仍被欠薪的劳动者；金额只计仍欠部分。")
    return listing(
        request, table, rows, template="ui/list.html", title=_("被欠薪人员"), context={"lead": lead}, whole=people
    )


@needs("payroll.view")
def employer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One employer's wages: pay history, what is owed, files, hand records, and what happened.

    Asked for by htmx it answers with the tab that the employer's page shows.
    """
    actor = actor_in(request)
    employer = employer_within(actor.scope, pk)
    context = employer_context(actor.scope, employer, on=local_date(instant_of(request)))
    if request.headers.get("HX-Request"):
        return render(request, "payroll/employer_tab.html", context)
    context |= {
        "title": spoken(f"{employer.name}：工资"),
        "lead": _employer_lead(context["debt"], employer),
        "files": queries.files(actor.scope).filter(employer=employer)[:20],
        "entries": history([f"registry.employer:{pk}"], actor.scope),
    }
    return render(request, "payroll/employer.html", context)


def _employer_lead(debt: Mapping[str, Any] | None, employer: Employer) -> str:
    agreed = _("约定次月 %(day)s 日发薪。") if employer.pay_day else _("未登记约定发薪日，按次月最后一天计。")
    owing = _("目前不欠薪。") if debt is None else _("仍欠 %(n)s 人 %(sum)s，最早欠 %(month)s工资。")
    told = debt or {"workers": 0, "fen": 0, "since": 0}
    return (owing + agreed) % {
        "day": employer.pay_day, "n": told["workers"], "sum": money_short(told["fen"]), "month": month_words(told["since"]),
    }  # fmt: skip


@needs("payroll.view")
def employer_month(request: HttpRequest, pk: int, month: int) -> HttpResponse:
    """One wage month of one employer, worker by worker."""
    actor, code = actor_in(request), _month_of(month).code
    employer = employer_within(actor.scope, pk)
    run = queries.current_run(town_of(employer.place_path))
    rows = [] if run is None else evidence.worker_months(run, lake_root(), employer_id=pk, month=code)
    status = request.GET.get("status", "")
    shown = [one for one in rows if not status or str(int(one.status)) == status]
    people = people_at(actor.scope, pk).in_bulk([one.worker_id for one in shown])
    context = {
        "employer": employer,
        "month": code,
        "title": spoken(f"{employer.name}：{code // 100}年{code % 100}月工资"),
        "lead": _month_lead(rows),
        "rows": [(one, people.get(one.worker_id)) for one in shown],
        "statuses": PayStatus.choices,
        "status": status,
        "total": {name: sum(getattr(one, name) for one in shown) for name in ("due_fen", "paid_fen", "arrears_fen")},
        "files": queries.files(actor.scope).filter(employer=employer, month=code, kind="payroll", state="live"),
    }
    return render(request, "payroll/employer_month.html", context)


def _month_lead(rows: list[evidence.WorkerMonth]) -> str:
    if not rows:
        return _("还没有这个月的工资表，或尚未比对。")
    bad = [one for one in rows if one.arrears_fen]
    waiting = sum(1 for one in rows if not one.fallen_due)
    if waiting == len(rows):
        return spoken(f"{len(rows)} 人，约定发薪日未到，不计欠薪。")
    owed = f"{len(bad)} 人欠 {money_short(sum(one.arrears_fen for one in bad))}" if bad else "全部付清"
    return spoken(f"{len(rows)} 人，{owed}。")


@needs("payroll.view")
def worker_month(request: HttpRequest, pk: int, month: int, worker: int) -> HttpResponse:
    """The evidence of one worker's month: payroll row, transfers, the rule, the law, and what can be done."""
    actor, code = actor_in(request), _month_of(month).code
    context = worker_month_context(actor, pk, code, worker)
    context["entries"] = history([f"registry.employer:{pk}"], actor.scope, limit=20)
    return render(request, "payroll/worker_month.html", context)


def worker_month_context(actor: Actor, employer_id: int, code: int, worker_id: int) -> dict[str, Any]:
    """What the evidence page and the forms on it show."""
    employer = employer_within(actor.scope, employer_id)
    person = people_at(actor.scope, employer_id).filter(pk=worker_id).first()
    if person is None:
        raise NotFound("no_worker", "没有这名劳动者，或不在您的管辖地域内。")
    run, keys = (
        queries.current_run(town_of(employer.place_path)),
        {"employer_id": employer_id, "worker_id": worker_id, "month": code},
    )
    found = [] if run is None else evidence.worker_months(run, lake_root(), **keys)
    of_this = queries.of_worker_month(actor.scope, **keys)
    return {
        "employer": employer,
        "person": person,
        "month": code,
        "run": run,
        "one": found[0] if found else None,
        "payroll_rows": evidence.payroll_rows(employer.place_path, lake_root(), **keys),
        "payments": [] if run is None else evidence.payment_rows(run, lake_root(), **keys),
        "title": spoken(f"工资依据：{code // 100}年{code % 100}月"),
        "may_record": actor.may("payroll.record", employer.place_path),
        **_cap_in_words(employer.place_path, code),
        **of_this,
    }


def _cap_in_words(place_path: str, code: int) -> dict[str, str]:
    """How much an employer may keep back that month, and the article that says so."""
    cap = book(place_path).get(DEDUCTION_CAP, on=Month.of_code(code).first)
    return {"cap_percent": f"{cap.value:.0%}", "cap_law": cap.citation.in_words()}
