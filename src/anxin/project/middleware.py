"""What every request carries: one instant, one actor, and refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from anxin.base.people.sessions import actor_of
from anxin.kernel.clock import SystemClock
from anxin.kernel.outcome import AnxinError, BadInput, NotAllowed, NotFound

Handler = Callable[[HttpRequest], HttpResponse]
CLOCK = SystemClock()


def instant(get_response: Handler) -> Handler:
    """Read the clock once; everything in the request happens at `request.now`."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.now = CLOCK.now()  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def actor(get_response: Handler) -> Handler:
    """Say who acts: `request.actor` is an Actor for a logged-in account, else None."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request)  # type: ignore[attr-defined]
        return get_response(request)

    return handle


class _Refusals:
    """Turns the one error family into a page or JSON with the right status."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, AnxinError):
            return None
        status = _STATUS.get(type(error), 409)
        if request.path.startswith("/api/"):
            return JsonResponse({"error": error.code, "message": error.message}, status=status)
        return render(request, "ui/refused.html", {"error": error}, status=status)


_STATUS: dict[type[AnxinError], int] = {NotAllowed: 403, NotFound: 404, BadInput: 400}
refusals = _Refusals
