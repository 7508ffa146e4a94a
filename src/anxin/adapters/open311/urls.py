"""Addresses of the standard, each ending in the form of its answer."""

from __future__ import annotations

from django.urls import re_path

from anxin.adapters.open311 import views

FORM = r"\.(?P<form>json|xml)$"
urlpatterns = [
    re_path(rf"^discovery{FORM}", views.discovery),
    re_path(rf"^services{FORM}", views.services),
    re_path(rf"^services/(?P<code>[^/]{{1,60}}){FORM}", views.service_definition),
    re_path(rf"^requests{FORM}", views.requests),
    re_path(rf"^requests/(?P<number>[^/]{{1,40}}){FORM}", views.request_by_id),
    re_path("", views.missing),
]
