"""Addresses of the webhooks' pages."""

from __future__ import annotations

from django.urls import include, path

from anxin.adapters.webhooks import pages

PAGES = [
    path("", pages.subscriptions_page, name="list"),
    path("new/", pages.new_subscription, name="new"),
    path("<int:pk>/", pages.subscription_page, name="one"),
    path("<int:pk>/end/", pages.end_subscription, name="end"),
    path("<int:pk>/replay/", pages.replay, name="replay"),
]
urlpatterns = [path("office/settings/webhooks/", include((PAGES, "webhooks")))]
