"""The front page and the pages for operations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from anxin.project import checks
from anxin.ui.access import instant_of


def front(request: HttpRequest) -> HttpResponse:
    """The public front page; workers never log in."""
    return render(request, "front.html")


def healthz(request: HttpRequest) -> HttpResponse:
    """The process runs."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, the background processes are alive, and the disk has room; 503 with what is wrong."""
    wrong = checks.unready(instant_of(request))
    return JsonResponse({"ready": not wrong, "wrong": wrong}, status=503 if wrong else 200)
