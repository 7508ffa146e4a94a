"""What is answered when something below the pages failed: a busy database asks for patience, everything else is an error."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views import defaults

from anxin.kernel.busy import BUSY, RETRY_SECONDS, is_busy


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Django's `handler500`; called while the error is being handled."""
    return busy(request) if is_busy(sys.exception()) else defaults.server_error(request)


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
