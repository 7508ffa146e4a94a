"""Likeness of filings: symmetric, bounded, with a reason for every part of the score."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.intake.likeness import WORTH_SHOWING, Sketch, alike_in_words, likeness, likest, pairs_of_letters

sketches = st.builds(
    Sketch,
    words=st.text(st.sampled_from("欠薪三个月工资 ，。abc１2"), max_size=40),
    phones=st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=2),
    employer=st.sampled_from(["", "1", "2"]),
    amount_fen=st.sampled_from([None, 0, 100, 200]),
    workers=st.sampled_from([None, 1, 2, 3]),
    since=st.sampled_from([None, date(2026, 8, 1)]),
)


@given(sketches, sketches)
def test_likeness_is_symmetric_and_bounded_and_says_why(one, other):
    there, back = likeness(one, other), likeness(other, one)
    assert there.score == pytest.approx(back.score)
    assert 0 <= there.score <= 1
    assert bool(there.why) is (there.score > 0)


@pytest.mark.parametrize(
    ("one", "other", "why", "shown"),
    [
        (Sketch(phones=frozenset("a")), Sketch(phones=frozenset("ab")), ("同一电话",), True),
        (Sketch(employer="1"), Sketch(employer="1"), ("同一单位",), True),
        (Sketch(amount_fen=100, workers=3), Sketch(amount_fen=100, workers=3), ("金额相同", "人数相同"), False),
        (Sketch(workers=1, amount_fen=0), Sketch(workers=1, amount_fen=0), (), False),
        (Sketch(since=date(2026, 8, 1)), Sketch(since=date(2026, 8, 1)), ("起始相同",), False),
        (Sketch(words="老板欠我三个月工资，一共2万5！"), Sketch(words="老板欠我三个月工资一共２万５"), ("文字相近 100%",), True),
        (Sketch(words="老板欠我三个月工资"), Sketch(words="请问最低工资是多少"), (), False),
    ],
)  # fmt: skip
def test_each_reason_by_example(one, other, why, shown):
    found = likeness(one, other)
    assert found.why == why
    assert (found.score >= WORTH_SHOWING) is shown


def test_empty_texts_have_nothing_in_common():
    assert alike_in_words(pairs_of_letters(""), pairs_of_letters("，。")) == 0.0


def test_of_many_the_likeliest_come_first_and_of_equals_the_newest():
    one = Sketch(words="老板欠我三个月工资", phones=frozenset("a"), employer="1")
    others = {
        1: Sketch(phones=frozenset("a")),
        2: Sketch(employer="1"),
        3: Sketch(phones=frozenset("a")),
        4: Sketch(words="请问最低工资"),
        5: Sketch(words="老板欠我三个月工资", phones=frozenset("a")),
    }
    assert [number for number, _how in likest(one, others, most=9)] == [5, 3, 1, 2]
    assert [number for number, _how in likest(one, others, most=2)] == [5, 3]
    assert likest(one, {}, most=9) == []
