"""Properties of every assessment: worse facts never help, points add up, what would turn it green does, unknown never fires."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from anxin.domain.risk import plans
from anxin.domain.risk.assessment import SCORE_CAP, as_document, assess
from anxin.domain.risk.conditions import verdict
from anxin.domain.risk.counterfactual import applied
from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.levels import Level, worst
from anxin.domain.risk.rulebook import RuleBook, RuleSet, standing
from anxin.domain.risk.signals import CATALOGUE, by_source, in_words
from anxin.domain.risk.wording import Cure, Source, Unit, Worse, fact, shown

ON = date(2026, 11, 23)
_MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
_DIRECTED = sorted(key for key, one in CATALOGUE.items() if one.worse is not Worse.NEITHER)


def _worse(facts: EmployerFacts, key: str, by: float) -> EmployerFacts:
    now, signal = getattr(facts, key), CATALOGUE[key]
    if isinstance(now, bool):
        return replace(facts, **{key: True})
    step = by if signal.unit in {Unit.SHARE, Unit.RATIO, Unit.DEVIATION} else int(by * 100)
    return replace(facts, **{key: now + step if signal.worse is Worse.MORE else now - step})


@_MANY
@given(data=st.data())
def test_a_worse_fact_never_lowers_level_or_score(data, book, any_facts):
    facts = data.draw(any_facts)
    key = data.draw(st.sampled_from(_DIRECTED))
    assume(getattr(facts, key) is not None)
    before = assess(facts, book)
    after = assess(_worse(facts, key, data.draw(st.floats(0, 3))), book)
    assert after.level.rank >= before.level.rank
    assert after.score >= before.score
    assert {one.id for one in before.fired} <= {one.id for one in after.fired}


@_MANY
@given(data=st.data())
def test_points_add_up_to_the_score_and_stay_under_the_cap(data, book, any_facts):
    found = assess(data.draw(any_facts), book)
    assert sum(one.points for one in found.fired) == found.score <= SCORE_CAP
    assert all(one.points == 0 for one in found.fired if one.covered_by)
    assert found.level is worst(one.level for one in found.fired)
    assert (found.level is Level.GREEN) is (not found.fired)


@_MANY
@given(data=st.data())
def test_each_way_out_of_a_rule_stops_it(data, book, any_facts):
    facts = data.draw(any_facts)
    for one in assess(facts, book).fired:
        assert one.ways, one.id
        for way in one.ways:
            assert verdict(one.bound.condition, applied(facts, way)) is not True, (one.id, way)
            assert all(change.words for change in way)


@_MANY
@given(data=st.data())
def test_all_changes_together_turn_it_green(data, book, any_facts):
    facts = data.draw(any_facts)
    found = assess(facts, book)
    assert assess(applied(facts, found.changes), book).level is Level.GREEN
    assert bool(found.turn_green) is bool(found.fired)


@_MANY
@given(data=st.data())
def test_forgetting_a_fact_never_raises_a_level(data, book, any_facts):
    facts = data.draw(any_facts)
    key = data.draw(st.sampled_from(sorted(CATALOGUE)))
    less = assess(replace(facts, **{key: None}), book)
    assert {one.id for one in less.fired} <= {one.id for one in assess(facts, book).fired}


@_MANY
@given(data=st.data(), seed=st.integers(0, 99))
def test_the_order_of_the_rules_does_not_matter(data, seed, book, law, any_facts):
    facts, rules = data.draw(any_facts), list(book.rules)
    random.Random(seed).shuffle(rules)
    shuffled, plain = assess(facts, RuleBook(rules, law), ON), assess(facts, book, ON)
    assert (shuffled.level, shuffled.score, shuffled.reasons) == (plain.level, plain.score, plain.reasons)


@_MANY
@given(data=st.data())
def test_judging_many_says_what_judging_one_says(data, book, any_facts):
    facts, ready = data.draw(any_facts), book.on(ON)
    fired, unknown = ready.plans.judge(facts)
    answers = [verdict(one.condition, facts) for one in ready.bound]
    assert fired == [place for place, answer in enumerate(answers) if answer is True]
    assert sorted(unknown) == [place for place, answer in enumerate(answers) if answer is None]


@_MANY
@given(data=st.data())
def test_missing_facts_are_named_with_what_they_cost(data, book, any_facts):
    facts = data.draw(any_facts)
    found = assess(facts, book)
    for one in found.missing:
        assert getattr(facts, one.fact) is None
        assert one.rules
        assert one.weight > 0
        assert one.words
    assert bool(found.unknown) is bool(found.missing)


def test_nothing_known_is_green_with_everything_missing(book):
    found = assess(EmployerFacts(on=ON), book)
    assert found.level is Level.GREEN
    assert len(found.unknown) == len(book.on(ON).bound)
    assert {one.fact for one in found.missing} >= {"arrears_fen", "power_ratio", "unpaid_months"}
    assert found.missing[0].worst is Level.RED


def test_paying_is_said_once_with_people_and_amount(book):
    facts = EmployerFacts(
        on=ON,
        unpaid_months=2,
        paid_share=0.0,
        arrears_month_no=2,
        arrears_fen=96_400_000,
        arrears_workers=128,
        sector="manufacturing",
    )
    found = assess(facts, book)
    assert found.level is Level.RED
    assert found.turn_green == ("补发128人96.4万元即可转绿",)
    assert (
        "连续两个月没有发工资，多数人没拿到：已连续2个月未发工资（达到2个月）；最近工资月足额发放人数占0%（低于50%）"
        in found.reasons
    )


def test_of_one_family_only_the_worst_counts(book):
    found = assess(EmployerFacts(on=ON, arrears_month_no=3, arrears_fen=2_000_000), book)
    by_id = {one.id: one for one in found.fired}
    assert by_id["baoying_duration.red"].points == 45
    assert by_id["baoying_duration.yellow"].covered_by == "baoying_duration.red"
    assert found.score == 45
    assert len(found.reasons) == 1


def test_a_limit_that_is_another_fact_is_said_with_its_name(book):
    found = assess(EmployerFacts(on=ON, arrears_fen=60_000_000, registered_capital_fen=100_000_000), book)
    reason = next(one for one in found.reasons if "注册资本一半" in one)
    assert reason == "欠薪超过注册资本一半：尚欠工资60万元（超过50万元，即注册资本的50%）"


def test_the_document_holds_plain_values_only(book):
    document = as_document(assess(EmployerFacts(on=ON, sector="construction", account_idle_months=2), book))
    assert json.loads(json.dumps(document, ensure_ascii=False)) == document
    assert document["level"] == "red"
    assert document["fired"][0]["authority"]
    assert document["facts"] == {"sector": "construction", "account_idle_months": 2}


def test_the_version_changes_with_the_law(law, book):
    class Other(type(law)):
        figures = law.figures | {"zwq_firm_case_cny": (400_000, True)}

    assert standing(Other()).on(ON).version != book.on(ON).version
    assert standing(law).on(ON).version == book.on(ON).version


def test_a_rule_without_its_figure_is_idle_and_says_so(law):
    class Poorer(type(law)):
        figures = {key: value for key, value in law.figures.items() if key != "zwq_firm_case_cny"}

    ready: RuleSet = standing(Poorer()).on(ON)
    assert [one.rule.id for one in ready.idle] == ["case_cap.firm"]
    assert "zwq_firm_case_cny" in ready.idle[0].why


def test_every_fact_has_a_name_a_wording_and_a_wording_when_missing(fact_names):
    assert set(fact_names) - {"on", "employer"} == set(CATALOGUE)
    for key, one in CATALOGUE.items():
        assert one.key == key
        assert one.name in one.missing
        assert one.cure is not Cure.FIX or one.worse is Worse.NEITHER or one.do, key
    assert sum(len(some) for some in by_source().values()) == len(CATALOGUE)


def test_facts_are_said_in_words():
    facts = EmployerFacts(on=ON, unpaid_months=2, power_ratio=0.455, head_change=-0.3, arrears_fen=0, loan_overdue=True)
    assert set(in_words(facts)) == {
        "已连续2个月未发工资", "尚欠工资0元", "用电为常年的45.5%", "贷款已逾期", "四周内人数变化-30%",
    }  # fmt: skip


def test_of_two_ways_for_one_fact_the_further_one_counts(book):
    facts = EmployerFacts(
        on=ON, arrears_fen=60_000_000, registered_capital_fen=1, arrears_month_no=3, contract_rate=0.1
    )
    changed = applied(facts, assess(facts, book).changes)
    assert changed.arrears_fen <= 0
    assert changed.contract_rate == 0.7


def test_values_are_shown_with_their_units():
    assert shown(True, Unit.YES) == "是"
    assert shown("catering", Unit.TEXT) == "catering"
    assert CATALOGUE["arrears_fen"].shown(123) == "1.23元"
    assert CATALOGUE["power_deviation"].shown(-3.5) == "-3.5"


def test_a_wording_with_two_places_is_refused():
    with pytest.raises(ValueError, match="one empty place"):
        fact("坏", Unit.DAYS, Source.TAX, "从{}到{}")


def test_patterns_of_unknown_facts_are_kept_only_so_far(book, monkeypatch):
    monkeypatch.setattr(plans, "_PATTERNS", 2)
    fresh = plans.Plans(tuple(one.condition for one in book.on(ON).bound))
    for known in ({}, {"posts_7d": 1}, {"patrol_note": 3}):
        fresh.judge(EmployerFacts(on=ON, **known))
    assert len(fresh.made) == 1
