"""What somebody typed into a form, without what no keyboard writes: some databases refuse such characters, others keep them unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def readable(text: str) -> str:
    """The text without its control characters; tabs and ends of lines stay."""
    return _CONTROL.sub("", text)


class Typed:
    """Middleware: every form of a page arrives readable. Interfaces for machines, which know no such check, refuse such text themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _positional: Any, _named: Any) -> None:
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            _clean(request)


def _clean(request: HttpRequest) -> None:
    said = list(request.POST.lists())
    if not any(_CONTROL.search(value) for _name, values in said for value in values):
        return
    clean = request.POST.copy()
    for name, values in said:
        clean.setlist(name, [readable(str(value)) for value in values])
    clean._mutable = False  # as Django leaves what it parsed
    request.POST = clean  # type: ignore[assignment]
