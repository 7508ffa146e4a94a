"""A missed call is ended by the first talk after it, a filing belongs to the call it came from, a number is one however written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from anxin.domain.intake.calls import SOON, UNEVEN, earliest, filing_of, first_after, middle_seconds
from anxin.domain.intake.phones import plain_number

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    "text", ["13900000002", "+86 139-0000-0002", "008613900000002", "013900000002", "139 0000 0002"]
)
def test_a_mobile_number_is_one_number_however_it_is_written(text):
    assert plain_number(text) == "13900000002"


@pytest.mark.parametrize(("text", "number"), [("0575-88001234", "057588001234"), ("12345", "12345"), ("8601", "8601")])
def test_other_numbers_keep_their_digits(text, number):
    assert plain_number(text) == number


def test_only_a_talk_after_the_missed_call_ends_it_and_the_first_of_several():
    assert first_after(NINE, [(NINE - MINUTE, 1), (NINE, 2)]) is None
    assert first_after(NINE, [(NINE + 2 * MINUTE, 3), (NINE + MINUTE, 4)]) == 4


def test_a_filing_belongs_to_a_call_within_a_day_of_it_clocks_being_a_little_uneven():
    assert filing_of(NINE, [(NINE - UNEVEN - MINUTE, 1), (NINE + SOON + MINUTE, 2)]) is None
    assert filing_of(NINE, [(NINE + SOON, 3), (NINE - UNEVEN, 4)]) == 4


def test_the_median_never_counts_below_nothing():
    assert middle_seconds([]) is None
    assert middle_seconds([-MINUTE, MINUTE, 3 * MINUTE]) == 60


def test_of_several_calls_of_one_number_the_first_is_owed():
    assert earliest({1: (NINE, "a"), 2: (NINE - MINUTE, "a"), 3: (NINE + MINUTE, "a"), 4: (NINE, "b")}) == {2, 4}
