"""The gate before a page: who is logged in, with which power."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from anxin.base.actors import Actor, require

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def needs(power: str) -> Callable[[View[P]], View[P]]:
    """Let only those through who are logged in and hold the power; the place is checked by the query or the act."""

    def gate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = viewer(request)
            if actor is None:
                return to_login(request)
            require(actor, power)
            return view(request, *args, **kwargs)

        cast(Any, guarded).power = power
        return cast("View[P]", guarded)

    return gate


def to_login(request: HttpRequest) -> HttpResponse:
    """Ask for a log-in that leads back to the page one was on; what was sent there can be sent again."""
    if request.method == "GET":
        return redirect_to_login(request.get_full_path())
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()})
    return redirect_to_login(urlsplit(page)._replace(scheme="", netloc="").geturl() if ours else "/office/")


def viewer(request: HttpRequest) -> Actor | None:
    """The actor of a request, or None when nobody is logged in."""
    return cast("Actor | None", getattr(request, "actor", None))


def actor_in(request: HttpRequest) -> Actor:
    """The actor of a request behind a gate."""
    actor = viewer(request)
    if actor is None:
        raise RuntimeError("a page behind `needs` always has an actor")
    return actor


def instant_of(request: HttpRequest) -> Any:
    """The one instant of a request."""
    return cast(Any, request).now


def address_of(request: HttpRequest) -> str:
    """The network address; behind the proxy that provides HTTPS, the last hop that proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SETTINGS.https else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
