"""What every request carries: one instant, one actor; sessions that end in time, duties first, refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.languages.shipped import ENGLISH, known
from anxin.base.people.events import LoggedOut
from anxin.base.people.powers import label_of
from anxin.base.people.sessions import actor_of
from anxin.kernel.clock import SystemClock
from anxin.kernel.outcome import AnxinError, BadInput, NotAllowed, NotFound, RuleBroken
from anxin.kernel.room import WORDS, is_full
from anxin.project.accounts import duties
from anxin.ui.access import to_login
from anxin.ui.speaking import Spoken

Handler = Callable[[HttpRequest], HttpResponse]
CLOCK = SystemClock()


def instant(get_response: Handler) -> Handler:
    """Read the clock once; everything in the request happens at `request.now`."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.now = CLOCK.now()  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def policy(get_response: Handler) -> Handler:
    """The one Content-Security-Policy on every answer that brings none of its own, said once and not for each anew."""
    words = build_policy()

    def handle(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if not (settings.DEBUG and answer.status_code in _EXPLAINED):
            answer.setdefault("Content-Security-Policy", words)
        return answer

    return handle


def actor(get_response: Handler) -> Handler:
    """Say who acts: `request.actor` is an Actor for a logged-in account, else None."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request)  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def sessions(get_response: Handler) -> Handler:
    """End a session that lasted too long or lay idle; the end is an event."""

    def handle(request: HttpRequest) -> HttpResponse:
        by = cast("Actor | None", cast(Any, request).actor)
        why = duties.overdue(request, cast(Any, request).now) if by is not None else ""
        if by is None or not why:
            return get_response(request)
        record(LoggedOut(person=by.person_id or 0, why=why), by=by, at=cast(Any, request).now)
        logout(request)
        messages.info(request, f"{why}，已自动退出，请重新登录。")
        return to_login(request)

    return handle


def duties_first(get_response: Handler) -> Handler:
    """Lead a person to a new password or a second factor before the office opens."""

    def handle(request: HttpRequest) -> HttpResponse:
        if cast(Any, request).actor is None or not request.path.startswith(_OFFICE):
            return get_response(request)
        target = duties.owed(request)
        return redirect(target) if target else get_response(request)

    return handle


def headers(get_response: Handler) -> Handler:
    """What is personal is kept by no cache, downloads run nothing, no page loads what is not ours or uses what it does not name."""

    def handle(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        answer.setdefault("Permissions-Policy", _PERMISSIONS)
        answer.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if answer.get("Content-Disposition", "").startswith("attachment"):
            answer.setdefault("Content-Security-Policy", _DOWNLOAD)
        answer.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if request.path.startswith((*_OFFICE, *_PERSONAL)) and not answer.has_header("Cache-Control"):
            add_never_cache_headers(answer)
        return answer

    return handle


def languages(get_response: Handler) -> Handler:
    """Let a worker choose the language of the workers' pages by `?lang=`; the device remembers it, the office's own is left alone."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_OFFICE):
            return get_response(request)
        asked = known(request.GET.get("lang", ""))
        chosen = asked or known(request.COOKIES.get(_SPOKEN, ""))
        if chosen is not None:
            translation.activate("en" if chosen is ENGLISH else "zh-hans")
            cast(Any, request).spoken = Spoken(chosen)
        answer = get_response(request)
        if asked is not None:
            answer.set_cookie(_SPOKEN, asked.code, max_age=_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE)  # fmt: skip
        return answer

    return handle


class _Refusals:
    """Turns the one error family into a page or JSON with the right status."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if is_full(error):
            error, status = RuleBroken("disk_full", WORDS), 507
        elif isinstance(error, AnxinError):
            status = _STATUS.get(type(error), 409)
            if isinstance(error, NotAllowed) and "power" in error.facts:
                power = str(error.facts["power"])
                error = NotAllowed(error.code, error.message.replace(power, label_of(power)), power=power)
        else:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"error": error.code, "message": error.message}, status=status)
        return render(request, "ui/refused.html", {"error": error}, status=status)


_SPOKEN, _YEAR = "spoken", 366 * 86_400
_OFFICE = ("/office/", "/api/")
_PERSONAL = ("/accounts/", "/report/", "/query/", "/receipt/", "/advice/calculator/", "/advice/next/", "/onebot/")
_PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), interest-cohort=()"
_DOWNLOAD = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; sandbox"
_EXPLAINED = frozenset({404, 500})
"""Answers that Django explains on pages of its own while somebody develops."""
_STATUS: dict[type[AnxinError], int] = {NotAllowed: 403, NotFound: 404, BadInput: 400}
refusals = _Refusals
