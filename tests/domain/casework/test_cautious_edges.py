"""What the tables, the test of refusing to pay, limitation and retention say at their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.casework.agreement import Agreed, faults
from anxin.domain.casework.crime import CrimeFacts, Finding, Order, Service, Unpaid, examine
from anxin.domain.casework.ledger import Kind
from anxin.domain.casework.limitation import Employment, arbitration, cautious
from anxin.domain.casework.loading import case_types, holes, load
from anxin.domain.casework.moving import Standing, move, offers
from anxin.domain.casework.retention import kept_until, latest_that_may_go, may_go
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken
from anxin.law import book
from anxin.law.competence import competence

LAW = book("330602013")
ON = date(2026, 11, 23)
ORDER = Order("限期整改指令书", deadline=date(2026, 11, 10), served_on=date(2026, 11, 1), service=Service.IN_PERSON)
FULL = CrimeFacts(on=ON, unpaid=[Unpaid(1_200_000, 4)], evasion=("逃跑、藏匿",), order=ORDER, good_reason=False, serious_consequences=())  # fmt: skip


def element(facts: CrimeFacts, name: str):
    return next(one for one in examine(facts, LAW, place="330602013").elements if one.id == name)


def test_each_finding_each_service_each_mark_and_each_employment_has_its_word():
    for named in (Finding, Service, Kind, Employment):
        words = [one.term for one in named]
        assert all(words)
        assert len(set(words)) == len(words)


def test_who_can_pay_and_does_not_meets_the_conduct_without_having_hidden_anything():
    found = element(replace(FULL, evasion=(), able_to_pay=True), "conduct")
    assert found.finding is Finding.MET
    assert "有能力支付" in found.why


def test_an_order_that_was_not_served_is_no_order_yet():
    assert "尚未送达" in element(replace(FULL, order=replace(ORDER, served_on=None)), "ordered").why
    assert element(replace(FULL, order=replace(ORDER, service=None)), "ordered").finding is Finding.MISSING


def test_a_good_reason_for_not_knowing_of_the_order_excuses():
    found = element(replace(FULL, good_reason=True), "refused" if any(one.id == "refused" for one in examine(FULL, LAW, place="330602013").elements) else examine(FULL, LAW, place="330602013").elements[-1].id)  # fmt: skip
    assert found.finding is Finding.MISSING
    assert "正当理由" in found.why


def test_serious_consequences_name_the_second_step_of_the_penalty():
    notes = " ".join(examine(replace(FULL, serious_consequences=("致人重伤",)), LAW, place="330602013").notes)
    assert "第二档" in notes
    assert "致人重伤" in notes


def test_before_the_province_fixed_its_amounts_the_band_of_the_interpretation_counts():
    early = examine(replace(FULL, on=date(2013, 6, 1), unpaid=[Unpaid(1_000_000, 4)]), LAW, place="320500")
    assert early.elements[0].finding is Finding.UNKNOWN


@given(st.dates(date(2024, 1, 1), date(2026, 11, 1)))
def test_where_nobody_said_when_the_work_ended_the_first_complaint_begins_the_year(told_on: date):
    found = cautious(LAW, told_on=told_on, on=ON)
    assert found.last_day == arbitration(LAW, ended_on=told_on, on=ON).last_day
    assert "从严" in found.why[0]


def test_days_left_turn_negative_and_are_unknown_without_a_last_day():
    nine = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)
    limit = arbitration(LAW, ended_on=date(2025, 11, 30), on=ON)
    assert limit.days_left(at=nine) == 7
    assert limit.days_left(at=nine + timedelta(days=10)) == -3
    assert arbitration(LAW, ended_on=None, on=ON).days_left(at=nine) is None


def test_a_limitation_that_is_not_in_years_is_no_limitation():
    class Minutes:
        def get(self, name, *, on):
            return replace(LAW.get(name, on=on), unit="minutes")

        def __getattr__(self, name):
            return getattr(LAW, name)

    with pytest.raises(ValueError, match="not in years"):
        arbitration(Minutes(), ended_on=date(2026, 1, 1), on=ON)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 60))
def test_a_file_is_kept_at_least_its_years_and_may_go_only_after_the_last_day(shelved: date, years: int):
    last = kept_until(shelved, years)
    assert last is not None
    assert last >= date(shelved.year + years, shelved.month, min(shelved.day, 28))
    assert not may_go(last, on=last)
    assert may_go(last, on=last + timedelta(days=1))


def test_a_file_kept_for_good_never_goes():
    assert kept_until(ON, None) is None
    assert not may_go(None, on=date(2999, 1, 1))


def test_an_agreement_about_nothing_is_named():
    told = [one.in_words() for one in faults([Agreed(1, "张*", 0, (), 0, "")], claimants={1: "张*"}, signed_on=ON)]
    assert any("大于零" in one for one in told)


KIND = case_types()["mediation"]
EVERYBODY = {"town", "county_inspection", "police", "court", "legal_aid", "arbitration", "prefecture_hrss"}


def go(kind, standing, verb):
    return move(kind, standing, verb, competence=competence(), acting_as=EVERYBODY)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda: replace(KIND, start="nowhere"), "起始环节“nowhere”不存在"),
        (lambda: replace(KIND, moves=(*KIND.moves, replace(KIND.moves[0], verb="x", sources=("nowhere",)))), "引用了不存在的环节"),
        (lambda: replace(KIND, moves=(*KIND.moves, replace(KIND.moves[0], verb="x", needs=("nothing",)))), "条件“nothing”没有说明"),
        (lambda: replace(KIND, moves=(*KIND.moves, KIND.moves[0])), "重复"),
        (lambda: replace(KIND, states={name: replace(one, clock="", date="") for name, one in KIND.states.items()}), "须有且只有一个时限"),
        (lambda: replace(KIND, moves=(*KIND.moves, replace(KIND.moves[0], verb="x", sources=(next(one.name for one in KIND.states.values() if one.final),)))), "终结环节"),
        (lambda: replace(KIND, states={name: replace(one, pausable=False, extendable=False) for name, one in KIND.states.items()}, moves=(*KIND.moves, replace(KIND.moves[0], verb="x", pauses=True))), "不可中止"),
        (lambda: replace(KIND, states={name: replace(one, pausable=False, extendable=False) for name, one in KIND.states.items()}, moves=(*KIND.moves, replace(KIND.moves[0], verb="x", extends=True))), "不可延长"),
    ],
)  # fmt: skip
def test_every_kind_of_hole_in_a_table_is_named(broken, words):
    assert words in "；".join(holes(broken()))


def test_a_file_with_a_hole_is_refused_with_every_hole(tmp_path):
    path = tmp_path / "bad.yaml"
    document = {"type": "bad", "term": "坏表", "start": "nowhere", "states": {}, "moves": []}
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BadInput, match="漏洞") as told:
        load(path)
    assert "nowhere" in told.value.faults[0].what


def test_a_verb_that_the_state_does_not_have_is_not_found():
    with pytest.raises(NotFound, match="没有“nonsense”"):
        go(KIND, Standing(KIND.start), "nonsense")
    with pytest.raises(NotFound, match="nowhere"):
        go(KIND, Standing("nowhere"), KIND.moves[0].verb)


def pausing():
    for kind in case_types().values():
        for one in kind.moves:
            if one.pauses:
                return kind, one
    raise AssertionError("no table pauses a clock")


def test_a_clock_that_stands_still_cannot_be_stopped_again():
    kind, one = pausing()
    standing = Standing(one.sources[0], known=frozenset(one.needs), paused=True)
    with pytest.raises(RuleBroken, match="没有意义"):
        go(kind, standing, one.verb)


def test_a_move_for_expired_clocks_waits_until_the_clock_ran_out():
    found = [(kind, one) for kind in case_types().values() for one in kind.moves if one.when_expired]
    assert found
    for kind, one in found:
        standing = Standing(one.sources[0], known=frozenset(one.needs))
        told = [offer for offer in offers(kind, standing, competence=competence(), acting_as={"town"}) if offer.move == one]  # fmt: skip
        assert all("期限届满" in offer.obstacles for offer in told)
        dated = replace(standing, until=date(2026, 12, 14))
        told = [offer for offer in offers(kind, dated, competence=competence(), acting_as={"town"}) if offer.move == one]  # fmt: skip
        assert all("期限届满（2026年12月14日）" in offer.obstacles for offer in told), "and it says when that is"


def test_a_step_keeps_its_clock_when_it_stays_without_a_restart():
    for kind in case_types().values():
        for one in kind.moves:
            standing = Standing(one.sources[0], known=frozenset(one.needs), expired=one.when_expired, paused=one.resumes, owed=frozenset(one.ends))  # fmt: skip
            try:
                step = go(kind, standing, one.verb)
            except RuleBroken:
                continue
            assert step.keeps_clock == ((step.after.keeps and step.after.clock == step.before.clock) if step.changes else not one.restarts)  # fmt: skip


def test_a_state_is_open_unless_it_is_final_or_resting():
    for kind in case_types().values():
        for one in kind.states.values():
            assert one.open == (not one.final and not one.resting)


@given(st.dates(date(2010, 1, 1), date(2060, 1, 1)), st.integers(1, 30))
def test_the_latest_that_may_go_is_the_last_whose_years_are_over(on, years):
    latest = latest_that_may_go(on, years)
    assert may_go(kept_until(latest, years), on=on)
    assert not may_go(kept_until(latest + timedelta(days=1), years), on=on)
