"""Every active rule does what its own examples say; the 23 published rules are all there."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.domain.risk.assessment import assess
from anxin.domain.risk.conditions import verdict
from anxin.domain.risk.parsing import parse_document
from anxin.domain.risk.rules import Confidence, Origin, State
from anxin.law.data.rules import warning_documents

RULES = [rule for name, text in warning_documents().items() for rule in parse_document(name, text)]
ACTIVE = [rule for rule in RULES if rule.state is State.ACTIVE]
EXAMPLES = [
    pytest.param(rule.id, example, id=f"{rule.id}-{number}-{'fires' if example.fires else 'quiet'}")
    for rule in ACTIVE
    for number, example in enumerate(rule.examples, start=1)
]
PUBLISHED = {
    "vendor_6_rules", "vendor_low_mean", "vendor_coverage", "vendor_high_pay", "vendor_leaver", "vendor_no_record",
    "baoying_duration", "anqing_2008_yellow", "anqing_2008_red", "anqing_2008_plan", "anqing_2013_card", "dazhou_card",
    "wuxing_axy", "haishu_abcd", "longwan_rgb", "xj_platform", "sd_platform", "gs_platform", "hn_platform",
    "province_unnamed_half_capital", "demo_code_people", "demo_code_repeat", "demo_code_firm",
}  # fmt: skip


@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES)
def test_a_rule_does_what_its_example_says(rule_id, example, book, facts):
    found = assess(facts(**example.facts), book)
    assert (rule_id in {one.id for one in found.fired}) is example.fires


@pytest.mark.parametrize("rule", ACTIVE, ids=lambda rule: rule.id)
def test_every_active_rule_has_an_example_that_fires_and_one_that_just_does_not(rule):
    assert {example.fires for example in rule.examples} == {True, False}


def test_all_published_rules_are_shown():
    assert {rule.published for rule in RULES if rule.published} == PUBLISHED


def test_a_published_rule_shows_what_was_published():
    assert not [rule.id for rule in RULES if rule.published and not (rule.signal and rule.threshold)]


def test_there_are_enough_rules():
    assert len(RULES) >= 40
    assert len(ACTIVE) >= 23


def test_every_rule_of_a_file_is_bound_today(book):
    ready = book.on(date(2026, 11, 23))
    assert not ready.idle
    assert len(ready.bound) == len(ACTIVE)


def test_what_is_remembered_only_is_marked(book, facts):
    found = assess(facts(arrears_days=31, arrears_fen=2_000_000), book)
    late = next(one for one in found.fired if one.id == "late.red")
    assert not late.bound.verified
    assert late.words.endswith("（依据未核实）")
    assert all(rule.source.citation.verified is (rule.source.confidence is not Confidence.MEMORY) for rule in RULES)


def test_own_rules_never_pass_for_law():
    assert all(rule.source.citation.law == "安薪自定规则" for rule in RULES if rule.source.origin is Origin.OWN)


def test_every_rule_whose_act_is_not_the_towns_names_who_may_act():
    """A town screens and refers; a rule that speaks of reporting to an authority names it."""
    silent = [rule.id for rule in ACTIVE if "报区劳动保障监察" in rule.advice and not rule.authority]
    assert not silent


ASIDE = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in RULES
    if rule.state is State.REFERENCE and rule.when is not None
    for number, example in enumerate(rule.examples, start=1)
]


@pytest.mark.parametrize(("rule", "example"), ASIDE)
def test_a_rule_set_aside_would_do_what_its_example_says(rule, example, facts):
    """A rule that waits for its facts is kept ready, so that only its state changes when they come."""
    assert (verdict(rule.when, facts(**example.facts)) is True) is example.fires


def test_a_rule_that_waits_for_its_facts_keeps_both_examples():
    waiting = {case.values[0].id: set() for case in ASIDE}
    for case in ASIDE:
        waiting[case.values[0].id].add(case.values[1].fires)
    assert waiting
    assert all(fires == {True, False} for fires in waiting.values())
