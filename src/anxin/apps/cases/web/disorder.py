"""The ledger of public-order matters on the screen: list, report, one matter, its verbs, and looks at the names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases.actions import disorder as acts
from anxin.apps.cases.actions import disorder_moving as moving
from anxin.apps.cases.actions.handling import Told, citation_of, proposers_of
from anxin.apps.cases.authority import competences
from anxin.apps.cases.disorders import CLOCK, disorder, disorders, look_of, seen_now, subject_of, table
from anxin.apps.cases.models import Disorder
from anxin.apps.cases.web.disorder_forms import (
    FindForm,
    ListForm,
    NameForm,
    PapersForm,
    ReasonForm,
    ReportForm,
    SettlementForm,
    StepForm,
)
from anxin.apps.cases.web.disorder_people import drawn
from anxin.apps.cases.web.posting import CaseForm, carry_out, kept_all
from anxin.apps.registry.api import employer_meant
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.vault.sealing import open_
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table, listing

PAGE = "cases:disorder"
RECEIVERS = ("public_order", "contract_dispute")


def _state(rows: Any, value: str) -> Any:
    return rows.filter(ended_at=None) if value == "open" else rows.filter(state=value)


def _found(rows: Any, text: str) -> Any:
    number = "".join(char for char in text if char.isdecimal())
    said = rows.filter(where__contains=text) | rows.filter(words__contains=text)
    said |= rows.filter(employer__search__contains=text.lower())
    return said | rows.filter(number=int(number[-9:])) if number else said


DISORDERS = Table(
    "disorders",
    columns=(
        Column("title", _("编号"), lambda r: r.title, sort="number"),
        Column("kind", _("类别"), lambda r: r.get_kind_display(), sort="kind"),
        Column("state", _("环节"), lambda r: spoken(table().states[r.state].term), sort="state"),
        Column("due", _("本环节到期"), lambda r: r.due_at, sort="due_at"),
        Column("where", _("地点"), lambda r: r.where or "—", typed=True),
        Column("employer", _("涉及单位"), lambda r: r.employer.name if r.employer else "—", sort="employer__name"),
        Column("happened", _("发生日期"), lambda r: r.happened_on, sort="happened_on"),
        Column("owner", _("承办人"), lambda r: r.owner.name if r.owner else _("未分派"), sort="owner__name"),
        Column("opened", _("登记"), lambda r: local_date(r.opened_at), sort="opened_at"),
    ),
    filters=(
        Filter("q", _("编号、地点、经过或单位"), _found, kind="text", wide=True),
        Filter("kind", _("类别"), lambda rows, v: rows.filter(kind=v), choices=Disorder.Kind.choices),
        Filter("state", _("环节"), _state, choices=[("open", _("所有未销毁")), *((name, one.term) for name, one in table().states.items())]),
        Filter("since", _("发生自"), lambda rows, v: rows.filter(happened_on__gte=v), kind="date"),
    ),
    order=("due_at", "-opened_at", "-pk"),
    row_url=lambda r: reverse(PAGE, args=[r.pk]),
    export_power="cases.order_handle",
    empty=_("没有涉薪治安事项。有人以非法手段讨薪，或疑似以讨薪为名讨要工程款时，在这里登记；它与工人的案件分开。"),
)  # fmt: skip


@needs("cases.order")
def disorders_page(request: HttpRequest) -> HttpResponse:
    """The ledger, what is due first; destroyed entries only when asked for."""
    actor, at = actor_in(request), instant_of(request)
    rows = disorders(actor.scope)
    rows = rows if request.GET.get("state") else rows.filter(ended_at=None)
    late = rows.filter(due_at__lt=at).count()
    context = {
        "lead": _("%(n)s 件事项有期限已超期。") % {"n": late} if late else _("没有超期的事项。"),
        "may": actor.may("cases.order_handle"),
        "find_form": FindForm(),
    }
    return listing(request, DISORDERS, rows, template="cases/disorders.html", title=_("涉薪治安台账"), context=context)


@needs("cases.order_handle")
def report(request: HttpRequest) -> HttpResponse:
    """Put a matter on the ledger."""
    actor, at = actor_in(request), instant_of(request)
    form = ReportForm(request.POST or None, request.FILES or None, actor=actor, initial={"happened_on": local_date(at)})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(PAGE, _reported(form.cleaned_data, actor, at).pk)
        except AnxinError as error:
            _say(request, error)
    context = {"form": form, "title": _("登记涉薪治安事项")}
    return render(request, "cases/disorder_report.html", context)


def _reported(told: dict[str, Any], by: Actor, at: datetime) -> Disorder:
    employer = employer_meant(by.scope, told["employer"])
    given = acts.Report(
        kind=told["kind"], words=told["words"], where=told["where"], happened_on=told["happened_on"],
        reporter=told["reporter"], case_id=told["case"], employer_id=employer.pk if employer else None,
        files=kept_all(told["papers"], by, at),
    )  # fmt: skip
    return acts.report(place_path=told["place"], told=given, by=by, at=at)


def _say(request: HttpRequest, error: AnxinError) -> None:
    messages.error(request, error.in_words())


@needs("cases.order")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter: what happened, what agrees and what does not, who was told and heard, and what may be done now."""
    actor, at = actor_in(request), instant_of(request)
    matter = disorder(actor.scope, pk)
    may = actor.may("cases.order_handle", matter.place_path) and matter.ended_at is None
    seen = look_of(matter, by=actor.id, at=at)
    context = {
        "matter": matter,
        "title": f"{matter.title} {matter.get_kind_display()}",
        "state": table().states[matter.state],
        "clocks": [one for one in clocks.of(subject_of(pk)).filter(kind=CLOCK) if one.stopped_at is None],
        "seen": seen,
        "reporter": open_(matter.reporter_sealed) if seen else "",
        "reason_form": ReasonForm(),
        "looks": matter.looks.order_by("-at")[:20],
        "receivers": [_receiver(one) for one in RECEIVERS],
        "may": may,
        "may_approve": actor.may("cases.order_approve", matter.place_path),
        "own_request": bool(matter.pending and actor.is_behind(proposers_of(matter.pending))),
        "pending": table().verb(matter.state, matter.pending["verb"]) if matter.pending else None,
        "offers": _offers(matter, at) if may and matter.pending is None else [],
        "still_checked": may and matter.state == table().start,
        "forms": {
            "claims": ListForm(key="claims"), "attendance": ListForm(key="attendance"), "settlement": SettlementForm(),
            "papers": PapersForm(), "concerned": NameForm(),
        },
        "entries": history([subject_of(pk)], actor.scope),
        **drawn(matter, seen_now(matter, actor.scope), seen=seen is not None),
    }  # fmt: skip
    return render(request, "cases/disorder.html", context)


