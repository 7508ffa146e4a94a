"""Every address of the product, room by room."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from anxin.project import pages
from anxin.project.wiring import ROOMS

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.front, name="front"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
]
urlpatterns += [
    path(f"office/{'' if room == 'cockpit' else f'{room}/'}", include(f"anxin.apps.{room}.web.urls"))
    for room in ROOMS
    if find_spec(f"anxin.apps.{room}.web") and find_spec(f"anxin.apps.{room}.web.urls")
]
if find_spec("anxin.project.admin_pages") and find_spec("anxin.project.admin_pages.urls"):
    urlpatterns.append(path("office/settings/", include("anxin.project.admin_pages.urls")))
