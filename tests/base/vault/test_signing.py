"""The office's signature under receipts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anxin.base.vault.signing import opened_text, public_key, sealed_text, sign, verified


@given(st.binary(max_size=400))
def test_what_the_office_signed_is_opened_and_can_be_verified_with_the_public_key_alone(payload):
    assert opened_text(sealed_text(payload)) == payload
    assert verified(payload, sign(payload), public_key())


@given(st.binary(min_size=1, max_size=100), st.data())
def test_one_changed_character_is_refused(payload, data):
    text = sealed_text(payload)
    place = data.draw(st.integers(0, text.index(".") - 1))
    other = "A" if text[place] != "A" else "B"
    found = opened_text(text[:place] + other + text[place + 1 :])
    assert found is None or found == payload


def test_somebody_elses_key_does_not_verify():
    assert not verified(b"x", sign(b"x"), bytes(32))
    assert opened_text("nonsense") is None
