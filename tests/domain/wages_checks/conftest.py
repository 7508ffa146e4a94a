"""A small law book for the wage and insurance checks, with the figures of the stored facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from anxin.kernel.outcome import Citation, NotFound


@dataclass(frozen=True)
class Value:
    id: str
    value: Any
    verified: bool
    since: date
    until: date | None = None
    unit: str = ""
    term: str = ""

    @property
    def citation(self) -> Citation:
        return Citation(self.id, article="1", verified=self.verified)


FIGURES = [
    Value("mw_zj_2024_monthly", [2490, 2260, 2010], True, date(2024, 1, 1)),
    Value("mw_zj_2024_hourly", [24, 22, 20], True, date(2024, 1, 1)),
    Value("mw_zj_2021_monthly", [2280, 2070, 1840], False, date(2021, 8, 1), date(2024, 1, 1)),
    Value("mw_shaoxing_yuecheng_tier", 2, False, date(2021, 8, 1)),
    Value("wage_paid_days_month", 21.75, True, date(2008, 1, 1)),
    Value("r724_payday_holiday_shift", "before", True, date(2020, 5, 1)),
    Value("wage94_at_least_monthly", 1, True, date(1995, 1, 1)),
    Value("zjw_delay_max_days", 30, False, date(2017, 5, 1)),
    Value("si_register_worker_days", 30, True, date(2011, 7, 1)),
    Value("si_late_fee_rate", 0.0005, True, date(2011, 7, 1)),
]


class SmallLaw:
    """Answers what is in force on a day, refuses what is not."""

    def get(self, param_id: str, /, *, on: date) -> Value:
        for one in FIGURES:
            if one.id == param_id and one.since <= on and (one.until is None or on < one.until):
                return one
        raise NotFound("law.no_parameter", param_id)


@pytest.fixture
def law() -> SmallLaw:
    return SmallLaw()
