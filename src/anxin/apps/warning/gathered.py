"""Facts under way: what each part of the gathering adds to, and the rolling windows they share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Facts = dict[str, Any]
YEAR, QUARTER, MONTH, WEEK = (timedelta(days) for days in (365, 91, 30, 7))
"""The rolling windows that the facts are named after."""


@dataclass(slots=True)
class Gathered:
    """Facts of many employers under way; `add` keeps them by employer."""

    on: date
    ids: Collection[int]
    facts: dict[int, Facts] = field(default_factory=dict)

    def add(self, employer: int, **known: Any) -> None:
        """Take facts of an employer in; one that was not asked for is left out."""
        if employer in self.facts:
            self.facts[employer].update(known)
