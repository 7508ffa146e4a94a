"""What the buttons of a legal paper do; each comes back to the paper and says what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.documents import queries
from anxin.apps.documents.actions import paper as acts
from anxin.apps.documents.actions.service import Served
from anxin.apps.documents.actions.service import serve as serve_paper
from anxin.apps.documents.actions.stepping import Then, issue_and_step, serve_and_step
from anxin.apps.documents.legal.forms import form
from anxin.apps.documents.web.paper_forms import ServeForm
from anxin.base.actors import Actor
from anxin.base.files.store import put
from anxin.kernel.outcome import AnxinError, NotFound
from anxin.ui.access import actor_in, instant_of, needs

Act = Callable[[Actor, datetime], Any]


def tell(request: HttpRequest, run: Act, done: Any) -> Any:
    """Act, and say what was done or what stands in the way; None when refused."""
    try:
        made = run(actor_in(request), instant_of(request))
    except NotFound:
        raise
    except AnxinError as error:
        messages.error(request, error.in_words())
        return None
    messages.success(request, done)
    return made


@needs("documents.draft")
@require_POST
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw up a paper for a case; a receipt of service may be drawn up for one of its papers."""
    chosen, of = request.POST.get("form", ""), request.POST.get("of", "")
    filled: dict[str, str] = {}
    if of.isdecimal():
        served = queries.paper(actor_in(request).scope, int(of))
        filled = {"served_title": f"{form(served.form).title} {served.number_text}"}
    made = tell(
        request,
        lambda by, at: acts.compose_for_case(form_id=chosen, case_id=pk, filled=filled, by=by, at=at),
        _("已拟稿，请补全后签发。"),
    )
    return redirect("documents:paper", made.pk) if made else redirect("documents:case_papers", pk)


@needs("documents.draft")
@require_POST
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill the blanks."""
    filled = {name: str(value) for name, value in request.POST.items()}
    tell(request, lambda by, at: acts.fill(paper_id=pk, filled=filled, by=by, at=at), _("已保存。"))
    return redirect("documents:paper", pk)


@needs("documents.papers")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Submit, issue, decline, make void or replace."""
    why, then = request.POST.get("reason", ""), _then(request)
    as_then = request.POST.get("facts") == "then"
    verbs: dict[str, tuple[Act, Any]] = {
        "submit": (lambda by, at: acts.submit(paper_id=pk, by=by, at=at), _("已送审。")),
        "issue": _issue(pk, then),
        "decline": (lambda by, at: acts.decline(paper_id=pk, reason=why, by=by, at=at), _("已退回。")),
        "void": (lambda by, at: acts.void(paper_id=pk, reason=why, by=by, at=at), _("已作废。")),
        "replace": (lambda by, at: acts.replace(paper_id=pk, reason=why, by=by, at=at, as_then=as_then), _("已另拟一份，签发后替换原文书。")),
    }  # fmt: skip
    if verb not in verbs:
        raise Http404
    made = tell(request, *verbs[verb])
    return redirect("documents:paper", made.pk if made else pk)


def _issue(pk: int, then: Then | None) -> tuple[Act, Any]:
    if then is None:
        return lambda by, at: acts.issue(paper_id=pk, by=by, at=at), _("已编号签发。")
    return lambda by, at: issue_and_step(paper_id=pk, then=then, by=by, at=at), _(
        "已编号签发，并办理了本案的相应步骤。"
    )


def _then(request: HttpRequest) -> Then | None:
    """The step that was chosen with the paper, if any."""
    procedure, _colon, verb = request.POST.get("then", "").partition(":")
    return Then(int(procedure), verb) if procedure.isdecimal() and verb else None


@needs("documents.draft")
@require_POST
def serve(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a service with its proofs."""
    queries.paper(actor_in(request).scope, pk)
    given = ServeForm(request.POST, request.FILES)
    if not given.is_valid():
        faults = "；".join(f"{given.fields[name].label}：{errors[0]}" for name, errors in given.errors.items())
        messages.error(request, _("没有保存：%(faults)s") % {"faults": faults})
        return redirect("documents:paper", pk)
    told, then = given.cleaned_data, _then(request)

    def run(by: Actor, at: datetime) -> object:
        files = [put(cast(BinaryIO, one), name=one.name, by=by, at=at).sha256 for one in told["proofs"]]
        served = Served(told["method"], told["on"], told["receiver"], told["where"], told["note"], files)
        if then is None:
            return serve_paper(paper_id=pk, told=served, by=by, at=at)
        return serve_and_step(paper_id=pk, told=served, then=then, by=by, at=at)

    tell(request, run, _("已登记送达。") if then is None else _("已登记送达，并办理了本案的相应步骤。"))
    return redirect("documents:paper", pk)
