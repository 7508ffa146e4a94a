"""Addresses of the machine interface and of its keys; what is not there answers as a problem, not as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from anxin.adapters.api import pages
from anxin.adapters.api.interface import api
from anxin.adapters.api.problems import not_found, with_problems


@csrf_exempt
def missing(request: HttpRequest) -> HttpResponse:
    """No such address."""
    return not_found()


MACHINES, ROOM, SPACE = api.urls
for one in MACHINES:
    one.callback = with_problems(one.callback)  # type: ignore[arg-type]
KEYS = [
    path("", pages.keys_page, name="list"),
    path("new/", pages.new_key, name="new"),
    path("<int:pk>/revoke/", pages.revoke_key, name="revoke"),
]
urlpatterns = [
    path("api/v1/", (MACHINES, ROOM, SPACE)),
    re_path(r"^api/", missing, name="api_missing"),
    path("office/settings/api/", include((KEYS, "keys"))),
]
