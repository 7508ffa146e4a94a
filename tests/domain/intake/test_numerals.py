from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.intake.numerals import read

DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """A number below a hundred million as it is read out."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        tail = "" if low == 0 else ("零" if low < 1000 else "") + spoken(low)
        return spoken(high) + "万" + tail
    text, started, gap = "", False, False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + name
            started, gap = True, False
        elif started:
            gap = True
    return text


@given(st.integers(1, 99_999_999))
def test_whatever_is_read_out_is_read_back(number):
    found = read(spoken(number))
    assert found is not None
    assert (found.low, found.high) == (number, number)


@given(st.integers(1, 9_999_999_99))
def test_digits_with_and_without_commas_are_the_same(number):
    assert read(str(number)) == read(f"{number:,}")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("十五六万", 150_000, 160_000),
        ("2万5", 25_000, 25_000),
        ("二万五", 25_000, 25_000),
        ("八万六", 86_000, 86_000),
        ("3千5", 3_500, 3_500),
        ("1万2千", 12_000, 12_000),
        ("1.2w", 12_000, 12_000),
        ("3.5万", 35_000, 35_000),
        ("5k", 5_000, 5_000),
        ("三四千", 3_000, 4_000),
        ("两三万", 20_000, 30_000),
        ("三五千", 3_000, 5_000),
        ("二十七八", 27, 28),
        ("壹万贰仟", 12_000, 12_000),
        ("仨", 3, 3),
        ("一千零五十", 1_050, 1_050),
        ("一万零五百", 10_500, 10_500),
        ("百万", 1_000_000, 1_000_000),
        ("两百五", 250, 250),
        ("１２０００", 12_000, 12_000),
        ("12,345.60", Fraction(1234560, 100), Fraction(1234560, 100)),
        ("二〇二六", 2026, 2026),
    ],
)
def test_numbers_as_people_write_them(text, low, high):
    found = read(text)
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", ["", "万一千一万", "三一千", "九二万"])
def test_what_is_no_number_is_not_guessed(text):
    assert read(text) is None


@given(st.text(max_size=12) | st.text("一二三十百千万亿零两0123456789.wk几多", max_size=10))
def test_any_text_is_a_range_or_nothing_and_never_a_fault(text):
    found = read(text)
    assert found is None or 0 <= found.low <= found.high


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("30余万", 300_000, 350_000),
        ("三十多万", 300_000, 350_000),
        ("100来万", 1_000_000, 1_500_000),
        ("3余万", 30_000, 35_000),
        ("二十几万", 210_000, 290_000),
        ("3几万", 30_000, 35_000),
        ("几十万", 200_000, 900_000),
        ("0余万", 0, 5_000),
    ],
)
def test_a_number_with_more_than_it_says_before_its_unit_is_a_range(text: str, low: int, high: int) -> None:
    found = read(text)
    assert found is not None
    assert (found.low, found.high) == (low, high)


def test_more_than_nothing_readable_is_no_number() -> None:
    assert read("二一余万") is None
