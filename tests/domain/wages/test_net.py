"""What must arrive on the card: the law's deductions come off, others only up to the cap, and arrays say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.wages.net import (
    Line,
    beyond_cap,
    hundredths_of_percent,
    lawful_net,
    net_due,
    other_deductions,
)

CAP = 2000
amounts = st.integers(0, 5_000_000)
lines = st.builds(
    Line, amounts, st.integers(0, 300_000), st.integers(0, 300_000), st.integers(-50_000, 300_000), amounts
)


@dataclass(frozen=True)
class Arrays:
    gross_fen: Any
    insurance_fen: Any
    housing_fund_fen: Any
    tax_fen: Any
    paid_fen: Any


@given(lines)
def test_nothing_stated_as_paid_means_wages_less_the_laws_deductions_are_due(line):
    unpaid = Line(line.gross_fen, line.insurance_fen, line.housing_fund_fen, line.tax_fen, 0)
    assert net_due(unpaid, cap=CAP) == lawful_net(unpaid)
    assert other_deductions(unpaid) == 0
    assert not beyond_cap(unpaid, cap=CAP)


@given(lines)
def test_what_is_due_is_either_the_stated_sum_or_the_lawful_net(line):
    assert net_due(line, cap=CAP) in (line.paid_fen, lawful_net(line))
    assert net_due(line, cap=CAP) >= 0


@given(lines)
def test_no_more_than_the_cap_is_ever_given_up(line):
    given_up = lawful_net(line) - net_due(line, cap=CAP)
    assert given_up * 5 <= line.gross_fen


@given(lines)
def test_beyond_the_cap_the_lawful_net_stays_due(line):
    if beyond_cap(line, cap=CAP):
        assert net_due(line, cap=CAP) == lawful_net(line) > line.paid_fen


@given(lines)
def test_an_employer_who_states_more_than_the_net_owes_what_he_states(line):
    if line.paid_fen >= lawful_net(line) and line.paid_fen > 0:
        assert net_due(line, cap=CAP) == line.paid_fen


@given(st.lists(lines, min_size=1, max_size=30))
def test_arrays_read_the_same_rule(some):
    columns = Arrays(
        *(np.asarray([getattr(one, name) for one in some], dtype=np.int64) for name in Line.__dataclass_fields__)
    )
    assert net_due(columns, cap=CAP).tolist() == [net_due(one, cap=CAP) for one in some]
    assert beyond_cap(columns, cap=CAP).tolist() == [beyond_cap(one, cap=CAP) for one in some]
    assert other_deductions(columns).tolist() == [other_deductions(one) for one in some]


def test_the_cap_is_exact_to_the_fen():
    assert net_due(Line(500_000, paid_fen=400_000), cap=CAP) == 400_000
    assert net_due(Line(500_000, paid_fen=399_999), cap=CAP) == 500_000


def test_insurance_and_tax_are_no_other_deductions():
    line = Line(600_000, insurance_fen=63_000, tax_fen=1_110, paid_fen=535_890)
    assert (net_due(line, cap=CAP), other_deductions(line)) == (535_890, 0)


def test_a_share_of_the_law_book_becomes_whole_hundredths_of_a_percent():
    assert hundredths_of_percent(0.2) == CAP
    assert hundredths_of_percent(0.2 + 1e-12) == CAP
