"""Invented numbers have right check digits and cannot belong to anybody."""

from __future__ import annotations

import re

import numpy as np
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from anxin.kernel.ids import is_id_number, is_uscc
from anxin.project.demo.numbers import card_numbers, credit_codes, is_luhn, running_rank


def test_every_identity_number_is_well_formed_and_names_no_county(town):
    numbers = town.workers["id_number"].to_pylist()
    assert all(is_id_number(number) for number in numbers)
    assert {number[4:6] for number in numbers} == {"99"}
    assert len(set(numbers)) == len(numbers)


def test_identity_numbers_agree_with_birth_and_gender(town):
    for worker in town.workers.slice(0, 3000).to_pylist():
        assert worker["id_number"][6:14] == worker["born"].strftime("%Y%m%d")
        assert (int(worker["id_number"][16]) % 2 == 1) == (worker["gender"] == "男")


def test_every_credit_code_is_well_formed_and_names_no_county(town):
    codes = town.employers["uscc"].to_pylist()
    assert all(is_uscc(code) for code in codes)
    assert {code[2:8] for code in codes} == {"330699"}
    assert len(set(codes)) == len(codes)
    assert {code[:2] for code in codes} == {"91", "92"}


def test_every_card_passes_luhn_and_belongs_to_no_bank(town):
    cards = town.accounts["acct"].to_pylist()
    assert all(is_luhn(card) for card in cards)
    assert {str(card)[:6] for card in cards} == {"800999"}
    assert len(set(cards)) == len(cards)


def test_telephones_lie_in_a_block_that_is_not_in_service(town):
    for table in (town.workers, town.employers, town.people):
        assert all(re.fullmatch(r"154000\d{5}", phone) for phone in table["phone"].to_pylist())


def test_every_employer_is_marked_as_a_demonstration(town):
    assert pc.all(pc.ends_with(town.employers["name"], "（演示）")).as_py()
    assert len(set(town.employers["name"].to_pylist())) == town.employers.num_rows


@given(st.lists(st.integers(0, 10**10 - 1), min_size=1, max_size=50, unique=True))
def test_different_serials_give_different_cards(serials):
    cards = card_numbers(np.array(serials), np.full(len(serials), 3))
    assert len(set(cards.tolist())) == len(serials)
    assert all(is_luhn(card) for card in cards.tolist())


@given(st.integers(0, 10**8))
def test_any_serial_gives_a_well_formed_credit_code(serial):
    assert is_uscc(credit_codes([serial], [False])[0])


@given(st.lists(st.integers(0, 5), max_size=40))
def test_running_rank_counts_the_equal_ones_before(keys):
    assert running_rank(np.array(keys, np.int64)).tolist() == [
        keys[:place].count(key) for place, key in enumerate(keys)
    ]
