"""A platform is no browser (机器接口不走网页中间件): Open311 has no cookies, session, language of a page or log-in.

Whatever exists for these is passed by between `door` and `inside`, a sixth of what taking a filing in costs in processor time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]
DOORS = ("/open311/",)
_inside: list[Handler] = []


def inside(get_response: Handler) -> Handler:
    """The last middleware of all, which the door leads to; Django makes it first."""
    _inside[:] = [get_response]
    return get_response


def door(get_response: Handler) -> Handler:
    """Lead a platform straight in, as the rest of the house expects a request: nobody logged in, and the words of the office."""
    (within,) = _inside

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DOORS):
            return get_response(request)
        cast(Any, request).actor = None
        # A thread keeps the language of the page it made last.
        translation.activate(settings.LANGUAGE_CODE)
        return within(request)

    return handle
