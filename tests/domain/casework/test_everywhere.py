"""The tables of cases hold in every town: what a province or the product says is known there, or the whole country's rule is."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.domain.casework.loading import case_types
from anxin.law import book

SHENZHEN, JINAN, HERE = "440305001", "370102001", "330602013"
ON = date(2026, 11, 29)
PERIODS = sorted({state.clock for kind in case_types().values() for state in kind.states.values() if state.clock})


@pytest.mark.parametrize("town", [SHENZHEN, JINAN, HERE])
def test_every_period_of_every_table_is_known(town):
    law = book(town)
    unknown = [one for one in PERIODS if one not in law]
    assert unknown == []
    assert all(law.get(one, on=ON).value for one in PERIODS)
