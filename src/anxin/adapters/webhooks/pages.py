"""Pages of webhooks: what is told to whom, a new one whose secret is shown once, what did not arrive, and sending again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.adapters.webhooks import subscribing
from anxin.adapters.webhooks.forms import SubscriptionForm
from anxin.adapters.webhooks.kinds import KINDS
from anxin.adapters.webhooks.models import Delivery
from anxin.adapters.webhooks.permissions import MANAGE
from anxin.adapters.webhooks.ports import living_keys, names_of_keys
from anxin.kernel.outcome import AnxinError
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.sentences import spoken

SHOWN = 50


@needs(MANAGE)
def subscriptions_page(request: HttpRequest) -> HttpResponse:
    """Every subscription within reach."""
    scope, at = actor_in(request).scope, instant_of(request)
    rows, names, living = list(subscribing.subscriptions(scope)), names_of_keys(scope), living_keys(scope, at=at)
    lines = [
        {"one": one, "name": names[one.key], "living": one.key in living, "kinds": _labels(one.kinds)} for one in rows
    ]
    context = {
        "title": _("事件推送"),
        "lead": _("事件发生后，向其他系统的接收地址发送签名消息；消息不含个人信息，详情由对方凭密钥读取。"),
        "lines": lines,
        "entries": history([f"webhooks.subscription:{one.pk}" for one in rows], scope),
    }
    return render(request, "webhooks/subscriptions.html", context)


@needs(MANAGE)
def new_subscription(request: HttpRequest) -> HttpResponse:
    """Subscribe a key's system; the secret is shown once, on the page that answers."""
    actor, at = actor_in(request), instant_of(request)
    keys = living_keys(actor.scope, at=at).values()
    form = SubscriptionForm(request.POST if request.method == "POST" else None, keys=keys)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made, secret = subscribing.subscribe(
                key=int(told["key"]), url=told["url"].strip(), kinds=tuple(told["kinds"]), by=actor, at=at
            )
        except AnxinError as error:
            faults = [fault.in_words() for fault in getattr(error, "faults", ())]
            form.add_error(None, "；".join(faults) or error.message)
        else:
            context = {"title": _("推送已设置"), "one": made, "secret": secret}
            return render(request, "webhooks/made.html", context)
    return render(request, "webhooks/new.html", {"title": _("设置推送"), "form": form, "any": bool(keys)})


@needs(MANAGE)
def subscription_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One subscription: what was given up stands first, then the newest."""
    actor = actor_in(request)
    one = subscribing.subscription(actor.scope, pk)
    rows = one.deliveries.order_by("-seq")
    dead = list(rows.filter(state=Delivery.State.DEAD)[:SHOWN])
    context = {
        "title": _("推送 #%(n)s") % {"n": one.pk},
        "one": one,
        "name": names_of_keys(actor.scope)[one.key],
        "kinds": _labels(one.kinds),
        "dead": [_drawn(each) for each in dead],
        "rows": [_drawn(each) for each in rows.exclude(state=Delivery.State.DEAD)[:SHOWN]],
        "entries": history(f"webhooks.subscription:{pk}", actor.scope),
    }
    return render(request, "webhooks/subscription.html", context)


@needs(MANAGE)
@require_POST
def end_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell nothing there any more."""
    subscribing.end(subscription=pk, by=actor_in(request), at=instant_of(request))
    messages.success(request, _("已停止推送。"))
    return redirect("webhooks:list")


@needs(MANAGE)
@require_POST
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one message again, or everything that was given up."""
    number = request.POST.get("seq", "")
    seqs = (int(number),) if number.isdecimal() and number.isascii() and len(number) < 16 else ()
    count = subscribing.replay(subscription=pk, seqs=seqs, by=actor_in(request), at=instant_of(request))
    messages.success(request, _("%(n)s 条记录已重新排队。") % {"n": count})
    return redirect("webhooks:one", pk)


def _labels(kinds: list[str]) -> str:
    return spoken("、".join(KINDS[one].label if one in KINDS else one for one in kinds))


def _drawn(delivery: Delivery) -> dict[str, object]:
    return {"one": delivery, "label": _labels([delivery.type])}
