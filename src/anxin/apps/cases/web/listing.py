"""Listing an employer (失信名单、社会公布、C级) on the screen: preconditions, what was looked into, when the name must go, and the list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import listing as acts
from anxin.apps.cases.actions.case import may_begin
from anxin.apps.cases.actions.handling import citation_of
from anxin.apps.cases.authority import acting_as, competences
from anxin.apps.cases.crime import findings, law_book
from anxin.apps.cases.events.proof import LISTING_TERMS
from anxin.apps.cases.listing import SHOWN_FROM, early_day, preconditions_of
from anxin.apps.cases.models import Case
from anxin.apps.cases.queries import listed, listings
from anxin.apps.cases.web.crime_forms import FindingForm, SeveralForm, YesNoForm
from anxin.apps.cases.web.posting import carry_out
from anxin.base.actors import Actor
from anxin.domain.casework.listing import PROCEDURES, QUESTIONS
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound
from anxin.law.parameters import Parameter
from anxin.law.periods import told
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table
from anxin.ui.tables import listing as shown

ACTS = {"listing": "blacklist", "publication": "publish", "rating": "rate_credit"}
EARLY = ("bl_early_removal_months", "bl_no_early_removal", "bl_early_decision_workdays")
"""The conditions of early removal, as the page lists them."""


class MigrantForm(YesNoForm):
    """Whether the wages are those of migrant workers."""


class MassForm(YesNoForm):
    """Whether gatherings or extreme acts followed."""


class PrivateForm(YesNoForm):
    """Whether the text would tell a secret or a private matter."""


class CategoryForm(SeveralForm):
    """Which of the violations that must be announced."""

    param = "pub_categories"


class GroundsForm(SeveralForm):
    """Which of the grounds of grade C."""

    param = "cr_c"


FINDINGS: dict[str, type[FindingForm]] = {
    "migrant": MigrantForm,
    "mass": MassForm,
    "pub_category": CategoryForm,
    "pub_private": PrivateForm,
    "c_grounds": GroundsForm,
}


def _kind(said: str) -> str:
    if said not in PROCEDURES:
        raise NotFound("cases.no_such_door", "没有这种程序。")
    return said


@needs("cases.view")
def page(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What is met and what is missing, whose act it is, and until when a name may stand."""
    actor, on = actor_in(request), local_date(instant_of(request))
    case, wanted = queries.case(actor.scope, pk), _kind(kind)
    table = case_types()[wanted]
    running = listings(actor.scope).filter(case=case, kind=wanted).order_by("-opened_at", "-pk").first()
    context = {
        "case": case,
        "kind": wanted,
        "table": table,
        "title": _("%(case)s %(what)s") % {"case": case.title, "what": spoken(table.term)},
        "tested": preconditions_of(case, wanted, on=on),
        "questions": _questions(case, wanted, on),
        "receiver": competences().refer_to(ACTS[wanted], acting_as=acting_as(actor, case.place_path)),
        "running": running,
        "state": table.states[running.state] if running else None,
        "stands": bool(running and running.state == SHOWN_FROM[wanted]),
        "early_day": early_day(case, on=on),
        "early": [(told(one), one.citation) for one in _early(on)] if wanted == "listing" else [],
        "term_law": citation_of(table.states[SHOWN_FROM[wanted]].clock, on),
        "may": actor.may("cases.handle", case.place_path),
        "may_begin": _may_begin(actor, case, wanted),
    }
    return render(request, "cases/listing.html", context)


def _early(on: date) -> list[Parameter]:
    return [law_book().nearest(one, on=on)[0] for one in EARLY]


def _may_begin(actor: Actor, case: Case, kind: str) -> bool:
    free = not case.procedures.filter(kind=kind, ended_at=None).exists()
    return free and actor.may("cases.handle", case.place_path) and may_begin(case_types()[kind], case.state)


