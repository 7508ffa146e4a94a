"""Posters (维权海报): a signed code names the employer, the building site or the park, so that a worker at the gate need not type it.

The code carries the office's signature, as a receipt does: a code that somebody made up opens the plain form, and nobody can
walk through the register by counting numbers up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from django.db.models import QuerySet

from anxin.apps.intake.models import Poster
from anxin.apps.registry.api import employers, projects
from anxin.base.places.models import within
from anxin.base.scope import Scope
from anxin.base.vault.signing import opened_text, sealed_text

MOST = 300
"""Posters printed at once; a browser lays out more only slowly."""
_HEAD = "poster2"
_FIRM, _PARK = "firm1", "park1"


@dataclass(frozen=True, slots=True)
class Named:
    """Where a poster hangs: at an employer, at a site with its general contractor, or in a park as such."""

    place: str
    employer_id: int | None = None
    employer: str = ""
    site: str = ""
    park_id: int | None = None
    park: str = ""

    @property
    def key(self) -> tuple[int | None, str, int | None]:
        """What tells one poster from another."""
        return self.employer_id, self.site, self.park_id


def code_of(poster: Poster) -> str:
    """The signed text in a poster's QR code."""
    return sealed_text(f"{_HEAD}|{poster.pk}".encode())


def report_path(employer_id: int | None, park_id: int | None) -> str:
    """The address of the form with an employer or a park filled in, for who is written to and not printed for; signed like a poster."""
    if employer_id is None and park_id is None:
        return "/report/"
    named = f"{_PARK}|{park_id}" if employer_id is None else f"{_FIRM}|{employer_id}"
    return f"/report/?p={sealed_text(named.encode())}"


def poster_of(text: str) -> Poster | None:
    """The poster that a code belongs to, or what a signed link names, which is counted nowhere; None when the office did not sign it."""
    payload = opened_text(text) if text else None
    head, _, number = payload.decode(errors="replace").partition("|") if payload else ("", "", "")
    if not number.isdecimal():
        return None
    if head == _FIRM:
        firm = employers(Scope.everywhere()).filter(pk=int(number)).first()
        return Poster(employer=firm) if firm else None
    if head == _PARK:
        park = _parks(Scope.everywhere()).filter(pk=int(number)).select_related("place").first()
        return Poster(park=park) if park else None
    found = Poster.objects.select_related("employer", "park__place").filter(pk=int(number))
    return found.first() if head == _HEAD else None


def holds(poster: Poster, on: date) -> bool:
    """Whether a poster's code still names anything on a day."""
    return poster.revoked_at is None and (poster.valid_until is None or poster.valid_until >= on)


def drawn(url: str) -> str:
    """A QR code as an SVG that needs no style of its own."""
    return segno.make(url, error="m").svg_inline(scale=5, omitsize=True, svgclass="qr", lineclass=None)


def of_employers(scope: Scope, *, park: str = "", village: str = "", words: str = "") -> list[Named]:
    """The employers that posters are wanted for: of a park, with the park's own first, of a village, or with words in the name."""
    rows = employers(scope).filter(status="active")
    if park:
        rows = rows.filter(park__code=park)
    if village:
        rows = rows.filter(village__code=village)
    if words.strip():
        rows = rows.filter(search__contains=words.strip().lower())
    own = of_parks(scope, park=park) if park and not village and not words.strip() else []
    return own + [Named(one.place_path, one.pk, one.name) for one in rows.order_by("name", "pk")[: MOST + 1]]


def of_sites(scope: Scope, *, village: str = "", words: str = "") -> list[Named]:
    """The building sites that are open, each with its general contractor."""
    rows = projects(scope).filter(ended_on=None)
    if village:
        rows = rows.filter(place__code=village)
    if words.strip():
        rows = rows.filter(name__contains=words.strip())
    found = rows.order_by("name", "pk")[: MOST + 1]
    return [Named(one.place_path, one.contractor_id, one.contractor.name, one.name) for one in found]


def of_parks(scope: Scope, *, park: str = "", village: str = "", words: str = "") -> list[Named]:
    """The parks as such, for their gates and canteens; also those in which no employer is registered yet."""
    rows = _parks(scope)
    if park:
        rows = rows.filter(code=park)
    if village:
        rows = rows.filter(place__code=village)
    if words.strip():
        rows = rows.filter(name__contains=words.strip())
    found = rows.order_by("name", "pk").values_list("place_path", "pk", "name")
    return [Named(path, park_id=number, park=name) for path, number, name in found]


def parks(scope: Scope) -> list[tuple[str, str]]:
    """The parks within reach."""
    return list(_parks(scope).order_by("name").values_list("code", "name"))


def _parks(scope: Scope) -> QuerySet[Any]:
    """The parks of the register, by way of the posters that name them; the register's door is as wide as it may be."""
    model = Poster._meta.get_field("park").related_model
    return model._default_manager.filter(within(scope))
