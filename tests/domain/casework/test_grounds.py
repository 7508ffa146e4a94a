"""Grounds of a step come from the list of the law, with room for what happened; where there is no list, words are free."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.domain.casework.grounds import check_grounds, listed
from anxin.domain.casework.loading import case_types
from anxin.kernel.outcome import BadInput
from anxin.law import book

DAY = date(2026, 11, 23)
CASE = case_types()["case"]
REFUSE = CASE.verb("received", "refuse")
HERE, ELSEWHERE = book("330602013"), book("32")


@pytest.mark.parametrize("words", ["不属劳动保障监察范围", "不属劳动保障监察范围：系工程款纠纷", "", "  "])
def test_a_listed_ground_alone_or_with_what_happened_is_taken(words):
    check_grounds(CASE, REFUSE, {"ground_stated": words}, HERE, on=DAY)


@pytest.mark.parametrize("words", ["不想受理", "不属劳动保障监察范围吧", "系工程款纠纷：不属劳动保障监察范围"])
def test_any_other_is_refused_with_the_list(words):
    with pytest.raises(BadInput, match="不予受理") as refused:
        check_grounds(CASE, REFUSE, {"ground_stated": words}, HERE, on=DAY)
    remedy = refused.value.faults[0].remedy
    assert all(one in remedy for one in listed(HERE, "zj_non_acceptance_grounds", on=DAY))


def test_a_step_without_grounds_and_a_place_without_a_list_take_words():
    check_grounds(CASE, CASE.verb("received", "accept"), {"facts_stated": "已写明"}, HERE, on=DAY)
    assert listed(ELSEWHERE, "zj_non_acceptance_grounds", on=DAY) == ()
    check_grounds(CASE, REFUSE, {"ground_stated": "不属于受理范围"}, ELSEWHERE, on=DAY)
