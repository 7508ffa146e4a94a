"""Which doors are open: the examples of the law, and what holds on any facts."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.advice.door import Standing, Told
from anxin.domain.advice.doors import doors
from anxin.domain.casework.crime import thresholds
from anxin.kernel.money import yuan
from anxin.law import book

LAW, TODAY = book("330602013"), date(2026, 11, 24)


def standing(**told):
    return {door.id: door.standing for door in doors(Told(on=TODAY, **told), LAW)}


def door(name, **told):
    return next(one for one in doors(Told(on=TODAY, **told), LAW) if one.id == name)


def test_whoever_still_works_there_goes_to_the_inspection_first_and_no_limitation_runs():
    assert standing() == {
        "inspection": Standing.FIRST, "arbitration": Standing.OPEN, "mediation": Standing.OPEN,
        "legal_aid": Standing.OPEN, "police": Standing.LATER,
    }  # fmt: skip
    assert door("arbitration").last_day is None


def test_a_year_after_leaving_arbitration_is_shut_unless_the_wages_were_asked_for_since():
    left = date(2025, 11, 20)
    assert standing(ended_on=left)["arbitration"] is Standing.SHUT
    asked = door("arbitration", ended_on=left, last_claimed_on=date(2026, 3, 1))
    assert (asked.standing, asked.last_day) == (Standing.OPEN, date(2027, 3, 1))


def test_whoever_never_let_a_year_pass_counts_from_the_last_time_even_years_after_leaving():
    left, last = date(2023, 5, 1), date(2026, 9, 1)
    once = door("arbitration", ended_on=left, last_claimed_on=last)
    assert once.standing is Standing.SHUT, "one claim after more than a year revives nothing"
    kept = door("arbitration", ended_on=left, last_claimed_on=last, kept_claiming=True)
    assert (kept.standing, kept.last_day) == (Standing.OPEN, date(2027, 9, 1))
    assert "每次讨要都要有证据" in kept.why[0]


def test_the_police_s_amounts_are_those_that_the_back_office_tests():
    one, ten = thresholds(LAW, place=LAW.place, on=TODAY)
    words = "".join(door("police").why)
    assert f"{yuan(one.certain)}元" in words
    assert f"{yuan(ten.certain)}元" in words


def test_a_limitation_about_to_end_puts_arbitration_first_and_lets_legal_aid_begin_at_once():
    left = date(2025, 11, 28)
    assert door("arbitration", ended_on=left).standing is Standing.FIRST
    assert door("legal_aid", ended_on=left).standing is Standing.FIRST
    assert door("legal_aid", ended_on=date(2026, 6, 1)).standing is Standing.OPEN


def test_what_is_before_arbitration_or_court_is_not_for_the_inspection():
    found = standing(filed_elsewhere=True)
    assert (found["inspection"], found["arbitration"]) == (Standing.SHUT, Standing.OPEN)


def test_the_police_come_in_only_after_an_order_ran_out_and_above_the_province_s_amount():
    much = {"amount_fen": 10_000_00, "months": 3}
    assert standing(**much)["police"] is Standing.LATER
    assert standing(order_expired=True, amount_fen=9_999_99, months=3)["police"] is Standing.LATER
    assert standing(order_expired=True, amount_fen=10_000_00, months=2)["police"] is Standing.LATER
    assert standing(order_expired=True, **much)["police"] is Standing.OPEN
    assert standing(order_expired=True, workers=10, total_fen=60_000_00)["police"] is Standing.OPEN


def test_where_arbitration_did_not_decide_the_court_comes_first_and_arbitration_is_over():
    told = {"filed_elsewhere": True, "to_court": True}
    assert (standing(**told)["court"], standing(**told)["arbitration"]) == (Standing.FIRST, Standing.SHUT)
    assert "起诉状" in door("court", **told).papers
    assert standing(**told, bankrupt=True).get("court") is not Standing.FIRST


def test_an_iou_or_a_broken_agreement_opens_the_court_s_order_of_payment():
    assert "payment_order" not in standing()
    assert standing(iou=True)["payment_order"] is Standing.OPEN
    assert "court" not in standing()
    late = standing(iou=True, ended_on=date(2025, 1, 1))
    assert (late["arbitration"], late["court"]) == (Standing.SHUT, Standing.OPEN), (
        "an IOU is sued on after arbitration ran out"
    )
    assert "调解协议" in door("court", agreement=True).why[0]
    assert "调解协议" in door("payment_order", agreement=True, iou=True).why[0]


def test_on_a_site_the_general_contractor_is_named_and_relief_where_the_boss_is_gone():
    assert standing(on_site=True)["contractor"] is Standing.OPEN
    assert "relief" not in standing(in_need=True)
    found = standing(in_need=True, boss_gone=True)
    assert (found["relief"], found["mediation"]) == (Standing.OPEN, Standing.LATER)


def test_an_award_that_is_not_obeyed_is_enforced_and_in_bankruptcy_the_list_is_read():
    awarded = standing(award_unpaid=True, filed_elsewhere=True)
    assert (awarded["enforcement"], awarded["arbitration"], awarded["inspection"]) == (
        Standing.FIRST,
        Standing.SHUT,
        Standing.SHUT,
    )
    assert "2年内" in door("enforcement", award_unpaid=True).by
    ruined = standing(bankrupt=True, iou=True)
    assert ruined["administrator"] is Standing.FIRST
    assert not {"payment_order", "court"} & set(ruined), (
        "in bankruptcy nobody is paid by an order or a suit of their own"
    )
    assert "强制执行" in door("inspection", order_expired=True).why[0]


days = st.one_of(st.none(), st.integers(0, 1500).map(lambda back: TODAY - timedelta(days=back)))
facts = st.builds(
    Told, on=st.just(TODAY), ended_on=days, last_claimed_on=days, amount_fen=st.none() | st.integers(0, 10**8),
    months=st.none() | st.integers(0, 40), workers=st.none() | st.integers(0, 500),
    total_fen=st.none() | st.integers(0, 10**9), on_site=st.booleans(), iou=st.booleans(), agreement=st.booleans(),
    boss_gone=st.booleans(), filed_elsewhere=st.booleans(), order_expired=st.booleans(), in_need=st.booleans(),
    award_unpaid=st.booleans(), bankrupt=st.booleans(),
)  # fmt: skip


@given(facts)
def test_on_any_facts_some_door_is_open_each_has_a_reason_and_an_article_and_the_first_come_first(told):
    found = doors(told, LAW)
    assert any(one.standing in (Standing.FIRST, Standing.OPEN) for one in found)
    assert all(one.why and one.citations and one.papers and one.where and one.by for one in found)
    ranks = [list(Standing).index(one.standing) for one in found]
    assert ranks == sorted(ranks)
    assert len({one.id for one in found}) == len(found)


@given(facts)
def test_a_door_with_a_last_day_is_shut_exactly_when_that_day_has_passed(told):
    for one in doors(told, LAW):
        if one.last_day is not None:
            assert (one.standing is Standing.SHUT) == (one.last_day < TODAY)


ELSEWHERE = book("370102001")
"""A street of a province of which nothing is shipped."""


def test_outside_zhejiang_every_door_speaks_by_national_law_and_says_so():
    found = {one.id: one for one in doors(Told(on=TODAY, boss_gone=True, in_need=True, on_site=True), ELSEWHERE)}
    inspection = found["inspection"]
    assert any("5个工作日内决定是否受理，立案后60个工作日内查清" in one for one in inspection.why)
    assert any("《劳动保障监察条例》" in one and "本省的规定还没有收录" in one for one in inspection.why)
    assert not any("浙江" in one.law for each in found.values() for one in each.citations)
    assert not any("本省" in one for each in doors(Told(on=TODAY), LAW) for one in each.why)


def test_an_amount_that_the_province_fixes_and_nobody_recorded_is_told_as_the_span_of_the_interpretation():
    words = "".join(next(one for one in doors(Told(on=TODAY), ELSEWHERE) if one.id == "police").why)
    one, ten = thresholds(ELSEWHERE, place=ELSEWHERE.place, on=TODAY)
    assert f"{yuan(one.possible)}元至{yuan(one.certain)}元" in words
    assert f"{yuan(ten.possible)}元至{yuan(ten.certain)}元" in words
    assert "本省的还没有收录" in words
