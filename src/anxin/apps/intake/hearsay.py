"""Employers that only the words of filings name (内容里读出的单位): read by the machine, counted and offered, never decided by it.

A platform without a field for the employer, a QQ group, a note of the desk name the firm in the text. What is read there is
compared with names that stand in the field, and with the register, in the same form (`domain/intake/naming.py`).
"""

from __future__ import annotations

from django.core.cache import cache
from django.db.models import Q, QuerySet

from anxin.apps.intake.about import About, named_key
from anxin.apps.intake.models import Filing, Heard, Kind
from anxin.apps.registry.api import employers
from anxin.base.places.paths import town_of
from anxin.base.scope import Scope
from anxin.domain.advice.spelling import simplified
from anxin.domain.intake.names_said import named_surely
from anxin.domain.intake.numerals import without_endless_numbers
from anxin.domain.intake.said import Read

_KNOWN_FOR = 300
"""Seconds for which the names of a town's register are taken as known."""


def names_in(filing: Filing) -> dict[str, Read[str]]:
    """The employers that a filing's words name more likely than not, by the key they are counted under."""
    found: dict[str, Read[str]] = {}
    for one in named_surely(simplified(without_endless_numbers(filing.words))):
        if key := named_key(one.value, filing.place_path):
            found.setdefault(key, one)
    return found


def bearers(town: str) -> dict[str, int]:
    """The employers of a town's register by the key of their name, where only one bears it."""
    known: dict[str, int] | None = cache.get(f"intake.bearers:{town}")
    if known is None:
        found: dict[str, set[int]] = {}
        rows = employers(Scope.everywhere()).filter(place_path__startswith=town)
        for number, name, path in rows.values_list("pk", "name", "place_path"):
            if key := named_key(name, path):
                found.setdefault(key, set()).add(number)
        known = {key: numbers.pop() for key, numbers in found.items() if len(numbers) == 1}
        cache.set(f"intake.bearers:{town}", known, _KNOWN_FOR)
    return known


def key_of(about: About, scope: Scope) -> str:
    """Under which key others may have named the same employer; empty where that could be somebody else."""
    if about.employer is None:
        return about.named
    found = employers(scope).filter(pk=about.employer).values_list("name", "place_path").first()
    key = named_key(*found) if found else ""
    return key if found and bearers(town_of(found[1])).get(key) == about.employer else ""


def know_names(about: About, scope: Scope) -> None:
    """Read the register's names before a transaction that asks for hearsay: a hundred thousand take seconds, and are known for a while then."""
    key_of(about, scope)


def hearsay(about: About, scope: Scope) -> QuerySet[Filing]:
    """The filings that may be about an employer too, the earliest first: named in their words only, or by a part of its name."""
    rows = Filing.objects.within(scope).exclude(kind=Kind.ENQUIRY).filter(employer=None).order_by("received_at", "pk")
    key = key_of(about, scope)
    if not key:
        return rows.none()
    meant = Q(named="", pk__in=Heard.objects.filter(named=key).values("filing"))
    return rows.filter(meant if about.named else meant | Q(named=key))
