"""The rules in force at this town, with the law they refer to; read once and kept."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from anxin.domain.risk.rulebook import RuleBook, standing
from anxin.law import book


@cache
def town_rules() -> RuleBook:
    """The rule book of this deployment's town."""
    overrides = settings.SETTINGS.law_overrides
    law = book(settings.SETTINGS.town, overrides if overrides.is_dir() else None)
    local = overrides / "rules"
    return standing(law, place=settings.SETTINGS.town, local=local if local.is_dir() else None)
