"""Every address of the product, with its door and its view; a new room joins by having addresses, a new kind of part by a word here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, get_resolver

NUMBERS = {
    "pk",
    "number",
    "seq",
    "worker",
    "version",
    "employer_id",
    "warning_id",
    "file_id",
    "report_id",
    "filing_id",
    "other",
}
"""Parts that name a row: filled with a number of the one town or of the other."""
WORDS = {
    "month": "202610",
    "line": "total",
    "key": "employers",
    "form": "xlsx",
    "code": "arrears",
    "answer": "owed-first",
    "name": "owed-first",
    "page": "public",
    "question": "amount",
    "door": "arbitration",
    "form_id": "acceptance_notice",
    "param_id": "insp_investigation_days",
    "uidb36": "1",
    "registry:upload kind": "employers",
    "registry:template kind": "employers",
    "payroll:evidence kind": "payment",
    "documents:paper_file kind": "docx",
    "documents:form_file kind": "template",
    "intake:act verb": "assign",
    "warning:act verb": "take",
    "cases:act verb": "progress",
    "documents:rows key": "owed_fen",
    "documents:paper_act verb": "decline",
    "settings:job_act verb": "retry",
    "settings:person_act verb": "disable",
    "intake:posters_act verb": "revoke",
    "intake:share verb": "take",
    "intake:decide verb": "apart",
    "cases:disorder_act verb": "conclude",
    "cases:listing kind": "listing",
    "cases:listing_find kind": "listing",
    "settings:language code": "ug",
    "settings:language_sheet code": "ug",
    "settings:language_take code": "ug",
}
"""Parts that are a word of a closed set; where the same part means several things, the address stands before it."""
DOORS = {
    "office/": "power",
    "api/": "key",
    "^api/": "key",
    "open311/v2/": "key or nobody",
    "accounts/": "oneself",
    "^onebot/": "signature",
}
PUBLIC = {
    "front", "public:report", "public:query", "public:receipt", "public:receipt_key", "public:privacy", "public:sent_file", "consult:ask", "consult:next",
    "consult:calculator", "consult:read", "set_language", "healthz", "readyz", "metrics",
}  # fmt: skip
"""What anybody may open; an address that stands neither here nor behind a door fails the test."""


@dataclass(frozen=True)
class Address:
    """One address as a pattern of the router."""

    name: str
    route: str
    view: Any

    @property
    def power(self) -> str:
        return getattr(self.view, "power", "")

    @property
    def door(self) -> str:
        found = next((door for start, door in DOORS.items() if self.route.startswith(start)), "")
        return found or ("public" if self.name in PUBLIC else "")

    @property
    def parts(self) -> list[str]:
        return re.findall(r"<(?:\w+:)?(\w+)>", self.route)

    @property
    def asks(self) -> bool:
        return bool(self.parts)

    def word(self, part: str) -> str:
        return WORDS.get(f"{self.name} {part}") or WORDS[part]

    def at(self, side: Any) -> str:
        """The address with every part filled in for one side."""
        return self._filled(dict.fromkeys(self.parts, side))

    def mixed(self, own: Any, other: Any) -> list[str]:
        """Every way to name rows of both sides in one address: a child of theirs below a parent of mine, and the reverse."""
        parts = [part for part in self.parts if part in NUMBERS or part == "sha256"]
        sides = product((own, other), repeat=len(parts))
        return [self._filled(dict(zip(parts, one, strict=True))) for one in sides if len(set(map(id, one))) == 2]

    def _filled(self, sides: dict[str, Any]) -> str:
        def fill(found: re.Match[str]) -> str:
            part = found[1]
            if part in NUMBERS:
                return str(sides[part].seq if part == "seq" else sides[part].pk)
            return sides[part].sha256 if part == "sha256" else self.word(part)

        route = re.sub(r"\(\?P(<\w+>)(?:\[[^]]*\][^)]*|[^)]*)\)", r"\1", self.route)
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", fill, re.sub(r"\(\?:[^)]*\)\??|[\^$\\]|\?(?=$)", "", route))


def every() -> list[Address]:
    """All of them, as the router has them."""
    found: list[Address] = []
    _walk(get_resolver().url_patterns, "", "", found)
    return found


def addresses() -> list[Address]:
    """Those of the office."""
    return [one for one in every() if one.route.startswith("office/")]


def _walk(patterns, prefix, space, found):
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            found.append(Address(f"{space}{one.name}", route, one.callback))
        else:
            _walk(one.url_patterns, route, f"{one.namespace}:" if one.namespace else space, found)
