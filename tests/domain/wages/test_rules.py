"""The rules of standing leave no line without a status and none with two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.wages.lines import PayStatus, Standing
from anxin.domain.wages.rules import RULES, short_of, status_of

standings = st.builds(
    Standing, st.just(1), st.just(1), st.just(202603), st.integers(0, 3), st.integers(0, 4), st.integers(0, 2)
)


@given(standings)
def test_at_most_one_rule_holds(line: Standing) -> None:
    assert sum(bool(rule.test(line)) for rule in RULES) <= 1


@given(standings)
def test_something_is_owed_exactly_when_unpaid_or_under_paid(line: Standing) -> None:
    assert (short_of(line) > 0) == (status_of(line) in {PayStatus.UNPAID, PayStatus.UNDER})


def test_every_status_but_on_time_has_its_rule() -> None:
    assert {rule.status for rule in RULES} == set(PayStatus) - {PayStatus.ON_TIME}
