"""Pages of cases."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import handling
from anxin.apps.cases.actions.handling import Told, citation_of, offered
from anxin.apps.cases.knowing import procedure_subject, stated_in, subject_of
from anxin.apps.cases.models import Case, Procedure
from anxin.apps.cases.papering import papers_of, still_due, wanted_for
from anxin.apps.cases.receiving import Receiver
from anxin.apps.cases.web import recounting
from anxin.apps.cases.web.approving import waiting
from anxin.apps.cases.web.assisting import assistances_shown
from anxin.apps.cases.web.forms import AssignForm, FactsForm, VerbForm
from anxin.apps.cases.web.ledger import ledger_of
from anxin.apps.cases.web.limits import limits_shown
from anxin.apps.cases.web.posting import kept
from anxin.apps.cases.web.settling import settlement_shown
from anxin.apps.cases.web.shelf import shelved
from anxin.apps.cases.web.tables import CASES, term_of
from anxin.apps.cases.web.work import work_shown
from anxin.apps.intake.api import filings
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.people.queries import holders
from anxin.base.places.queries import village_on
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.moving import Offer
from anxin.domain.casework.papers import HeldPaper, shown
from anxin.domain.casework.tables import CaseType
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, NotFound
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.sentences import spoken
from anxin.ui.tables import listing


@needs("cases.view")
def cases_page(request: HttpRequest) -> HttpResponse:
    """Cases, what is due first; those still open unless another state is asked for."""
    actor, at = actor_in(request), instant_of(request)
    wanted = request.GET.get("queue", "")
    rows = queries.queue(wanted, actor.scope, actor.desk, at) if wanted else queries.cases(actor.scope)
    rows = rows if request.GET.get("state") or request.GET.get("q") else rows.filter(open=True)
    counts = queries.queue_counts(actor.scope, actor.desk, at)
    late = counts["late"]
    context = {
        "lead": _("%(n)s 个案件有期限已超期。") % {"n": late} if late else _("没有超期的案件。"),
        "queues": [(name, term, counts[name], name == wanted) for name, term in QUEUE_NAMES.items()],
        "queue": wanted,
    }
    return listing(request, CASES, rows, template="cases/list.html", title=_("案件"), context=context)


QUEUE_NAMES = {
    "mine": _("我承办的"), "unit": _("本单位承办的"), "shared": _("我协办的"), "late_mine": _("我的超期"), "unassigned": _("未分派"), "late": _("全部超期"),
    "pending": _("待审批"), "limit": _("时效将满"),
}  # fmt: skip


@needs("cases.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: what it is about, where each procedure stands, what may be done now, the ledger, and what happened."""
    return page_of(request, pk)


def page_of(request: HttpRequest, pk: int, **again: Any) -> HttpResponse:
    """The page of a case; `again` is what a refused form brought, so that nothing typed is lost when somebody else was faster."""
    actor, at = actor_in(request), instant_of(request)
    case = queries.case(actor.scope, pk)
    colleague = actor.may("cases.handle", case.place_path)
    procedures = queries.procedures(case)
    owners = [(one.pk, one.name) for one in holders("cases.handle", case.place_path, at)]
    numbers = list(case.filings.values_list("filing", flat=True))
    context = {
        "case": case,
        "title": f"{case.title} {case.against}",
        "term": term_of(case.state),
        "village": village_on(case.place_path),
        "procedures": [_drawn(one, actor, request, final=case.is_final) for one in procedures],
        "doors": _doors(case, {one.kind for one in procedures if one.ended_at is None}),
        "may": {"handle": colleague and not case.is_final, "read_notes": colleague},
        "merged": case.merged.order_by("pk"),
        **shelved(case),
        "facts_form": FactsForm.of(case),
        "assign_form": AssignForm(owners=owners, initial={"owner": case.owner_id}),
        "filings": filings(actor.scope).filter(pk__in=numbers).order_by("received_at"),
        "entries": history([subject_of(pk)], actor.scope),
        **ledger_of(case, on=local_date(at)),
        **settlement_shown(case, on=local_date(at)),
        **limits_shown(case, on=local_date(at)),
        **work_shown(case, actor, owners, at=at),
        **(assistances_shown(case, actor, on=local_date(at)) if colleague else {}),
        **again,
    }
    return render(request, "cases/detail.html", context, status=CONFLICT if again else None)


def _doors(case: Case, running: set[str]) -> list[CaseType]:
    """The doors that may be opened now."""
    return [
        one for one in case_types().values() if one.door and one.name not in running and acts.may_begin(one, case.state)
    ]


IN_FACTS = frozenset({"employer_known", "facts_stated"})
"""What a step may lack that is written on the fact sheet."""
OWN_FORMS = frozenset({"merge", "archive"})
"""Verbs that are done by acts with forms of their own."""


def _drawn(procedure: Procedure, actor: Actor, request: HttpRequest, *, final: bool) -> dict[str, Any]:
    kind, at = case_types()[procedure.kind], instant_of(request)
    running = [one for one in clocks.of(procedure_subject(procedure.pk)) if one.stopped_at is None]
    handles = actor.may("cases.handle", procedure.place_path) and procedure.ended_at is None
    offers = offered(procedure, actor, at=at) if handles and procedure.pending is None else ()
    papers = papers_of(procedure) if offers else ()
    return {
        "row": procedure,
        "kind": kind,
        "state": kind.states[procedure.state],
        "clocks": recounting.drawn(running, actor),
        "known": [(kind.conditions.get(name, name), told) for name, told in procedure.known.items()],
        "pending": kind.verb(procedure.state, procedure.pending["verb"]) if procedure.pending else None,
        **waiting(procedure, actor, at=at),
        "due": still_due(procedure) if actor.may("cases.handle", procedure.place_path) and not final else [],
        "offers": [_offer(procedure, one, papers, local_date(at)) for one in offers if one.move.verb not in OWN_FORMS],
    }


