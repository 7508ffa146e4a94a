"""Whom filings are about when they come in numbers (集中投诉对象): an employer of the register, or a name that stands in none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.core.cache import cache

from anxin.apps.intake.models import Filing
from anxin.base.places.models import Place
from anxin.base.places.paths import town_of
from anxin.base.vault.sealing import keyed_hash
from anxin.domain.intake.naming import plain_name, written

_KEY = 32
_KNOWN_FOR = 300
"""Seconds for which the names of the places around are taken as known."""


@dataclass(frozen=True, slots=True, order=True)
class About:
    """An employer of the register by its number, or what one was called in a town by a keyed hash; one of the two."""

    employer: int | None = None
    named: str = ""

    @property
    def subject(self) -> str:
        """As the clock of many filings names it."""
        return f"intake.named:{self.named}" if self.named else f"registry.employer:{self.employer}"

    @property
    def url(self) -> str:
        """The page where they are looked at together."""
        if self.named:
            return f"/office/intake/together/named/{self.named}/"
        return f"/office/intake/together/{self.employer}/"

    def told(self) -> dict[str, Any]:
        """As a job carries it."""
        return {"employer": self.employer, "named": self.named}

    @classmethod
    def of_told(cls, payload: Mapping[str, Any]) -> Self:
        """As a job has carried it."""
        return cls(payload["employer"], payload.get("named", ""))


def about_of(filing: Filing) -> About | None:
    """Whom a filing is about; None when it names nobody that could be told from others."""
    if filing.employer_id is not None:
        return About(filing.employer_id)
    return About(named=filing.named) if filing.named else None


def named_key(employer_said: str, place_path: str) -> str:
    """The same for every way of writing one name within a town; empty when the name sets nobody apart."""
    name = plain_at_home(employer_said)
    return keyed_hash(f"named:{town_of(place_path)}:{name}")[:_KEY] if name else ""


def key_at_home(employer_said: str) -> str:
    """The same for what is still being told, in the deployment's own town."""
    return named_key(employer_said, _home()[0])


def plain_at_home(employer_said: str) -> str:
    """What sets a name apart, without the town's places and the legal form; empty when nothing does."""
    return plain_name(employer_said, places=_home()[1]) if employer_said else ""


def _home() -> tuple[str, tuple[str, ...]]:
    """The path of the town; and it, what is above it and its villages, as people write them before a name."""
    known: tuple[str, tuple[str, ...]] | None = cache.get("intake.home")
    if known is None:
        path = Place.objects.filter(code=settings.SETTINGS.town).values_list("path", flat=True).first() or ""
        above = Place.objects.filter(code__in=path.split("/")).values_list("name", flat=True)
        below = Place.objects.filter(kind="village", path__startswith=path).values_list("name", flat=True)
        known = path, written([*above, *below])
        cache.set("intake.home", known, _KNOWN_FOR)
    return known
