"""Addresses of the surface itself: the style guide."""

from __future__ import annotations

from django.urls import path

from anxin.ui import views

app_name = "ui"
urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/<str:page>/", views.sample, name="sample"),
]
