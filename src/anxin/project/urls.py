"""Every address of the product, room by room."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from anxin.project import metrics, pages
from anxin.project.accounts import urls as accounts
from anxin.project.admin_pages import urls as admin_pages
from anxin.project.places_pages import urls as places
from anxin.project.wiring import ROOMS

handler400 = "anxin.project.failures.bad_request"
handler500 = "anxin.project.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    # First what is asked most, under load: every address in front of it is tried each time.
    path("open311/v2/", include("anxin.adapters.open311.urls")),
    path("", pages.front, name="front"),
    path("", include("anxin.apps.intake.web.public_urls")),
    path("", include("anxin.apps.advice.web.public_urls")),
    path("accounts/", include(accounts.entrance)),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]
urlpatterns += [
    path(f"office/{'' if room == 'cockpit' else f'{room}/'}", include(f"anxin.apps.{room}.web.urls"))
    for room in ROOMS
    if find_spec(f"anxin.apps.{room}.web") and find_spec(f"anxin.apps.{room}.web.urls")
]
SETTINGS_ROOM = [*accounts.urlpatterns, *places.urlpatterns, *admin_pages.urlpatterns]
urlpatterns.append(path("", include("anxin.adapters.api.urls")))
urlpatterns.append(path("", include("anxin.adapters.onebot.urls")))
urlpatterns.append(path("", include("anxin.adapters.webhooks.urls")))
urlpatterns.append(path("office/ui/", include("anxin.ui.urls")))
urlpatterns.append(path("office/settings/", include((SETTINGS_ROOM, "settings"))))
