"""Every parameter that a rule or check names exists in the stored legal facts."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
import yaml

from anxin.domain.risk.assessment import assess
from anxin.domain.risk.conditions import atoms
from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.parsing import parse_document
from anxin.domain.risk.rulebook import standing
from anxin.law import book
from anxin.law.data.rules import document, warning_documents

SHARED = Path(os.environ.get("ANXIN_SHARED", Path(__file__).resolve().parents[4] / "shared"))
FACTS = SHARED / "law" / "legal-facts.yaml"


def _named() -> set[str]:
    rules = [rule for name, text in warning_documents().items() for rule in parse_document(name, text)]
    named = {atom.law.param for rule in rules if rule.when for atom in atoms(rule.when) if atom.law}
    checks = document("checks")
    for entry in checks["minimum_wage"]:
        named |= {*entry.get("monthly", []), *entry.get("hourly", []), *entry.get("tier", [])}
        named |= {entry[key] for key in ("paid_days",) if key in entry}
    return named | set(checks["payday"].values()) | set(checks["insurance"].values())


@pytest.mark.skipif(not FACTS.exists(), reason=f"shared legal facts are not at {FACTS}")
def test_every_named_parameter_is_a_stored_fact():
    stored = {one["id"] for one in yaml.safe_load(FACTS.read_text(encoding="utf-8"))["parameters"]}
    own = {one.id for one in book(TOWN) if one.topic == "18_claim"}
    assert _named() <= stored | own


def test_rules_do_name_parameters():
    assert len(_named()) >= 15


TODAY = date(2026, 11, 23)
TOWN = "330602013"


def test_every_rule_judges_with_the_law_of_the_town():
    ready = standing(book(TOWN), place=TOWN).on(TODAY)
    assert not ready.idle
    assert len(ready.bound) == 91


def test_what_rests_on_an_unread_text_is_marked_by_the_law_book_itself():
    ready = standing(book(TOWN), place=TOWN).on(TODAY)
    unread = {one.rule.id for one in ready.bound if not one.verified}
    assert unread == {"crime.one_worker", "crime.many_workers", "late.red", "upheld.orange", "below_minimum.yellow"}


def test_amounts_of_the_law_are_compared_in_fen():
    rules = standing(book(TOWN), place=TOWN)
    at, below = (
        {one.id for one in assess(EmployerFacts(on=TODAY, sector="catering", arrears_fen=fen), rules).fired}
        for fen in (50_000_000, 49_999_999)
    )
    assert "case_cap.firm" in at - below


def test_before_an_instrument_was_in_force_its_rules_are_idle_not_wrong():
    ready = standing(book(TOWN), place=TOWN).on(date(2016, 6, 1))
    assert "labour_cost.orange" in {one.rule.id for one in ready.idle}
    assert "anqing_2008_red" in {one.rule.id for one in ready.bound}
