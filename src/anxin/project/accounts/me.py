"""One's own account (我的账号): password, second factors, language, sessions."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.base.eventlog import queries as log
from anxin.base.people.models import Account
from anxin.base.people.sessions import ACTING_FOR, posts_on
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.project.accounts import devices, duties
from anxin.ui.access import instant_of, to_login, viewer


def me_page(request: HttpRequest) -> HttpResponse:
    """What the person holds, how they log in, and when they last did."""
    if viewer(request) is None:
        return to_login(request)
    account = cast(Account, request.user)
    at = instant_of(request)
    kinds = set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    context: dict[str, Any] = {
        "title": _("我的账号"),
        "account": account,
        "posts": posts_on(account, local_date(at)),
        "totp": Authenticator.Type.TOTP in kinds,
        "passkeys": Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).count(),
        "codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "must": duties.must_have_factor(account, at),
        "lines": _log_ins(account),
        "devices": devices.devices_of(account, current=request.session.session_key),
        "languages": settings.LANGUAGES,
    }
    return render(request, "people/me.html", context)


def _log_ins(account: Account) -> list[log.Line]:
    rows = log.within(Scope.everywhere()).filter(subject=f"people.account:{account.pk}", type__startswith="people.log")
    return log.lines(rows.order_by("-seq")[:12], Scope())


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language of the screens for this person."""
    language = request.POST.get("language", "")
    if viewer(request) is None or language not in dict(settings.LANGUAGES):
        return redirect("settings:me")
    account = cast(Account, request.user)
    account.language = language
    account.save(update_fields=["language"])
    answer = redirect("settings:me")
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Stand in for somebody whose deputy one is today, or act in one's own name again."""
    if viewer(request) is None:
        return redirect("account_login")
    chosen, principals = request.POST.get("principal", ""), cast(Any, request).stands_in
    request.session.pop(ACTING_FOR, None)
    if chosen.isdecimal() and int(chosen) in principals:
        request.session[ACTING_FOR] = int(chosen)
        messages.success(
            request, _("现在代理%(name)s办理，每一步都会记明代理。") % {"name": principals[int(chosen)].name}
        )
    else:
        messages.success(request, _("现在以本人身份办理。"))
    return redirect("settings:me")


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session of this person, or every other one, on other computers and phones."""
    by, at = viewer(request), instant_of(request)
    if by is None:
        return redirect("account_login")
    number = request.POST.get("session", "")
    if number.isdecimal():
        devices.end_one(account_id=cast(Account, request.user).pk, number=int(number[:18]), by=by, at=at)
        messages.success(request, _("已退出该设备。"))
        return redirect("settings:me")
    account = devices.end_all(account_id=cast(Account, request.user).pk, by=by, at=at, keep=request.session.session_key)
    update_session_auth_hash(request, account)
    UserSession.objects.create_from_request(request)
    messages.success(request, _("其他设备上的登录已全部退出。"))
    return redirect("settings:me")
