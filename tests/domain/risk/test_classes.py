"""Classes of employers: dated, with reasons, recomputable; worse at once, better only at the review and step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anxin.domain.risk.classes import class_rules, classify
from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.levels import Klass, Level
from anxin.kernel.outcome import BadInput

ON = date(2026, 11, 23)
TOWN = "330602013"
CLEAN = EmployerFacts(on=ON, arrears_fen=0, late_months_12=0, payrolls_missing_months=0)


def _class(level=None, before=None, on=ON, **known):
    return classify(replace(CLEAN, **known), TOWN, on, level=level, before=before)


@pytest.mark.parametrize(
    ("known", "klass", "why"),
    [
        ({}, "A", "没有欠薪、迟发、欠保和预警记录"),
        ({"late_months_12": None}, "B", "资料不足，暂列B类：缺近12个月迟发月数"),
        ({"late_months_12": 3}, "B", "一年内三个月以上有人迟发：近12个月有3个月迟发"),
        (
            {"late_months_12": 3, "late_workers": 5},
            "C",
            "一年内迟发三个月以上，最近仍有三人以上迟发：近12个月有3个月迟发；近一个工资月迟发5人",
        ),
        ({"order_disobeyed": True}, "D", "拒不履行责令改正"),
        ({"arrears_fen": 100_000, "owner_unreachable": True}, "D", "欠薪而负责人失联：尚欠工资1,000元；负责人联系不上"),
    ],
)
def test_the_class_follows_from_the_facts_and_says_why(known, klass, why):
    found = _class(**known)
    assert (found.klass, found.reasons[0]) == (klass, why)


@pytest.mark.parametrize(("level", "klass"), list(zip(Level, "DCBA", strict=True)))
def test_the_level_alone_sets_a_class_too(level, klass):
    assert _class(level=level).klass == klass


def test_the_class_decides_how_often_somebody_goes_there_and_when_it_is_reviewed():
    days = [rule.visits_every_days for rule in class_rules(TOWN, ON)]
    assert days == sorted(days)
    found = _class(order_disobeyed=True)
    assert found.visits_every_days == 7
    assert found.review_on == ON + timedelta(days=90)
    assert found.next_visit(None) == ON
    assert found.next_visit(ON) == ON + timedelta(days=7)


def test_a_worse_class_holds_at_once():
    before = _class()
    after = _class(order_disobeyed=True, before=before, on=ON + timedelta(days=1))
    assert after.klass is Klass.D
    assert after.since == ON + timedelta(days=1)


def test_a_better_class_waits_for_the_review_and_comes_step_by_step():
    before = _class(order_disobeyed=True)
    waiting = _class(before=before, on=before.review_on - timedelta(days=1))
    assert (waiting.klass, waiting.since, waiting.review_on) == (Klass.D, ON, before.review_on)
    assert waiting.reasons[-1] == f"按条件可调为A类，{before.review_on}复核时调整"
    reviewed = _class(before=waiting, on=before.review_on)
    assert reviewed.klass is Klass.C
    assert reviewed.since == before.review_on
    assert "先升一级" in reviewed.reasons[-1]


def test_an_unchanged_class_keeps_its_day_and_renews_its_review():
    before = _class()
    later = _class(before=before, on=before.review_on)
    assert later.since == ON
    assert later.review_on > before.review_on


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_class_is_the_same_whenever_it_is_computed_again(data, any_facts):
    facts = data.draw(any_facts)
    assert classify(facts, TOWN, ON) == classify(facts, TOWN, ON)
    assert classify(facts, TOWN, ON).reasons


def test_before_the_rules_began_there_is_no_class():
    with pytest.raises(BadInput, match="没有适用的规定"):
        class_rules(TOWN, date(1999, 12, 31))
