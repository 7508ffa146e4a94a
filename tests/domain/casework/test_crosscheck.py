"""Claim x attendance x payroll x bank: what agrees, what does not, what is not known, and never a score."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.casework.crosscheck import (
    Checked,
    Claimed,
    Comparison,
    Sources,
    Verdict,
    cross_check,
    differences,
    digest,
    frozen,
    thawed,
)

ALL = Sources(attendance=True, payroll=True, bank=True, settlements=(5_000_000,))
SOUND = Claimed(1, 600_000, "p1", True, "a1", days=26, due_fen=600_000, paid_fen=0)

fen = st.none() | st.integers(0, 10**9)
claims = st.builds(
    Claimed, key=st.integers(1, 10**6), claimed_fen=fen, person=st.sampled_from(["", "p1", "p2", "p3"]),
    number_ok=st.none() | st.booleans(), account=st.sampled_from(["", "a1", "a2"]), days=st.none() | st.integers(0, 31),
    due_fen=fen, paid_fen=fen,
)  # fmt: skip
lists = st.lists(claims, max_size=8, unique_by=lambda one: one.key)
sources = st.builds(
    Sources, attendance=st.booleans(), payroll=st.booleans(), bank=st.booleans(),
    settlements=st.lists(st.integers(1, 10**9), max_size=2).map(tuple),
)  # fmt: skip


def found(one, sources=ALL, others=()):
    return {each.id: (each.verdict, each.why) for each in cross_check([one, *others], sources).persons[one.key]}


def test_a_claim_that_every_source_bears_out_agrees_in_everything():
    assert {verdict for verdict, _ in found(SOUND).values()} == {Verdict.AGREES}
    assert cross_check([SOUND], ALL).differing() == ()


@pytest.mark.parametrize(
    ("change", "where", "why"),
    [
        ({"number_ok": False}, "identity", "校验位不对"),
        ({"days": None}, "attendance", "没有此人的出勤"),
        ({"days": 0}, "attendance", "没有此人的出勤"),
        ({"due_fen": None}, "payroll", "工资表中没有此人"),
        ({"claimed_fen": 700_000}, "payroll", "多 1,000.00 元"),
        ({"paid_fen": 600_000}, "bank", "已经付清"),
        ({"paid_fen": 200_000}, "bank", "尚欠 4,000.00 元，主张多 2,000.00 元"),
        ({"claimed_fen": 5_000_000}, "settlement", "分毫不差"),
    ],
)
def test_what_does_not_agree_is_said_with_its_facts(change, where, why):
    one = replace(SOUND, **change)
    verdict, words = found(one)[where]
    assert verdict is Verdict.DIFFERS
    assert why in words
    assert cross_check([one], ALL).differing() == (1,)


def test_a_claim_of_what_the_bank_has_not_paid_yet_agrees():
    assert found(replace(SOUND, claimed_fen=400_000, paid_fen=200_000))["bank"][0] is Verdict.AGREES


def test_one_account_or_one_number_for_several_is_said_of_each_of_them():
    other = replace(SOUND, key=2)
    checked = cross_check([SOUND, other, replace(SOUND, key=3, person="p3", account="a3")], ALL)
    assert checked.differing() == (1, 2)
    assert "2 人写同一收款账号" in found(SOUND, others=[other])["account"][1]
    assert "出现 2 次" in found(SOUND, others=[other])["identity"][1]


def test_the_sum_of_the_list_is_set_against_the_settlement_and_its_heads_against_the_attendance():
    ten = [replace(SOUND, key=n, person=f"p{n}", account=f"a{n}", claimed_fen=500_000) for n in range(10)]
    whole = {one.id: one for one in cross_check(ten, ALL).whole}
    assert whole["settlement"].verdict is Verdict.DIFFERS
    assert whole["heads"].verdict is Verdict.AGREES
    whole = {one.id: one for one in cross_check([*ten, replace(SOUND, key=99, days=None)], ALL).whole}
    assert whole["settlement"].verdict is Verdict.AGREES
    assert whole["heads"].why == "名单 11 人中 1 人没有出勤"


@given(claims)
def test_without_a_source_nothing_is_held_against_anybody(one):
    bare = replace(one, number_ok=None, account="")
    checked = cross_check([bare], Sources())
    assert {each.verdict for each in checked.persons[one.key]} == {Verdict.UNKNOWN}
    assert {each.verdict for each in checked.whole} == {Verdict.UNKNOWN}
    assert checked.differing() == ()


@given(lists, sources, st.randoms())
def test_the_order_of_the_list_changes_nothing_and_everybody_is_compared_with_everything(people, told, shuffled):
    checked = cross_check(people, told)
    other = list(people)
    shuffled.shuffle(other)
    assert cross_check(other, told) == checked
    assert set(checked.persons) == {one.key for one in people}
    for comparisons in checked.persons.values():
        assert [one.id for one in comparisons] == ["identity", "attendance", "payroll", "bank", "account", "settlement"]
        assert all(one.why for one in comparisons)


@given(claims, lists, sources)
def test_another_person_changes_only_what_is_said_of_a_shared_number_or_account(one, others, told):
    rest = [other for other in others if other.key != one.key]
    alone, among = found(one, told), found(one, told, rest)
    changed = {name for name in alone if alone[name] != among[name]}
    assert changed <= {"identity", "account"}
    if all(other.person != one.person for other in rest):
        assert "identity" not in changed


@given(claims)
def test_claiming_less_never_makes_a_difference_with_payroll_or_bank_that_claiming_more_did_not(one):
    if not one.claimed_fen:
        return
    less = found(replace(one, claimed_fen=one.claimed_fen - 1), ALL)
    more = found(one, ALL)
    for name in ("payroll", "bank"):
        if one.due_fen is not None and less[name][0] is Verdict.DIFFERS:
            assert more[name][0] is Verdict.DIFFERS


def test_no_person_is_scored():
    for kind in (Checked, Comparison):
        assert all(each.type not in {"int", "float"} for each in fields(kind))
    assert {one.term for one in Verdict} == {"相符", "不符", "不清楚"}


@given(lists, sources)
def test_a_frozen_outcome_is_thawed_as_it_was_and_differs_from_itself_in_nothing(some, told):
    found = cross_check(some, told)
    assert thawed(json.loads(json.dumps(frozen(found)))) == found
    assert differences(found, found) == ()
    assert digest(some, told) == digest(list(reversed(some)), told)


def test_a_fen_more_in_the_bank_is_another_digest_and_the_difference_is_told_with_both_figures():
    paid = replace(SOUND, paid_fen=600_000)
    assert digest([SOUND], ALL) != digest([paid], ALL)
    then, now = cross_check([SOUND], ALL), cross_check([paid], ALL)
    (one,) = differences(then, now)
    assert (one.key, one.term) == (1, "主张与银行流水")
    assert "没有付给此人的工资" in one.then
    assert one.now.startswith("不符：银行流水显示应发的已经付清（主张 6,000.00")


def test_whoever_came_or_went_since_and_a_settlement_noted_since_are_told_too():
    then, now = cross_check([SOUND], replace(ALL, settlements=())), cross_check([replace(SOUND, key=2)], ALL)
    told = [(one.key, one.then, one.now) for one in differences(then, now)]
    assert told[0][0] is None, "the list as a whole goes first"
    assert {after for key, _before, after in told if key == 1} == {"（名单中没有）"}
    assert {before for key, before, _after in told if key == 2} == {"（名单中没有）"}
    assert thawed({}) == Checked({}, ())
