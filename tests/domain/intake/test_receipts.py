from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.intake.receipts import Receipt, code_of, in_groups, read_code, short_hashes

NUMBERS = st.integers(0, 10**15 - 1)


@given(NUMBERS)
def test_a_code_is_read_back_however_it_is_typed(number):
    code = code_of(number)
    assert read_code(in_groups(code)) == read_code(code.replace("1", "１")) == read_code("-".join(code)) == code


@given(NUMBERS, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(number, place, shift):
    code = code_of(number)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert read_code(wrong) is None


@pytest.mark.parametrize("text", ["", "123", "abcd", "1" * 17])
def test_what_is_no_code_is_none(text):
    assert read_code(text) is None


@given(
    NUMBERS,
    st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)),
    st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=3),
)
def test_a_receipt_is_read_back_from_what_was_signed(number, at, files):
    receipt = Receipt(
        code_of(number), "皋埠街道", at.replace(microsecond=0, tzinfo=UTC), "complaint", "0" * 64, tuple(files)
    )
    assert Receipt.of_payload(receipt.payload()) == receipt


@pytest.mark.parametrize("payload", [b"", b"{}", b"[]", b'{"v":1}', b"\xff"])
def test_what_is_no_receipt_is_refused(payload):
    with pytest.raises(ValueError, match="not a receipt"):
        Receipt.of_payload(payload)


def test_a_number_of_more_than_fifteen_digits_has_no_code_and_hashes_are_cut_to_compare_by_eye():
    for number in (-1, 10**15):
        with pytest.raises(ValueError, match="fifteen digits"):
            code_of(number)
    assert short_hashes(["a" * 64, "b" * 64]) == ["a" * 12, "b" * 12]
    assert short_hashes(["abcdef"], length=3) == ["abc"]


def test_a_receipt_written_in_another_way_is_not_the_one_that_was_signed():
    payload = Receipt(code_of(1), "330602013", datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC), "complaint", "0" * 64, ()).payload()  # fmt: skip
    assert Receipt.of_payload(payload).payload() == payload
    for other in (payload + b" ", b"{}", b"\xff"):
        with pytest.raises(ValueError, match="not a receipt"):
            Receipt.of_payload(other)
