"""Addresses of the robot: the receiver of events and the office's pages."""

from __future__ import annotations

from django.urls import include, path, re_path

from anxin.adapters.onebot import pages, receiver

GROUPS = [
    path("", pages.groups_page, name="groups"),
    path("new/", pages.new_group, name="new"),
    path("<int:pk>/retire/", pages.retire_group, name="retire"),
]
urlpatterns = [
    re_path(r"^onebot/v11(?:/http)?/?$", receiver.receive, name="onebot_receiver"),
    path("office/intake/qq/", include((GROUPS, "onebot"))),
]
