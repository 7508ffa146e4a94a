"""Addresses of logging in, of accounts and of one's own account."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from anxin.project.accounts import leaving, me, pages


def closed(request: HttpRequest) -> HttpResponse:
    """allauth's doors that this office keeps shut: sign-up, mail addresses, passwords by mail."""
    raise Http404


entrance = [re_path(r"^(?:signup|email|confirm-email|password/reset|password/set)/", closed)]

urlpatterns = [
    path("people/", pages.people_page, name="people"),
    path("people/new/", pages.new_person, name="new_person"),
    path("people/<int:pk>/", pages.person_page, name="person"),
    path("people/<int:pk>/posts/new/", pages.assign_post, name="assign_post"),
    path("people/<int:pk>/sessions/end/", pages.end_sessions_of, name="end_sessions_of"),
    path("people/<int:pk>/<slug:verb>/", pages.act, name="person_act"),
    path("posts/<int:pk>/end/", pages.end_post, name="end_post"),
    path("posts/<int:pk>/hand-over/", pages.hand_over_post, name="hand_over_post"),
    path("hand-overs/", leaving.hand_overs_page, name="hand_overs"),
    path("hand-overs/of/<int:pk>/", leaving.hand_over_page, name="hand_over"),
    path("hand-overs/<int:pk>/", leaving.sheet_page, name="hand_over_sheet"),
    path("choices/", pages.choices_page, name="choices"),
    path("me/", me.me_page, name="me"),
    path("me/language/", me.choose_language, name="my_language"),
    path("me/acting-for/", me.act_for, name="act_for"),
    path("me/sessions/end/", me.end_sessions, name="end_sessions"),
]
