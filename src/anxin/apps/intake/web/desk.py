"""The desk (接听登记): one screen for a call, a visit or a letter; what is typed is saved on the server while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.apps.intake import queries
from anxin.apps.intake.actions import drafting as acts
from anxin.apps.intake.actions.receiving import Received
from anxin.apps.intake.hinting import hints_for
from anxin.apps.intake.machine_reading import facts_in
from anxin.apps.intake.models import DeskDraft
from anxin.apps.intake.said import Said
from anxin.apps.intake.timing import draft_kept
from anxin.apps.intake.web.forms import ChatForm, DeskForm, fen_of
from anxin.base.actors import Actor
from anxin.domain.intake.chats import masked
from anxin.domain.intake.receipts import in_groups
from anxin.kernel.clock import SHANGHAI, local_date
from anxin.kernel.outcome import BadInput
from anxin.ui import toasts
from anxin.ui.access import actor_in, instant_of, needs

MOST_WORDS = 20_000
CHOSEN = ("channel", "kind", "identity")
"""Fields that always have a value: alone they are no draft."""
SHOWN = 40


@needs("intake.receive")
def desk(request: HttpRequest) -> HttpResponse:
    """The telephone desk: an interrupted call is there again, on whatever machine; a parked one is opened from the list."""
    actor, at = actor_in(request), instant_of(request)
    if request.method != "POST":
        draft = _wanted(request, actor)
        return _page(request, DeskForm(initial=acts.told_in(draft)) if draft else DeskForm(), draft)
    form, key = DeskForm(request.POST), request.POST.get("draft", "")
    if form.is_valid():
        try:
            received = acts.register(said=_said(form.cleaned_data), draft=key, by=actor, at=at)
        except BadInput as error:
            for fault in error.faults:
                form.add_error(None, fault.in_words())
        else:
            return _received(request, received, kept=queries.drafts(actor).filter(key=key).exists())
    return _page(request, form, queries.drafts(actor).filter(key=key).first(), key=key)


def _received(request: HttpRequest, received: Received, *, kept: bool) -> HttpResponse:
    context = {"title": _("已登记"), "received": received, "code": in_groups(received.code), "kept": kept}
    return render(request, "intake/received.html", {**context, "waiting": queries.drafts(actor_in(request)).count()})


def _wanted(request: HttpRequest, actor: Actor) -> DeskDraft | None:
    """The draft asked for, else the call that was interrupted; none when a new one is asked for."""
    rows = queries.drafts(actor)
    if key := request.GET.get("draft", ""):
        return rows.filter(key=key).first()
    return None if "new" in request.GET else rows.filter(parked_at=None).first()


def _page(request: HttpRequest, form: DeskForm, draft: DeskDraft | None, *, key: str = "") -> HttpResponse:
    actor, at = actor_in(request), instant_of(request)
    key = draft.key if draft else key if acts.KEY.fullmatch(key) else acts.new_key()
    others = [_listed(one, at) for one in queries.drafts(actor).exclude(key=key)[:SHOWN]]
    context = {"title": _("登记诉求"), "form": form, "draft": draft, "key": key, "others": others}
    return render(request, "intake/desk.html", {**context, "page": acts.new_key(), "person": actor.id})


@needs("intake.receive")
def chat(request: HttpRequest) -> HttpResponse:
    """A chat pasted becomes a draft of the desk in which nobody is named; the chat itself is not kept."""
    form = ChatForm(request.POST or None)
    if not form.is_valid():
        context = {"title": _("粘贴聊天记录"), "form": form}
        return render(request, "intake/chat.html", context, status=422 if form.is_bound else 200)
    told = masked(form.cleaned_data["chat"], names=form.cleaned_data["names"])
    typed = acts.Typed(
        acts.new_key(), acts.new_key(), "", {"channel": "qq", "identity": "confidential", "words": told.words}
    )
    saved = acts.save(typed=typed, by=actor_in(request), at=instant_of(request))
    messages.success(
        request, _("已存为草稿，%(n)s 人改用代称。请通读一遍，补隐漏掉的姓名，再登记。") % {"n": told.people}
    )
    return redirect(f"{reverse('intake:desk')}?draft={saved.key}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft in the list: its first words, and until when it is kept."""

    draft: DeskDraft
    words: str
    kept_until: datetime


