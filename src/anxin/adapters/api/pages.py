"""Pages of keys (接口密钥): what there is, a new one that is shown once, and the end of one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.adapters.api import tokens
from anxin.adapters.api.forms import KeyForm
from anxin.adapters.api.models import ApiToken
from anxin.adapters.api.permissions import MANAGE
from anxin.base.people.powers import label_of
from anxin.base.places.models import Place
from anxin.kernel.clock import local_date, midnight_after
from anxin.kernel.outcome import AnxinError
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.sentences import spoken


@needs(MANAGE)
def keys_page(request: HttpRequest) -> HttpResponse:
    """Every key within reach, the newest first, with when it was last used and what happened to it."""
    actor, at = actor_in(request), instant_of(request)
    keys = tokens.keys_within(actor.scope)
    names = dict(
        Place.objects.filter(path__in={path for one in keys for path in one.places}).values_list("path", "name")
    )
    lines = [_line(one, names, at) for one in keys]
    living = sum(line["state"] == LIVING for line in lines)
    context = {
        "title": _("接口密钥"),
        "lead": _("有效密钥 %(n)s 个。其他系统凭密钥读取和办理本单位的事项，权限和地域以签发时所选为限。")
        % {"n": living},
        "lines": lines,
        "entries": history([f"api.key:{one.pk}" for one in keys], actor.scope),
    }
    return render(request, "keys/keys.html", context)


@needs(MANAGE)
def new_key(request: HttpRequest) -> HttpResponse:
    """Issue a key; its text is shown once, on the page that answers."""
    actor, at = actor_in(request), instant_of(request)
    form = KeyForm(request.POST if request.method == "POST" else None, scope=actor.scope, on=local_date(at))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made, text = tokens.issue(
                name=told["title"], powers=tuple(told["powers"]), places=tuple(one.path for one in told["places"]),
                expires_at=_end_of(told["last_day"]), by=actor, at=at,
            )  # fmt: skip
        except AnxinError as error:
            faults = [fault.in_words() for fault in getattr(error, "faults", ())]
            form.add_error(None, "；".join(faults) or error.message)
        else:
            return render(request, "keys/issued.html", {"title": _("密钥已签发"), "key": made, "text": text})
    return render(request, "keys/new.html", {"title": _("签发接口密钥"), "form": form})


@needs(MANAGE)
@require_POST
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    """End a key at once."""
    tokens.revoke(key=pk, by=actor_in(request), at=instant_of(request))
    messages.success(request, _("已吊销，使用该密钥的系统立即失去访问。"))
    return redirect("keys:list")


LIVING, EXPIRED, REVOKED = "living", "expired", "revoked"


def _line(one: ApiToken, names: dict[str, str], at: datetime) -> dict[str, Any]:
    state = REVOKED if one.revoked_at else LIVING if one.expires_at > at else EXPIRED
    return {
        "key": one,
        "state": state,
        "places": "、".join(names.get(path, path) for path in one.places),
        "powers": spoken("、".join(label_of(power) for power in one.powers)),
        "last_day": local_date(one.expires_at - timedelta(seconds=1)),
    }


def _end_of(day: date) -> datetime:
    """A key lives through its last day."""
    return midnight_after(day)
