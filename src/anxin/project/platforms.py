"""A platform is no browser (机器接口不走网页中间件): Open311 has no cookies, session, language of a page or log-in.

Whatever exists for these is passed by at its door, which is a tenth of what taking a filing in costs in processor time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.module_loading import import_string

Handler = Callable[[HttpRequest], HttpResponse]
DOORS = ("/open311/",)
_HOOKS = ("process_view", "process_exception", "process_template_response")


def plain(get_response: Handler) -> Handler:
    """A platform's request as the rest of the house expects one: nobody logged in, and the words of the office."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(DOORS):
            cast(Any, request).actor = None
            # A thread keeps the language of the page it made last.
            translation.activate(settings.LANGUAGE_CODE)
        return get_response(request)

    return handle


def pages_only(name: str) -> Callable[[Handler], Handler]:
    """The middleware of that name, for everything but what comes through a platform's door."""

    def make(get_response: Handler) -> Handler:
        inner = import_string(name)(get_response)

        def handle(request: HttpRequest) -> HttpResponse:
            return (get_response if request.path_info.startswith(DOORS) else inner)(request)

        for hook in _HOOKS:
            if hasattr(inner, hook):
                setattr(handle, hook, getattr(inner, hook))
        return handle

    return make


session = pages_only("django.contrib.sessions.middleware.SessionMiddleware")
locale = pages_only("django.middleware.locale.LocaleMiddleware")
authentication = pages_only("django.contrib.auth.middleware.AuthenticationMiddleware")
messages = pages_only("django.contrib.messages.middleware.MessageMiddleware")
languages = pages_only("anxin.project.middleware.languages")
actor = pages_only("anxin.project.middleware.actor")
sessions = pages_only("anxin.project.middleware.sessions")
duties_first = pages_only("anxin.project.middleware.duties_first")
