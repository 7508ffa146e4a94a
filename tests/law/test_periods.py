"""Periods of the law: what can run as a clock, what extends it, and where the rules of counting stand."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.law import NotInForce, UnknownParameter, book
from anxin.law.periods import NotAPeriod, Period, Unit, counting_rule, extension_of, is_period, period_of, told

LAW = book()
ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("param_id", "by"),
    [
        ("insp_investigation_days", "insp_extension_days"),
        ("zj_investigation_days", "zj_investigation_extension_days"),
        ("arb_award_days", "arb_award_extension_days"),
        ("pet_conclude_days", "pet_extension_days"),
    ],
)
def test_a_period_that_may_be_extended_names_a_parameter_in_the_same_unit(param_id: str, by: str) -> None:
    allowed = extension_of(param_id)
    assert allowed is not None
    assert allowed.by == by
    period, extension = (period_of(LAW.nearest(one, on=ON)[0]) for one in (param_id, by))
    assert period.unit is extension.unit


@pytest.mark.parametrize(
    ("param_id", "words"),
    [
        ("bl_early_removal_months", "改正后满6个月且作出守信承诺可申请提前移出"),
        ("bl_early_decision_workdays", "收到提前移出申请后决定是否准予：15个工作日"),
        ("bl_no_early_removal", LAW.nearest("bl_no_early_removal", on=ON)[0].term),
    ],
)
def test_a_parameter_is_said_with_its_length_where_its_term_leaves_room_for_it(param_id: str, words: str) -> None:
    assert told(LAW.nearest(param_id, on=ON)[0]) == words


def test_no_extension_is_invented() -> None:
    assert extension_of("arb_acceptance_days") is None


def test_the_unit_belongs_to_the_parameter() -> None:
    assert period_of(LAW.get("insp_investigation_days", on=ON)) == Period(60, Unit.WORKING_DAYS)


def test_what_is_no_length_of_time_cannot_run_as_a_clock() -> None:
    other = next(one for one in LAW if one.unit == "persons")
    assert not is_period(other)
    with pytest.raises(NotAPeriod):
        period_of(other)


@pytest.mark.parametrize("name", ["first_day", "hours", "months", "rest_day_end", "working_days", "pause"])
def test_every_rule_of_counting_stands_in_a_law(name: str) -> None:
    rule = counting_rule(name)
    assert rule.words
    assert rule.citation.law
    assert rule.citation.article


def test_an_unknown_id_names_near_ones() -> None:
    with pytest.raises(UnknownParameter) as refused:
        LAW.get("insp_investigation_day", on=ON)
    assert "insp_investigation_days" in refused.value.message


def test_a_day_before_the_law_is_refused() -> None:
    with pytest.raises(NotInForce):
        LAW.get("insp_investigation_days", on=date(2004, 11, 30))
