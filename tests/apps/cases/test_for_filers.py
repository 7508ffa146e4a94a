"""What a filer reads of the case: every next step stands in English too, and none says the state once more."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from anxin.apps.cases.for_filers import _NEXT
from anxin.apps.cases.knowing import MAIN
from anxin.domain.casework.loading import case_types
from anxin.ui.sentences import spoken

STATES = case_types()[MAIN].states


def test_every_state_of_a_case_has_its_next_step():
    assert set(_NEXT) == set(STATES)


@pytest.mark.parametrize("state", sorted(_NEXT))
def test_state_and_next_step_are_said_once_and_in_english(state):
    term = STATES[state].term
    assert term not in _NEXT[state]
    with translation.override("en"):
        told = spoken(f"欠薪〔2026〕7号：{term}。{_NEXT[state]}")
        holder = spoken("街道欠薪工作办公室（Chen）")
    assert not re.search(r"[\u4e00-\u9fff]", told.replace("欠薪〔2026〕7号", "")), told
    assert holder == "Subdistrict office for wage arrears (Chen)"
