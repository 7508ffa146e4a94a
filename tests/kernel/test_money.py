"""Money is whole fen, and what is printed can be read back."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.kernel.money import NotMoney, fen_of, parse_yuan, wan, yuan


@given(st.integers(-(10**15), 10**15))
def test_a_printed_amount_is_read_back_to_the_fen(amount):
    assert parse_yuan(yuan(amount)) == amount


@given(st.integers(-(10**12), 10**12))
def test_full_width_digits_and_units_read_the_same(amount):
    text = "￥" + yuan(amount).translate(str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")) + " 元"
    assert parse_yuan(text) == amount


@pytest.mark.parametrize("text", ["", "abc", "1,23", "234,22", "1.234", "--1", "1e5", "１２３４５６，７", "NaN", "∞"])
def test_what_is_not_surely_one_amount_is_refused(text):
    with pytest.raises(NotMoney):
        parse_yuan(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_a_fraction_of_a_fen_is_never_rounded_away(amount):
    if Fraction(amount) * 100 % 1 == 0:
        assert Fraction(fen_of(amount), 100) == Fraction(amount)
    else:
        with pytest.raises(NotMoney):
            fen_of(amount)


@given(st.integers(0, 10**14))
def test_ten_thousands_are_within_half_a_tenth(amount):
    shown = Decimal(wan(amount).replace(",", ""))
    assert abs(shown - Decimal(amount) / 1_000_000) <= Decimal("0.05")
