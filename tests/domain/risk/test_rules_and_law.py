"""Every parameter that a rule or check names exists in the stored legal facts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from anxin.domain.risk.conditions import atoms
from anxin.domain.risk.parsing import parse_document
from anxin.law.data.rules import document, warning_documents

SHARED = Path(os.environ.get("ANXIN_SHARED", Path(__file__).resolve().parents[4] / "shared"))
FACTS = SHARED / "law" / "legal-facts.yaml"


def _named() -> set[str]:
    rules = [rule for name, text in warning_documents().items() for rule in parse_document(name, text)]
    named = {atom.law.param for rule in rules if rule.when for atom in atoms(rule.when) if atom.law}
    checks = document("checks")
    for entry in checks["minimum_wage"]:
        named |= {*entry.get("monthly", []), *entry.get("hourly", [])}
        named |= {entry[key] for key in ("tier", "paid_days") if key in entry}
    return named | set(checks["payday"].values()) | set(checks["insurance"].values())


@pytest.mark.skipif(not FACTS.exists(), reason=f"shared legal facts are not at {FACTS}")
def test_every_named_parameter_is_a_stored_fact():
    stored = {one["id"] for one in yaml.safe_load(FACTS.read_text(encoding="utf-8"))["parameters"]}
    assert _named() <= stored


def test_rules_do_name_parameters():
    assert len(_named()) >= 15
