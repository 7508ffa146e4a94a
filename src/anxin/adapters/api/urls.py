"""Addresses of the machine interface and of its keys; what is not there answers as a problem, not as a page."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from anxin.adapters.api import pages
from anxin.adapters.api.interface import api, index
from anxin.adapters.api.problems import not_allowed, not_found, with_problems


@csrf_exempt
def missing(request: HttpRequest) -> HttpResponse:
    """No such address."""
    return not_found()


@csrf_exempt
def root(request: HttpRequest) -> HttpResponse:
    """What stands at the root (接口目录): where the schema is, how to get a key, and every operation; needs no key, as the schema."""
    if request.method not in ("GET", "HEAD"):
        return not_allowed("GET, HEAD")
    return JsonResponse(index(request.build_absolute_uri("/").rstrip("/")), json_dumps_params={"ensure_ascii": False})


_FOUND, APP, NAMESPACE = api.urls
MACHINES = cast("list[URLPattern]", _FOUND)
for one in MACHINES:
    one.callback = with_problems(one.callback)
KEYS = [
    path("", pages.keys_page, name="list"),
    path("new/", pages.new_key, name="new"),
    path("<int:pk>/revoke/", pages.revoke_key, name="revoke"),
]
urlpatterns = [
    re_path(r"^api/v1/?$", root, name="api_root"),
    path("api/v1/", (MACHINES, APP, NAMESPACE)),
    re_path(r"^api/", missing, name="api_missing"),
    path("office/settings/api/", include((KEYS, "keys"))),
]
