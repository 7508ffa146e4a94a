"""Check digits, masks and fingerprints."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.kernel.ids import (
    fingerprint,
    fingerprint63,
    id_check_digit,
    is_id_number,
    is_uscc,
    mask,
    mask_name,
    uscc_check_digit,
)

SHARED = Path(os.environ.get("ANXIN_SHARED", Path(__file__).resolve().parents[3] / "shared"))
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_real_credit_codes_pass():
    path = SHARED / "data/uscc/uscc_real.csv"
    if not path.exists():
        pytest.skip(f"no measuring data at {path}")
    codes = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if len(line.strip()) == 18]
    assert len(codes) >= 199
    assert all(is_uscc(code) for code in codes)


@given(st.text(DIGITS, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(DIGITS))
def test_one_wrong_character_is_caught(first, place, other):
    code = first + uscc_check_digit(first)
    assert is_uscc(code)
    wrong = code[:place] + other + code[place + 1 :]
    assert is_uscc(wrong) == (wrong == code)


@given(st.dates(date(1900, 1, 1)), st.integers(0, 999))
def test_one_wrong_digit_of_an_identity_number_is_caught(day, order):
    first = f"330602{day:%Y%m%d}{order:03d}"
    number = first + id_check_digit(first)
    assert is_id_number(number)
    wrong = number[:16] + str((int(number[16]) + 1) % 10) + number[17:]
    assert not is_id_number(wrong)


@pytest.mark.parametrize(
    "text", ["", "123", "330602199013011234", "33060219900230123X", "３３０６０２１９９００１０１１２３４"]
)
def test_what_is_no_identity_number_is_refused(text):
    assert not is_id_number(text)


@given(st.text(min_size=1))
def test_a_mask_keeps_the_length_and_hides_the_middle(text):
    masked = mask(text)
    assert len(masked) == len(text)
    assert len(text) <= 7 or set(masked[3:-4]) == {"*"}
    assert len(mask_name(text)) == len(text)


@given(st.text(), st.binary(min_size=16))
def test_a_fingerprint_depends_on_text_and_key(text, key):
    assert fingerprint(text, key) == fingerprint(f" {text.strip().lower()} ".upper(), key)
    assert fingerprint(text, key) != fingerprint(text, key + b"x")
    assert 0 <= fingerprint63(text, key) < 1 << 63
