"""A small law book for the rules, and facts drawn at random."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st

from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.rulebook import RuleBook, standing
from anxin.domain.risk.signals import CATALOGUE
from anxin.domain.risk.wording import Unit
from anxin.kernel.outcome import Citation, NotFound

ON = date(2026, 11, 23)


@dataclass(frozen=True)
class Value:
    id: str
    value: Any
    unit: str = ""
    term: str = ""
    verified: bool = True

    @property
    def citation(self) -> Citation:
        return Citation("测试法", article="1", verified=self.verified)


class SmallLaw:
    """The figures that the rules ask for, made up where the law does not matter to the test."""

    figures = {
        "zjw_delay_max_days": (30, False),
        "fs3_one_worker_months": (3, True),
        "fs3_many_workers_count": (10, True),
        "zj_crime_one_worker_cny": (10_000, False),
        "zj_crime_ten_workers_cny": (60_000, False),
        "zwq_firm_case_cny": (500_000, True),
        "zwq_construction_case_cny": (5_000_000, True),
        "sy_self_report_days": (3, True),
        "zj_arb_collective_min": (10, True),
        "dep_exempt_contract_cny": (3_000_000, True),
        "r724_labour_cost_cycle_months": (1, True),
        "band": ([5_000, 20_000], True),
    }

    def get(self, param_id: str, /, *, on: date) -> Value:
        if param_id not in self.figures:
            raise NotFound("law.no_parameter", f"没有参数 {param_id}")
        value, verified = self.figures[param_id]
        return Value(param_id, value, verified=verified)


@pytest.fixture(scope="session")
def law() -> SmallLaw:
    return SmallLaw()


@pytest.fixture(scope="session")
def book(law) -> RuleBook:
    return standing(law)


@pytest.fixture(scope="session")
def facts():
    """Makes facts of the test day."""

    def make(**known: Any) -> EmployerFacts:
        return EmployerFacts(on=ON, **known)

    return make


TEXTS = {
    "sector": ("manufacturing", "catering", "construction", "services"),
    "kind": ("enterprise", "individual"),
    "size": ("micro", "small", "medium", "large"),
}
EDGES = (0, 1, 2_000_000, 4_999_999, 5_000_000, 10_000_000, 50_000_000, 500_000_000)


def _value(key: str, draw: random.Random) -> Any:
    unit = CATALOGUE[key].unit
    if unit is Unit.TEXT:
        return draw.choice(TEXTS[key])
    if unit is Unit.YES:
        return draw.random() < 0.6
    if unit is Unit.FEN:
        return draw.choice((*EDGES, draw.randrange(10**10)))
    if unit in {Unit.SHARE, Unit.RATIO}:
        return round(draw.uniform(-1 if key == "head_change" else 0, 2), 3)
    if unit is Unit.DEVIATION:
        return round(draw.uniform(-6, 6), 2)
    return draw.randrange(100) if draw.random() < 0.4 else draw.randrange(4)


def _facts(keys: frozenset[str], seed: int) -> EmployerFacts:
    """Facts of which some are known; the known ones shrink, their values follow from the seed."""
    draw = random.Random(seed)
    return EmployerFacts(on=ON, **{key: _value(key, draw) for key in sorted(keys)})


ANY_FACTS = st.builds(
    _facts,
    st.frozensets(st.sampled_from(sorted(CATALOGUE)), max_size=24) | st.just(frozenset(CATALOGUE)),
    st.integers(0, 2**32),
)


@pytest.fixture(scope="session")
def any_facts():
    return ANY_FACTS


@pytest.fixture(scope="session")
def fact_names() -> tuple[str, ...]:
    return tuple(one.name for one in fields(EmployerFacts))
