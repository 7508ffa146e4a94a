"""The rules in force at this town, with the law they refer to; read once and kept."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from anxin.domain.risk.rulebook import RuleBook, standing
from anxin.domain.wages.minimum import minimum_wage
from anxin.kernel.period import Month
from anxin.law import LawBook, book


@cache
def town_law() -> LawBook:
    """The law book of this deployment's town."""
    overrides = settings.SETTINGS.law_overrides
    return book(settings.SETTINGS.town, overrides if overrides.is_dir() else None)


@cache
def minimum_wage_fen(month: Month) -> int | None:
    """The town's monthly minimum wage (月最低工资标准) for a wage month; unknown when no standard is known for it."""
    standard = minimum_wage(town_law(), month, place=settings.SETTINGS.town)
    return None if standard is None else standard.monthly_fen


@cache
def town_rules() -> RuleBook:
    """The rule book of this deployment's town."""
    overrides = settings.SETTINGS.law_overrides
    local = overrides / "rules"
    return standing(town_law(), place=settings.SETTINGS.town, local=local if local.is_dir() else None)
