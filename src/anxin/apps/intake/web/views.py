"""Pages of the inbox and of a filing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.intake import queries
from anxin.apps.intake.actions import filing as acts
from anxin.apps.intake.actions import talk
from anxin.apps.intake.actions.identity import ask, decide, granted, reveal
from anxin.apps.intake.actions.receiving import subject_of
from anxin.apps.intake.actions.transferring import answer_back, note
from anxin.apps.intake.machine_reading import Fact, facts_in, fitting
from anxin.apps.intake.models import TRANSFERRED, Filing, Identity
from anxin.apps.intake.suggesting import suggested
from anxin.apps.intake.web.attaching import handed_in
from anxin.apps.intake.web.forms import (
    AssignForm,
    ReplyForm,
    RevealForm,
    TransferForm,
    UnderstandForm,
    WordsForm,
    fen_of,
)
from anxin.apps.intake.web.tables import FILINGS, LAID_ASIDE
from anxin.apps.registry.api import employer_meant
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.files.store import open_path
from anxin.base.languages.shipped import known
from anxin.base.people.queries import holders
from anxin.base.places.queries import village_on
from anxin.base.vault.sealing import open_
from anxin.domain.intake.receipts import in_groups
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, BadInput
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.downloads import download
from anxin.ui.history import history
from anxin.ui.tables import listing


@needs("intake.view")
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits, until something else is asked for."""
    scope = actor_in(request).scope
    figures = queries.in_figures(scope)
    told = [
        (_("%(n)s 件诉求还没有答复。"), figures.silent, "silent"),
        (_("另有 %(n)s 件来得过快，放在“缓办待看”里。"), figures.aside, Filing.State.ASIDE),
        (_("%(n)s 件的当事人又留言或补充材料，见状态“当事人新留言”。"), figures.news, "news"),
        (_("%(n)s 件有个人信息申请待答复，见状态“个人信息申请”。"), queries.wishes_waiting(scope).count(), "wish"),
    ]
    links = format_html_join(
        "", '<a href="?state={}">{}</a>', ((state, words % {"n": n}) for words, n, state in told if n)
    )
    lead = links if figures.silent else format_html("{}{}", _("所有诉求都已有答复。"), links)
    return listing(
        request,
        LAID_ASIDE if request.GET.get("state") == Filing.State.ASIDE else FILINGS,
        queries.marked(queries.filings(scope), scope),
        template="ui/list.html",
        title=_("诉求"),
        context={"lead": lead},
        whole=figures.whole,
    )


