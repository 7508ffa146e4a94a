"""The figures the simulation assumes, read from data, each with its source there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Amounts in fen, rates in thousandths, and the days of the Spring Festival (春节)."""

    minimum_wage_cents: int
    paid_days_times_100: int
    insurance_own_permille: int
    insurance_base_cents: int
    tax_free_cents: int
    tax_permille: int
    spring_festivals: tuple[date, ...]

    def festival_after(self, day: date) -> date:
        """The next Spring Festival on or after a day; the last one known when the list ends."""
        return next((each for each in self.spring_festivals if each >= day), self.spring_festivals[-1])


@lru_cache(maxsize=1)
def assumptions() -> Assumptions:
    """The figures of `data/assumptions.json`."""
    raw = json.loads(files(__package__).joinpath("data/assumptions.json").read_text(encoding="utf-8"))
    days = tuple(date.fromisoformat(text) for text in raw.pop("spring_festivals"))
    figures = {key: int(value) for key, value in raw.items() if not key.endswith("_source")}
    return Assumptions(spring_festivals=days, **figures)
