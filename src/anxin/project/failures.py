"""What is answered when something below the pages failed: a busy database asks for patience, a form nobody can vouch for may be sent
again, everything else is an error."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from anxin.kernel.busy import BUSY, RETRY_SECONDS, is_busy
from anxin.ui.context import home_of


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Django's `handler500`; called while the error is being handled."""
    if is_busy(sys.exception()):
        return busy(request)
    # Without the request's own context: what fills it may be what failed.
    return HttpResponseServerError(render_to_string("500.html", {"home": home_of(request)}))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's `handler400`: a session that could not be saved because others were writing is nobody's bad request."""
    return busy(request) if is_busy(exception) else defaults.bad_request(request, exception)


def busy(request: HttpRequest) -> HttpResponse:
    """503 with the time to wait, as a page or as JSON."""
    if request.path.startswith("/api/"):
        answer: HttpResponse = JsonResponse({"error": "busy", "message": BUSY}, status=503)
    else:
        answer = render(request, "503.html", status=503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`: a page that lay open too long, or a browser that kept no cookie.

    On the workers' pages, where nobody acts by being logged in, what was typed comes back and one press sends it again; files have to be
    chosen anew. In the office nothing is sent again by a page that somebody else may have made.
    """
    ours = request.path.startswith(_WORKERS)
    kept = (
        [(name, value) for name, values in request.POST.lists() if name != _TOKEN for value in values] if ours else []
    )
    return render(request, "forged.html", {"kept": kept}, status=403)


_WORKERS = ("/report/", "/query/", "/advice/")
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field
