"""Every address of the office with its view; a new room joins by having addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

FILL = {"pk": "7001", "number": "7001", "seq": "7001", "worker": "7001", "month": "202610", "version": "7001"}
WORDS = {
    "kind": "payment",
    "page": "public",
    "verb": "assign",
    "form": "xlsx",
    "line": "arrears",
    "key": "total",
    "answer": "owed-first",
    "code": "ug",
}


@dataclass(frozen=True)
class Address:
    """One address below /office/ with every part filled in."""

    name: str
    url: str
    view: Any
    asks: bool

    @property
    def power(self) -> str:
        return getattr(self.view, "power", "")


def addresses() -> list[Address]:
    found = []
    _walk(get_resolver().url_patterns, "", "", found)
    return [one for one in found if one.url.startswith("/office/")]


def _walk(patterns, prefix, space, found):
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            url = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: FILL.get(part[1], WORDS.get(part[1], "x")), route)
            found.append(Address(f"{space}{one.name}", url, one.callback, "<" in route))
        else:
            _walk(one.url_patterns, route, f"{one.namespace}:" if one.namespace else space, found)
