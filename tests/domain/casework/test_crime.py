from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.casework.crime import CrimeFacts, Finding, Order, Service, Unpaid, examine, thresholds
from anxin.law import book

LAW = book("330602013")
ON = date(2026, 11, 23)
ORDER = Order("限期整改指令书", deadline=date(2026, 11, 10), served_on=date(2026, 11, 1), service=Service.IN_PERSON)
FULL = CrimeFacts(
    on=ON,
    unpaid=[Unpaid(1_200_000, 4)],
    evasion=("逃跑、藏匿",),
    order=ORDER,
    good_reason=False,
    serious_consequences=(),
)


def finding(facts: CrimeFacts, element: str) -> Finding:
    found = examine(facts, LAW, place="330602013")
    return next(one.finding for one in found.elements if one.id == element)


def test_a_case_with_everything_is_complete_and_says_where_each_element_stands():
    found = examine(FULL, LAW, place="330602013")
    assert found.complete
    assert not found.excluded
    assert not found.open()
    assert all(one.citations and one.proofs and one.why for one in found.elements)


@pytest.mark.parametrize(
    ("unpaid", "expected"),
    [
        ([Unpaid(1_000_000, 3)], Finding.MET),
        ([Unpaid(999_999, 3)], Finding.MISSING),
        ([Unpaid(1_000_000, 2)], Finding.MISSING),
        ([Unpaid(600_000, 1)] * 10, Finding.MET),
        ([Unpaid(599_999, 1)] * 10, Finding.MISSING),
        ([Unpaid(1_000_000, 1)] * 9, Finding.MISSING),
        ([], Finding.UNKNOWN),
        ([Unpaid(1_000_000, None)], Finding.UNKNOWN),
        ([Unpaid(999_999, None)], Finding.MISSING),
        ([Unpaid(600_000, None)] * 10, Finding.MET),
    ],
)
def test_the_amounts_of_zhejiang_for_one_worker_and_for_ten(unpaid, expected):
    assert finding(replace(FULL, unpaid=unpaid), "amount") is expected


def test_where_no_province_fixed_it_the_band_of_the_interpretation_leaves_a_doubt():
    found = examine(replace(FULL, unpaid=[Unpaid(1_000_000, 4)]), LAW, place="110000")
    assert found.elements[0].finding is Finding.UNKNOWN
    assert examine(replace(FULL, unpaid=[Unpaid(2_000_000, 4)]), LAW, place="110000").elements[0].finding is Finding.MET


def test_jiangsu_has_its_own_amounts():
    one, ten = thresholds(LAW, place="320500", on=ON)
    assert (one.certain, ten.certain) == (1_000_000, 6_000_000)


def test_posting_without_a_photo_is_no_order():
    posted = replace(ORDER, service=Service.POSTED)
    assert finding(replace(FULL, order=posted), "ordered") is Finding.MISSING
    assert finding(replace(FULL, order=replace(posted, filmed=True)), "ordered") is Finding.MET


def test_before_the_deadline_has_passed_there_is_no_refusal():
    assert finding(replace(FULL, order=replace(ORDER, deadline=ON)), "still_unpaid") is Finding.MISSING


def test_what_nobody_looked_into_is_not_known_rather_than_missing():
    found = examine(replace(FULL, evasion=None, able_to_pay=None, good_reason=None), LAW, place="330602013")
    assert {one.id for one in found.open()} == {"conduct", "still_unpaid"}
    assert not found.excluded


@given(
    st.lists(st.builds(Unpaid, st.integers(0, 3_000_000), st.integers(0, 12)), min_size=1, max_size=15),
    st.integers(0, 3_000_000),
)
def test_more_arrears_never_make_the_amount_less(unpaid, more):
    order = [Finding.MISSING, Finding.UNKNOWN, Finding.MET]
    before = finding(replace(FULL, unpaid=unpaid), "amount")
    after = finding(replace(FULL, unpaid=[*unpaid, Unpaid(more, 6)]), "amount")
    assert order.index(after) >= order.index(before)


def test_an_amount_that_nobody_reckoned_says_what_to_write_down():
    nobody = examine(replace(FULL, unpaid=[]), LAW, place="330602013").elements[0]
    assert "台账上还没有欠薪的主张人" in nobody.why
    uncounted = examine(replace(FULL, unpaid=[Unpaid(1_000_000, None)]), LAW, place="330602013").elements[0]
    assert "欠薪月数尚未登记" in uncounted.why
