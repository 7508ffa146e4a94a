"""Likeness of filings: symmetric, bounded, with a reason for every part of the score."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.intake.likeness import (
    WORTH_SHOWING,
    Sketch,
    alike_in_words,
    likeness,
    likest,
    pairs_of_letters,
    telling_pieces,
)

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


SITE = "我和七个老乡在明月山村生态移民点砌挡墙，包工头黄某一直不给工钱"
TOLD_ANEW = "去年冬天在明月山村生态移民点做事的八个人，干完就找不到人了，请领导帮忙"


def test_one_matter_told_twice_in_other_words_is_known_by_the_names_in_it_and_the_reason_shows_them():
    found = likeness(Sketch(words=SITE), Sketch(words=TOLD_ANEW))
    assert found.why == ("都说到“在明月山村生态移民点”",)
    assert found.score >= WORTH_SHOWING


def test_a_name_is_shown_whole_though_everyday_words_stand_in_it():
    found = likeness(
        Sketch(words="砚泽钢结构安装工程的活干完了，一个多月没钱"), Sketch(words="请管管砚泽钢结构安装工程这个包活的")
    )
    assert found.why == ("都说到“砚泽钢结构安装工程”",)


def test_what_everybody_writes_is_no_name():
    one, other = "公司拖欠农民工工资，多次投诉劳动监察没有解决", "公司拖欠农民工工资半年，劳动监察没有答复"
    assert not telling_pieces(one) & telling_pieces(other)


def test_a_place_that_many_of_the_compared_filings_name_tells_nothing():
    words = [
        f"皋埠樊江东畈工业园的{what}，三个月没发钱"
        for what in ("织布机", "印花台", "叉车班", "包装线", "仓库", "食堂", "门卫")
    ]
    many = {number: Sketch(words=f"{one}{number}") for number, one in enumerate(words)}
    apart = {
        number: Sketch(words=one.words.replace("三个月没发钱", "请问" + "甲乙丙丁戊己庚"[number] * 40))
        for number, one in many.items()
    }
    assert likest(apart[0], {1: apart[1]}, most=9), "of two alone nobody can say"
    assert likest(apart[0], {number: one for number, one in apart.items() if number}, most=9) == []


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
