"""The page of the offence of refusing to pay (拒不支付劳动报酬): elements, orders and their service, findings, dossier, referral."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import crime as acts
from anxin.apps.cases.authority import acting_as, competences
from anxin.apps.cases.crime import (
    QUESTIONS,
    answered,
    examination,
    filed,
    findings,
    is_ordered,
    law_book,
    papers_of,
    wanted,
)
from anxin.apps.cases.entries import owing_in
from anxin.apps.cases.events.proof import QUESTION_TERMS
from anxin.apps.cases.models import Case
from anxin.apps.cases.orders import orders_of
from anxin.apps.cases.web.crime_forms import FINDINGS, MonthsForm, OrderForm, PaperForm, ServiceForm
from anxin.apps.cases.web.names import names_of
from anxin.apps.cases.web.posting import carry_out, kept, kept_all
from anxin.domain.casework.crime import Service, thresholds
from anxin.domain.casework.dossier import hash_list, missing, seal_of
from anxin.domain.casework.papers import PaperOrder
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, instant_of, needs

PAGE = "cases:crime"


@needs("cases.view")
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is met, what is missing, and which document would prove it."""
    actor, at = actor_in(request), instant_of(request)
    case, on = queries.case(actor.scope, pk), local_date(at)
    examined = examination(case, on=on)
    needed, held = wanted(examined, on=on), filed(case)
    lacks = missing(needed, held)
    names = names_of(case)
    place = case.place_path.rstrip("/").rsplit("/", 1)[-1]
    receiver = competences().refer_to("criminal_transfer", acting_as=acting_as(actor, case.place_path))
    context = {
        "case": case,
        "title": _("%(case)s 涉嫌拒不支付劳动报酬审查") % {"case": case.title},
        "examined": examined,
        "bands": zip((_("一名劳动者"), _("十名以上劳动者")), thresholds(law_book(), place=place, on=on), strict=True),
        "answered": answered(case),
        "ordered": is_ordered(case, on=on),
        "orders": [(one, ServiceForm(key=one.row), _apart(case, one)) for one in reversed(orders_of(case))],
        "questions": _questions(case, on),
        "needs": [(need, need not in lacks) for need in needed],
        "lacks": lacks,
        "papers": papers_of(case),
        "hashes": hash_list(held),
        "seal": seal_of(hash_list(held)),
        "receiver": receiver,
        "may_refer": receiver is not None and case.state in {"received", "handling"},
        "transfer": case.procedures.filter(kind="transfer").order_by("-pk").first(),
        "may": actor.may("cases.handle", case.place_path) and case.open,
        "order_form": OrderForm(law=law_book(), on=on, initial={"issued_on": on}),
        "paper_form": PaperForm(papers=[paper for need in needed for paper in need.papers]),
        "months_form": MonthsForm(names=names) if names else None,
        "months": [
            (names[one.pk], one.months_unpaid) for one in case.claimants.order_by("pk")
        ],
    }  # fmt: skip
    return render(request, "cases/crime.html", context)


def _apart(case: Case, order: PaperOrder) -> int | None:
    """What the ledger says was owed on the day of an order, where the order is over another sum."""
    owed = owing_in(case.pk, on=order.issued_on)
    return None if owed == order.amount_fen else owed


def _questions(case: Case, on: date) -> list[dict[str, Any]]:
    known = findings(case)
    return [
        {
            "id": name,
            "term": QUESTION_TERMS[name],
            "found": known.get(name),
            "words": FINDINGS[name].in_words(known[name].answer) if name in known else "",
            "form": FINDINGS[name](law=law_book(), on=on),
        }
        for name in QUESTIONS
    ]


@needs("cases.handle")
@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an order to pay."""
    form = OrderForm(request.POST, request.FILES, law=law_book(), on=local_date(instant_of(request)))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.record_order(
            case_id=pk, document=told["document"], number=told["number"], issued_on=told["issued_on"],
            deadline=told["deadline"], amount_fen=int(told["amount"] * 100), file=kept(told["file"], by, at), by=by, at=at,
        )  # fmt: skip

    return carry_out(request, form, act, _("已登记责令支付文书。"), page=PAGE, pk=pk)


@needs("cases.handle")
@require_POST
def serve(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Record how an order was served."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.serve(
            order_id=number, method=Service(told["method"]), on=told["on"], where=told["where"], note=told["note"],
            files=kept_all(told["proofs"], by, at), by=by, at=at,
        )  # fmt: skip

    queries.case(actor_in(request).scope, pk)
    return carry_out(request, ServiceForm(request.POST, request.FILES), act, _("已登记送达。"), page=PAGE, pk=pk)


@needs("cases.handle")
@require_POST
def find(request: HttpRequest, pk: int, question: str) -> HttpResponse:
    """State what was found on a question."""
    kind = FINDINGS.get(question)
    if kind is None:
        raise NotFound("cases.no_question", "没有这个要件问题，请刷新页面。")
    form = kind(request.POST, law=law_book(), on=local_date(instant_of(request)))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.find(case_id=pk, question=question, answer=form.answer(), words=told["words"], by=by, at=at)

    return carry_out(request, form, act, _("已登记查明情况。"), page=PAGE, pk=pk)


@needs("cases.handle")
@require_POST
def months(request: HttpRequest, pk: int) -> HttpResponse:
    """Say for how many months a worker was not paid."""
    form = MonthsForm(request.POST, names=names_of(queries.case(actor_in(request).scope, pk)))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.settle_months(claimant_id=int(told["claimant"]), months=told["months"], by=by, at=at)

    return carry_out(request, form, act, _("已登记欠薪月数。"), page=PAGE, pk=pk)


@needs("cases.handle")
@require_POST
def refer(request: HttpRequest, pk: int) -> HttpResponse:
    """Refer, all prepared, to the authority that may transfer."""
    from_page = PaperForm.nothing(request.POST)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.refer_crime(case_id=pk, by=by, at=at)

    return carry_out(request, from_page, act, _("已移送，接收期限开始计算。"), pk=pk)