def _receiver(act: str) -> dict[str, Any]:
    found = competences().act(act)
    return {"act": found, "authority": competences().authorities[found.holders[0]]}


def _offers(matter: Disorder, at: datetime) -> list[dict[str, Any]]:
    kind = table()
    return [
        {
            "move": one.move,
            "allowed": one.allowed,
            "why_not": "；".join(one.obstacles),
            "citation": citation_of(one.move.law, local_date(at)) if one.move.law else None,
            "form": StepForm(kind=kind, state=matter.state, move=one.move, known=()) if one.allowed else None,
        }
        for one in moving.offered(matter, at=at)
    ]


@needs("cases.order_handle")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Use a verb with what its form told."""
    matter = disorder(actor_in(request).scope, pk)
    move = table().verb(matter.state, verb)
    if move is None:
        messages.error(request, _("事项已由他人办理到下一环节，请按新的环节办理。"))
        return redirect(PAGE, pk)
    form = StepForm(request.POST, request.FILES, kind=table(), state=matter.state, move=move, known=())

    def do(told: dict[str, Any], by: Any, at: Any) -> object:
        files = kept_all([told["file"]] if told["file"] else [], by, at)
        stated = Told(form.conditions(), {}, told["note"], files)
        return moving.perform(disorder_id=pk, verb=verb, told=stated, seen=request.POST.get("seen", ""), by=by, at=at)

    words = _("已送审，待批准后生效。") if move.approval else _("已办理：%(what)s。") % {"what": move.term}
    return carry_out(request, form, do, words, page=PAGE, pk=pk)


@needs("cases.order_approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what waits."""

    def do(told: dict[str, Any], by: Any, at: Any) -> object:
        return moving.approve(disorder_id=pk, seen=request.POST.get("seen", ""), by=by, at=at)

    return carry_out(request, CaseForm(request.POST), do, _("已批准并办理。"), page=PAGE, pk=pk)


@needs("cases.order")
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Send back, or take back, what waits."""

    def do(told: dict[str, Any], by: Any, at: Any) -> object:
        return moving.decline(disorder_id=pk, by=by, at=at)

    return carry_out(request, CaseForm(request.POST), do, _("已退回，事项停在原环节。"), page=PAGE, pk=pk)


@needs("cases.order")
@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the names for a stated reason."""

    def do(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.look(disorder_id=pk, reason=told["reason"], by=by, at=at)

    return carry_out(request, ReasonForm(request.POST), do, _("已记录用途，姓名限时显示。"), page=PAGE, pk=pk)


@needs("cases.order_handle")
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Find the matters in which a person stands, for a stated reason."""
    actor, at, form = actor_in(request), instant_of(request), FindForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有查找：请填写姓名或身份证号，并写明用途（不少于 4 个字）。"))
        return redirect("cases:disorders")
    told = form.cleaned_data
    found = acts.search(words=told["words"], reason=told["reason"], by=actor, at=at)
    if len(found) == 1:
        return redirect(PAGE, found[0].pk)
    words = (
        _("找到：%(titles)s") % {"titles": "、".join(one.title for one in found)}
        if found
        else _("没有找到。已排除的人员不会被查到。")
    )
    messages.info(request, words)
    return redirect("cases:disorders")