@needs("intake.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One filing: what was said, what may be about the same matter, the talk, and what may be done now."""
    actor = actor_in(request)
    filing = queries.filing(actor.scope, pk)
    return render(request, "intake/detail.html", _context(request, filing, actor))


def _context(request: HttpRequest, filing: Filing, actor: Actor, **more: Any) -> dict[str, Any]:
    owners = [(one.pk, one.name) for one in holders("intake.handle", filing.place_path, instant_of(request))]
    waits = filing.state == Filing.State.INBOX
    facts = facts_in(filing.words, on=local_date(filing.happened_at), scope=actor.scope) if waits else []
    answers = suggested(filing, facts) if waits else ()
    drafted = next((one for one in answers if one.name == request.GET.get("answer")), None)
    return {
        "filing": filing,
        "facts": facts,
        "title": filing.employer.name if filing.employer else filing.employer_said or _("诉求"),
        "clocks": clocks.of(subject_of(filing.pk)),
        "replies": filing.replies.order_by("at") if filing.channel in TRANSFERRED else None,
        "alike": queries.alike(filing, actor.scope),
        "joined": filing.joined.order_by("received_at"),
        "talk": filing.messages.order_by("at").prefetch_related("files"),
        "news": queries.news(queries.filings(actor.scope).filter(pk=filing.pk)).exists(),
        "files": filing.attachments.filter(from_filer=True).order_by("at"),
        "fellows": filing.fellows.count(),
        "village": village_on(filing.place_path),
        "language": known(filing.language),
        "entries": history([subject_of(filing.pk)], actor.scope),
        "suggested": answers,
        "drafted": drafted.name if drafted else "",
        "forms": {**_forms(filing, facts, owners), "write": WordsForm(initial={"words": drafted.message if drafted else ""})},
        "may": {"handle": actor.may("intake.handle", filing.place_path), "reveal": actor.may("intake.reveal", filing.place_path)},
        "is_open": waits,
        **_confidence(request, filing, actor),
        **more,
    }  # fmt: skip


def _forms(filing: Filing, facts: list[Fact], owners: list[tuple[int, str]]) -> dict[str, Any]:
    """The forms of a filing's acts, with what is known already."""
    told = {
        "kind": filing.kind,
        "employer": filing.employer.uscc if filing.employer else "",
        "employer_said": filing.employer_said,
        "workers": filing.workers,
        "amount": None if filing.amount_fen is None else Decimal(filing.amount_fen) / 100,
        "since": filing.since,
    }
    handed_over = {"external_id": filing.external_id, "reply_by": filing.reply_by}
    return {
        "understand": UnderstandForm(initial=told, read=fitting(facts)),
        "assign": AssignForm(owners=owners),
        "reveal": RevealForm(),
        "reply": ReplyForm(auto_id="reply_%s"),
        "transfer": TransferForm(initial=handed_over),
    }


def _confidence(request: HttpRequest, filing: Filing, actor: Actor) -> dict[str, Any]:
    """Whether the filer's identity is there, needs two persons, how far they are; and what the filer asked about it."""
    corrected = filing.earlier.exclude(was_sealed="").exists()
    return {
        "secret": filing.identity == Identity.CONFIDENTIAL,
        "granted": granted(filing, by=actor, at=instant_of(request)),
        "looks": [
            (one, actor.is_behind([one.asked_by, *one.proposers]))
            for one in filing.looks.filter(agreed=None).order_by("asked_at")
        ],
        "has_identity": bool(filing.filer_name_sealed or filing.phone_sealed) or corrected,
        "corrected": corrected,
        "wishes": filing.wishes.order_by("-asked_at", "-pk"),
        "waiting": filing.wishes.filter(granted=None).exists(),
        "remarks": filing.remarks.order_by("at"),
    }


@needs("intake.view")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one of a filing's acts; a refusal is said on the filing's page."""
    if verb not in ACTS:
        raise Http404
    try:
        onward = ACTS[verb](request, pk)
    except AnxinError as error:
        messages.error(request, error.in_words())
        return redirect("intake:detail", pk)
    messages.success(request, _("已办理。"))
    return redirect(onward) if onward else redirect("intake:detail", pk)


def _understand(request: HttpRequest, pk: int) -> None:
    acts.understand(filing_id=pk, **_confirmed(request), by=actor_in(request), at=instant_of(request))


def _open(request: HttpRequest, pk: int) -> str:
    case = acts.open_case(filing_id=pk, **_confirmed(request), by=actor_in(request), at=instant_of(request))
    return f"/office/cases/{case}/"


def _confirmed(request: HttpRequest) -> dict[str, Any]:
    """What a person confirmed of a filing's facts."""
    form = UnderstandForm(request.POST)
    if not form.is_valid():
        raise BadInput("intake.unclear", str(_("核定内容有误，请检查各项。")))
    told = form.cleaned_data
    employer = employer_meant(actor_in(request).scope, told["employer"])
    return {
        "kind": told["kind"], "employer_id": employer.pk if employer else None, "workers": told["workers"],
        "amount_fen": fen_of(told["amount"]), "since": told["since"], "employer_said": told.get("employer_said", ""),
    }  # fmt: skip


def _assign(request: HttpRequest, pk: int) -> None:
    acts.assign(filing_id=pk, owner_id=_number(request, "owner"), by=actor_in(request), at=instant_of(request))


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _join(request: HttpRequest, pk: int) -> None:
    acts.join(filing_id=pk, to_id=_number(request, "to"), by=actor_in(request), at=instant_of(request))


def _part(request: HttpRequest, pk: int) -> None:
    acts.part(filing_id=pk, by=actor_in(request), at=instant_of(request))


def _write(request: HttpRequest, pk: int) -> None:
    actor, at = actor_in(request), instant_of(request)
    require(actor, "intake.handle", queries.filing(actor.scope, pk).place_path)
    files, faults = handed_in(request, by=actor)
    if faults:
        raise BadInput("intake.message_unclear", "；".join(["留言没有发出。", *(one.what for one in faults)]))
    talk.write(filing_id=pk, words=request.POST.get("words", ""), files=files, by=actor, at=at)


def _withdraw(request: HttpRequest, pk: int) -> None:
    talk.withdraw(filing_id=pk, attachment_id=_number(request, "file"), by=actor_in(request), at=instant_of(request))


def _note(request: HttpRequest, pk: int) -> None:
    talk.note(filing_id=pk, by=actor_in(request), at=instant_of(request))


def _release(request: HttpRequest, pk: int) -> None:
    acts.release(filing_id=pk, by=actor_in(request), at=instant_of(request))


def _close(request: HttpRequest, pk: int) -> None:
    acts.close_answered(filing_id=pk, by=actor_in(request), at=instant_of(request))


def _transfer(request: HttpRequest, pk: int) -> None:
    form = TransferForm(request.POST)
    if not form.is_valid():
        raise BadInput("intake.unclear", str(_("日期或编号有误，请检查。")))
    told = form.cleaned_data
    note(
        filing_id=pk,
        number=told["external_id"],
        reply_by=told["reply_by"],
        by=actor_in(request),
        at=instant_of(request),
    )


def _reply(request: HttpRequest, pk: int) -> None:
    words, told = (request.POST.get(name, "") for name in ("words", "told"))
    answer_back(filing_id=pk, words=words, told=told, by=actor_in(request), at=instant_of(request))


ACTS: dict[str, Callable[[HttpRequest, int], str | None]] = {
    "understand": _understand, "open": _open, "assign": _assign, "join": _join, "part": _part, "write": _write, "close": _close,
    "release": _release, "transfer": _transfer, "reply": _reply, "withdraw": _withdraw,
    "note": _note,
}  # fmt: skip


@needs("intake.view")
@require_POST
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who filed, or ask a second person where the filer wants confidence: with the power, a reason, and a record."""
    actor, at, reason = actor_in(request), instant_of(request), request.POST.get("reason", "")
    filing = queries.filing(actor.scope, pk)
    try:
        if filing.identity == Identity.CONFIDENTIAL and granted(filing, by=actor, at=at) is None:
            ask(filing_id=pk, reason=reason, by=actor, at=at)
            messages.success(request, _("已申请。另一位有权限的同事同意后，您可以在本页查看。"))
            return redirect("intake:detail", pk)
        shown = reveal(filing_id=pk, reason=reason, by=actor, at=at)
    except AnxinError as error:
        messages.error(request, error.message)
        return redirect("intake:detail", pk)
    return render(request, "intake/detail.html", _context(request, filing, actor, shown=shown))


@needs("intake.reveal")
@require_POST
def look(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The second person's word on somebody's wish to see an identity."""
    try:
        decide(look_id=number, agreed="agree" in request.POST, by=actor_in(request), at=instant_of(request))
    except AnxinError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已办理。"))
    return redirect("intake:detail", pk)


@needs("intake.view")
def attachment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One attached file, always as a download."""
    filing = queries.filing(actor_in(request).scope, pk)
    found = filing.attachments.filter(pk=number).first()
    if found is None or filing.wiped_at is not None:
        raise Http404
    return download(open_path(found.sha256), name=found.name, kind=found.kind)


@needs("intake.handle")
@require_POST
def receipt_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt once more, for somebody who lost it and stands at the counter; read out, never sent."""
    filing = acts.again(filing_id=pk, by=actor_in(request), at=instant_of(request))
    code = in_groups(open_(filing.code_sealed))
    return render(
        request, "intake/received.html", {"title": _("回执"), "code": code, "received": {"filing": pk, "again": True}}
    )
