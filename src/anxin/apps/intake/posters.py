"""Posters (维权海报): a signed code names the employer or the building site, so that a worker at the gate need not type it.

The code carries the office's signature, as a receipt does: a code that somebody made up opens the plain form, and nobody can
walk through the register by counting numbers up.
"""

from __future__ import annotations

from dataclasses import dataclass

import segno

from anxin.apps.registry.api import employers, projects, refs
from anxin.base.scope import Scope
from anxin.base.vault.signing import opened_text, sealed_text

MOST = 300
"""Posters printed at once; a browser lays out more only slowly."""
_HEAD = "poster1"


@dataclass(frozen=True, slots=True)
class Named:
    """Where a poster hangs: the employer it names, and the site where there is one."""

    employer_id: int
    employer: str
    site: str = ""


def code_of(employer_id: int, site: str = "") -> str:
    """The signed text in a poster's QR code."""
    return sealed_text(f"{_HEAD}|{employer_id}|{site}".encode())


def named_by(text: str) -> Named | None:
    """What a poster's code names; None when the office did not sign it, or the employer is no longer known."""
    payload = opened_text(text) if text else None
    if payload is None:
        return None
    head, _, rest = payload.decode(errors="replace").partition("|")
    number, _, site = rest.partition("|")
    if head != _HEAD or not number.isdecimal():
        return None
    ref = refs([int(number)]).get(int(number))
    return Named(ref.id, ref.name, site) if ref else None


def drawn(url: str) -> str:
    """A QR code as an SVG that needs no style of its own."""
    return segno.make(url, error="m").svg_inline(scale=5, omitsize=True, svgclass="qr", lineclass=None)


def of_employers(scope: Scope, *, park: str = "", village: str = "", words: str = "") -> list[Named]:
    """The employers that posters are wanted for: of a park, a village, or with words in the name; at most `MOST`."""
    rows = employers(scope).filter(status="active")
    if park:
        rows = rows.filter(park__code=park)
    if village:
        rows = rows.filter(village__code=village)
    if words.strip():
        rows = rows.filter(search__contains=words.strip().lower())
    return [Named(one.pk, one.name) for one in rows.order_by("name", "pk")[: MOST + 1]]


def of_sites(scope: Scope, *, village: str = "", words: str = "") -> list[Named]:
    """The building sites that are open, each with its general contractor."""
    rows = projects(scope).filter(ended_on=None)
    if village:
        rows = rows.filter(place__code=village)
    if words.strip():
        rows = rows.filter(name__contains=words.strip())
    return [Named(one.contractor_id, one.contractor.name, one.name) for one in rows.order_by("name", "pk")[: MOST + 1]]


def parks(scope: Scope) -> list[tuple[str, str]]:
    """The parks that have employers within reach."""
    rows = employers(scope).filter(status="active", park__isnull=False).order_by("park__name")
    return list(rows.values_list("park__code", "park__name").distinct())
