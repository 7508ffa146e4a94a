"""The catalogue of warning signals (信号目录): one entry per fact, in the order in which a person would read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType

from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.wording import Known, Signal, Source


def _read() -> Mapping[str, Signal]:
    found = {
        one.name: replace(one.metadata["signal"], key=one.name)
        for one in fields(EmployerFacts)
        if "signal" in one.metadata
    }
    return MappingProxyType(found)


CATALOGUE: Mapping[str, Signal] = _read()
"""Every fact a rule may ask for, by its key."""


def by_source() -> dict[Source, tuple[Signal, ...]]:
    """The catalogue by where the facts come from, so that a missing source can be named with all it costs."""
    return {
        source: tuple(signal for signal in CATALOGUE.values() if signal.source is source)
        for source in Source
        if any(signal.source is source for signal in CATALOGUE.values())
    }


def known(facts: EmployerFacts) -> dict[str, Known]:
    """The facts that are known, by key, for storing beside an assessment (研判).

    >>> from datetime import date
    >>> known(EmployerFacts(on=date(2026, 11, 23), unpaid_months=2, sector="catering"))
    {'sector': 'catering', 'unpaid_months': 2}
    """
    return {key: value for key in CATALOGUE if (value := getattr(facts, key)) is not None}


def in_words(facts: EmployerFacts) -> tuple[str, ...]:
    """Each known fact in one clause.

    >>> from datetime import date
    >>> in_words(EmployerFacts(on=date(2026, 11, 23), unpaid_months=2))
    ('已连续2个月未发工资',)
    """
    return tuple(
        CATALOGUE[key].words(value) for key, value in known(facts).items() if value is not None and value is not False
    )