def _offer(procedure: Procedure, offer: Offer, papers: tuple[HeldPaper, ...], on: date) -> dict[str, Any]:
    """A verb with its form, the papers it calls for that are there, and those that are wanting."""
    kind, move = case_types()[procedure.kind], offer.move
    form = VerbForm(
        kind=kind, state=procedure.state, move=move, known=stated_in(procedure), papers=papers, on=on,
        there=Receiver(procedure.authority, procedure.receiver),
    )  # fmt: skip
    return {
        "move": move,
        "allowed": offer.allowed,
        "waits": offer.waits,
        "why_not": "；".join(offer.obstacles),
        "refer_to": offer.refer_to,
        "in_facts": bool(IN_FACTS & {need for need, words in kind.conditions.items() if words in offer.obstacles}),
        "citation": citation_of(move.law, on) if move.law else None,
        "form": form if offer.allowed else None,
        "wanted": [] if offer.refer_to else wanted_for(move, papers),
        "shown": [(kind.conditions[need], one) for need, one in shown(move, papers).items()],
    }


@needs("cases.handle")
@require_POST
def from_filing(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a case of a filing, or put it to the open one about the same employer."""
    try:
        case = acts.open_from_filing(filing_id=pk, by=actor_in(request), at=instant_of(request))
    except AnxinError as error:
        return _said(request, error, "intake:detail", pk)
    messages.success(request, _("已转为案件 %(title)s。") % {"title": case.title})
    return redirect("cases:detail", case.pk)


@needs("cases.handle")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Use a verb of a procedure with what its form told."""
    actor, at = actor_in(request), instant_of(request)
    procedure = Procedure.objects.within(actor.scope).filter(pk=pk).select_related("case").first()
    if procedure is None:
        raise NotFound("no_case", "没有这个案件，或不在您的管辖地域内。")
    kind = case_types()[procedure.kind]
    move = kind.verb(procedure.state, verb)
    if move is None:
        messages.error(request, _("案件已由他人办理到下一环节，请按新的环节办理。"))
        return page_of(request, procedure.case_id, typed=typed_in(request))
    form = VerbForm(
        request.POST, request.FILES, kind=kind, state=procedure.state, move=move, known=stated_in(procedure),
        papers=papers_of(procedure), on=local_date(at),
    )  # fmt: skip
    if not form.is_valid():
        faults = "；".join(f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items())
        messages.error(request, _("没有办理：%(faults)s") % {"faults": faults})
        return redirect("cases:detail", procedure.case_id)
    try:
        files = [one for one in (kept(form.cleaned_data["file"], actor, at),) if one]
        told = Told(form.conditions(), form.dates(), form.cleaned_data["note"], files, form.tied(), form.receiver())
        done = handling.perform(procedure_id=pk, verb=verb, told=told, by=actor, at=at)
    except AnxinError as error:
        return _refused(request, error, procedure.case_id)
    messages.success(
        request, _("已送审，待批准后生效。") if done.pending else _("已办理：%(what)s。") % {"what": spoken(move.term)}
    )
    return redirect("cases:detail", procedure.case_id)


CONFLICT = 409
OVERTAKEN = frozenset({"casework.no_such_verb", "casework.no_effect", "cases.pending", "cases.ended"})
"""Refusals after which the form of the verb is gone from the page, so that the page itself shows what was typed."""


def _refused(request: HttpRequest, error: AnxinError, case_id: int) -> HttpResponse:
    """Back to the page with the refusal; where somebody else was faster, with what was typed."""
    messages.error(request, error.in_words())
    if error.code in OVERTAKEN:
        return page_of(request, case_id, typed=typed_in(request))
    return redirect("cases:detail", case_id)


def typed_in(request: HttpRequest) -> list[str]:
    """The words of a refused form, to be copied from the page; what was chosen from a list or ticked says nothing by itself."""
    told = [str(value).strip() for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    return [one for one in told if len(one) >= WORTH_KEEPING and not CODE.fullmatch(one)]


CODE = re.compile(r"[a-z_]+|[\d-]+")
"""What stands for a choice, a number or a day."""
WORTH_KEEPING = 4


def _said(request: HttpRequest, error: AnxinError, page: str, pk: int) -> HttpResponse:
    messages.error(request, error.in_words())
    return redirect(page, pk)


def _done(request: HttpRequest, case: Case, words: Any) -> HttpResponse:
    messages.success(request, words)
    return redirect("cases:detail", case.pk)


@needs("cases.handle")
@require_POST
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a procedure."""
    try:
        acts.open_door(case_id=pk, kind=request.POST.get("kind", ""), by=actor_in(request), at=instant_of(request))
    except NotFound:
        raise
    except AnxinError as error:
        return _said(request, error, "cases:detail", pk)
    messages.success(request, _("程序已启动。"))
    return redirect("cases:detail", pk)


@needs("cases.handle")
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a case to a person."""
    try:
        owner = int(request.POST.get("owner") or 0)
        case = acts.assign(case_id=pk, owner_id=owner, by=actor_in(request), at=instant_of(request))
    except ValueError:
        messages.error(request, _("请选择承办人。"))
        return redirect("cases:detail", pk)
    return _done(request, case, _("已分派。"))
