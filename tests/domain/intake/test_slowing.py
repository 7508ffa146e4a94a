"""Slowing: people are never asked for anything, a machine for more and more, and the proof cannot be made up."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.intake.slowing import LEAST_BITS, MOST_BITS, Pace, bits_asked, bits_shown, is_settled


@pytest.mark.parametrize(
    ("pace", "bits"),
    [
        (Pace(0, 10), 0), (Pace(9, 10), 0), (Pace(10, 10), LEAST_BITS), (Pace(20, 10), LEAST_BITS + 1),
        (Pace(10**6, 10), MOST_BITS), (Pace(0, 10, all_now=99, usual=0.0), 0), (Pace(0, 10, all_now=100, usual=0.1), LEAST_BITS),
        (Pace(0, 10, all_now=100, usual=11.0), 0), (Pace(0, 0), LEAST_BITS),
    ],
)  # fmt: skip
def test_what_is_asked_follows_the_pace(pace, bits):
    assert bits_asked(pace) == bits


@given(st.integers(0, 10_000), st.integers(1, 100))
def test_more_filings_never_ask_for_less(many, free):
    assert bits_asked(Pace(many, free)) <= bits_asked(Pace(many + 1, free)) <= MOST_BITS


def test_a_worked_answer_settles_and_another_does_not():
    answer = next(str(n) for n in count() if bits_shown("ticket", str(n)) >= 8)
    assert is_settled("ticket", answer, 8)
    assert not is_settled("ticket", answer, 60)
    assert not is_settled("ticket", "", 1)
    assert not is_settled("ticket", "not a number", 1)
    assert not is_settled("ticket", "9" * 21, 1)
    assert is_settled("ticket", "", 0)
