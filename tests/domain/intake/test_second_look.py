"""The second look finds what no rule knows, is unsure of it and says so, and never outvotes a rule that speaks against arrears."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.advice.spelling import simplified
from anxin.domain.intake import arrears
from anxin.domain.intake.arrears import about_arrears
from anxin.domain.intake.leanings import PIECES
from anxin.domain.intake.places_said import short
from anxin.domain.intake.second_look import LONGEST, leaning, pieces
from anxin.domain.intake.typed import as_meant

from .test_reading import VILLAGES

DATA = Path(__file__).parent / "data"
UNUSUAL = "做了一个礼拜的零工，讲好一天一百八，领班的手机停机了，六个人的钱问谁要"


def none_said() -> list[str]:
    return (DATA / "no_arrears.txt").read_text(encoding="utf-8").splitlines()


def test_what_no_rule_knows_is_offered_with_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    found = about_arrears(UNUSUAL)
    assert (found.value, found.confidence, found.doubt) == (True, 0.55, "没有常见的欠薪说法，请看原文")
    monkeypatch.setattr(arrears, "leaning", lambda _text: 0.0)
    assert not about_arrears(UNUSUAL).value


def test_a_rule_that_is_too_unsure_is_asked_once_more_and_its_words_are_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "剩下没给，三个人"
    monkeypatch.setattr(arrears, "leaning", lambda _text: 0.0)
    sure = about_arrears(text)
    assert not sure.value
    monkeypatch.setattr(arrears, "leaning", lambda _text: 0.99)
    monkeypatch.setattr(arrears, "_MONEY_SAID", arrears.re.compile(""))
    again = about_arrears(text)
    assert (again.value, again.words, again.start) == (True, sure.words, sure.start)


@pytest.mark.parametrize(
    "text",
    [
        "工钱都结清了",
        "如果老板不给钱我们怎么办",
        "房租三千块不还",
        "招小工一天两百，有意者电话",
        "我爷爷讲以前干活拿不到钱",
        "工资标准三千是不是太低",
        "今天天气真好",
    ],
)
def test_however_far_a_message_leans_denials_other_debts_offers_and_policy_stand(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrears, "leaning", lambda _text: 0.99)
    assert not about_arrears(text).value


def test_a_long_text_leans_nowhere() -> None:
    assert leaning("欠我工资没给" * 200) == 0
    assert leaning("欠" * LONGEST) > 0
    assert not about_arrears("，".join([UNUSUAL] * 6)).value


def test_most_of_what_we_labelled_leans_the_right_way() -> None:
    """Learnt from these very messages: a fall here says that the file was not made from them, or that reading pieces changed."""
    right, count = 0, 0
    for path in sorted(DATA.glob("*.tsv")):
        with path.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                right += (leaning(as_meant(simplified(row["text"]))) >= 0.5) == (row["arrears"] == "1")
                count += 1
    assert right / count >= 0.95


def test_of_152_messages_that_tell_of_no_arrears_three_at_most_are_taken_for_some() -> None:
    assert len([text for text in none_said() if about_arrears(text).value]) <= 3


def test_no_village_leans() -> None:
    assert not {short(one.name) for one in VILLAGES} & set(PIECES)


def test_the_leanings_are_few_and_said_once() -> None:
    assert 1000 < len(PIECES) <= 1500
    assert all(1 <= len(one) <= 2 and 0 < abs(weight) < 10 for one, weight in PIECES.items())


@given(st.text(max_size=300))
def test_any_text_leans_between_none_and_one_and_its_pieces_are_short(text: str) -> None:
    assert 0 <= leaning(text) < 1
    assert all(1 <= len(one) <= 2 for one in pieces(text))


@given(st.sampled_from(["欠3千", "8月没发", "一天200"]), st.sampled_from(["3", "三", "十五", "2万", "1.5"]))
def test_which_number_is_said_does_not_matter(text: str, number: str) -> None:
    assert pieces(f"{text}共{number}元") == pieces(f"{text}共7元")