def _questions(case: Case, kind: str, on: date) -> list[dict[str, Any]]:
    known = findings(case)
    return [
        {
            "id": name,
            "term": LISTING_TERMS[name],
            "found": known.get(name),
            "words": FINDINGS[name].in_words(known[name].answer) if name in known else "",
            "form": FINDINGS[name](law=law_book(), on=on),
        }
        for name in QUESTIONS[kind]
    ]


@needs("cases.handle")
@require_POST
def find(request: HttpRequest, pk: int, kind: str, question: str) -> HttpResponse:
    """State what was found on a precondition."""
    if question not in QUESTIONS[_kind(kind)]:
        raise NotFound("cases.no_question", "没有这个条件问题，请刷新页面。")
    form = FINDINGS[question](request.POST, law=law_book(), on=local_date(instant_of(request)))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.find_for_listing(
            case_id=pk, question=question, answer=form.answer(), words=told["words"], by=by, at=at
        )

    carried = carry_out(request, form, act, _("已登记查明情况。"), pk=pk)
    carried["Location"] = reverse("cases:listing", args=[pk, kind])
    return carried


def _state(rows: Any, value: str) -> Any:
    if value == "stands":
        return rows.filter(state__in=SHOWN_FROM.values(), ended_at=None)
    return rows.filter(ended_at=None) if value == "open" else rows.exclude(ended_at=None)


def _found(text: str) -> Q:
    registered = Q(case__employer__search__contains=text.lower()) | Q(case__employer__uscc__iexact=text)
    return registered | Q(case__employer_said__contains=text)


LISTINGS = Table(
    "listings",
    columns=(
        Column("against", _("用人单位"), lambda r: r.case.against, sort="case__employer__name"),
        Column("kind", _("程序"), lambda r: spoken(case_types()[r.kind].term), sort="kind"),
        Column("state", _("环节"), lambda r: spoken(case_types()[r.kind].states[r.state].term), sort="state"),
        Column("due", _("本环节到期（已列入的为移出日）"), lambda r: local_date(r.due_at) if r.due_at else None, sort="due_at"),
        Column("decided", _("决定日期"), lambda r: r.dates.get("decided_on", "—")),
        Column("case", _("案件"), lambda r: r.case.title, url=lambda r: reverse("cases:detail", args=[r.case_id])),
        Column("owner", _("承办人"), lambda r: r.case.owner.name if r.case.owner else _("未分派"), sort="case__owner__name"),
        Column("opened", _("启动"), lambda r: local_date(r.opened_at), sort="opened_at"),
    ),
    filters=(
        Filter("q", _("单位名称或信用代码"), lambda rows, text: rows.filter(_found(text)), kind="text", wide=True),
        Filter("kind", _("程序"), lambda rows, v: rows.filter(kind=v), choices=[(one, case_types()[one].term) for one in PROCEDURES]),
        Filter("state", _("状态"), _state, choices=[("stands", _("名字仍在公示")), ("open", _("所有未结")), ("ended", _("已结束"))]),
        Filter("before", _("到期早于"), lambda rows, v: rows.filter(due_at__date__lt=v), kind="date"),
    ),
    order=("due_at", "-opened_at", "-pk"),
    row_url=lambda r: reverse("cases:listing", args=[r.case_id, r.kind]),
    export_power="cases.export",
    empty=_("没有列名、公布或等级评价。在案件页“启动程序”后列在这里，直到移出为止。"),
)  # fmt: skip


@needs("cases.view")
def listings_page(request: HttpRequest) -> HttpResponse:
    """Every listing within reach, the next removal first."""
    actor, at = actor_in(request), instant_of(request)
    standing = listed(actor.scope)
    late = standing.filter(due_at__lt=at).count()
    words = {"n": standing.count(), "late": late}
    lead = (
        _("%(n)s 个名字仍在公示，其中 %(late)s 个已过移出日，请先移出。") % words
        if late
        else _("%(n)s 个名字仍在公示，没有过移出日的。") % words
    )
    rows = listings(actor.scope)
    return shown(request, LISTINGS, rows, template="ui/list.html", title=_("列名与移出"), context={"lead": lead})
