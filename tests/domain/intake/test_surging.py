"""Marks of a surge: each is reached once, whatever the steps in which the count grows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.intake.surging import Thresholds


def test_marks_double_and_the_group_is_one_of_them():
    some = Thresholds(tell=10, together=50)
    assert some.marks[:5] == (10, 20, 40, 50, 80)
    assert some.reached(9, 10) == (10,)
    assert some.reached(10, 10) == ()
    assert some.reached(35, 60) == (40, 50)
    assert not some.is_group(49)
    assert some.is_group(50)


@given(st.integers(1, 50), st.integers(2, 100), st.lists(st.integers(0, 30), max_size=20))
def test_each_mark_is_reached_once_whatever_the_steps(tell, together, steps):
    some, count, found = Thresholds(tell, together), 0, []
    for step in steps:
        found += some.reached(count, count + step)
        count += step
    assert found == [mark for mark in some.marks if mark <= count]


@pytest.mark.parametrize(("tell", "together"), [(0, 40), (10, 1)])
def test_thresholds_that_say_nothing_are_refused(tell, together):
    with pytest.raises(ValueError, match="at least"):
        Thresholds(tell, together)