def _listed(draft: DeskDraft, at: datetime) -> Listed:
    told = acts.told_in(draft)
    said = next((told[name] for name in ("words", "employer_said", "name", "phone") if told.get(name)), "")
    return Listed(draft, said or _("（未写内容）"), draft.saved_at + draft_kept(local_date(at)))


def _typed(request: HttpRequest) -> acts.Typed:
    """What the page holds, cut to what a form can hold; what is always chosen counts only beside something typed."""
    told = {name: request.POST.get(name, "")[:MOST_WORDS] for name in DeskForm.base_fields}
    if not any(value.strip() for name, value in told.items() if name not in CHOSEN):
        told = dict.fromkeys(told, "")
    keys = {name: request.POST.get(name, "") for name in ("draft", "page", "seen")}
    if not all(acts.KEY.fullmatch(value) for name, value in keys.items() if value or name != "seen"):
        raise BadInput("intake.no_draft_key", _("草稿没有保存，请刷新页面。"))
    return acts.Typed(keys["draft"], keys["page"], keys["seen"], told)


@needs("intake.receive")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed; the page's script asks for it every second or two."""
    at = instant_of(request)
    saved = acts.save(typed=_typed(request), by=actor_in(request), at=at)
    time = f"{at.astimezone(SHANGHAI):%H:%M:%S}"
    words = _("已自动保存 %(time)s") % {"time": time}
    if saved.apart:
        words = _("这份草稿在别处也在写，这里的内容另存为一份。")
    return JsonResponse({"draft": saved.key, "waits": saved.filed or saved.parked, "words": words})


@needs("intake.receive")
@require_POST
def park(request: HttpRequest) -> HttpResponse:
    """Lay the call aside and open an empty page for the next one."""
    acts.park(typed=_typed(request), by=actor_in(request), at=instant_of(request))
    return redirect(f"{reverse('intake:desk')}?new=1")


@needs("intake.receive")
@require_POST
def throw_away(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a draft away, with undo."""
    acts.throw_away(key=key, by=actor_in(request), at=instant_of(request))
    toasts.done(request, _("草稿已丢弃。"), undo_url=reverse("intake:take_back", args=[key]))
    return redirect(f"{reverse('intake:desk')}?new=1")


@needs("intake.receive")
@require_POST
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Undo the throwing away."""
    acts.take_back(key=key, by=actor_in(request))
    return redirect(f"{reverse('intake:desk')}?draft={key}")


_MISSING: Mapping[str, Any] = {"words": "", "channel": "", "amount": None}
"""What a half-typed form may still lack."""


def _said(told: Mapping[str, Any]) -> Said:
    return Said(**{name: value for name, value in told.items() if name != "amount"}, amount_fen=fen_of(told["amount"]))


@needs("intake.receive")
@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """While a call is typed: employers of the name typed or read, and filings that may be about the same matter; posted, so that no log has it."""
    form = DeskForm(request.POST)
    form.is_valid()
    said = _said({**_MISSING, **form.cleaned_data})
    hinted = hints_for(said, actor_in(request).scope, at=instant_of(request))
    return render(request, "intake/hints.html", {"hints": hinted, "named": len(said.employer_said) > 1})


@needs("intake.receive")
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """While a call is typed: what the machine reads from the words, each to be filled in by a key; posted, so that no log has it."""
    words = request.POST.get("words", "")[:MOST_WORDS]
    facts = facts_in(words, on=local_date(instant_of(request)), scope=actor_in(request).scope) if words.strip() else []
    return render(request, "intake/facts_read.html", {"facts": facts, "fill": True})
