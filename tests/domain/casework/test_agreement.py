from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.casework.agreement import Agreed, faults
from anxin.domain.casework.ledger import in_parts

SIGNED = date(2026, 11, 24)


def agreed(fen=1000, days=2, calculated=1000, reason="", **more):
    dates = [SIGNED + timedelta(days=30 * n) for n in range(days)]
    parts = more.get("parts", tuple(in_parts(fen, dates)))
    return Agreed(1, "张*", fen, parts, calculated, reason)


def found(*lines, claimants=None):
    return [one.in_words() for one in faults(lines, claimants=claimants or {1: "张*"}, signed_on=SIGNED)]


@given(st.integers(1, 10**9), st.integers(1, 36), st.integers(0, 10**9))
def test_an_agreement_in_equal_parts_is_sound_whatever_the_sum_when_what_is_given_up_has_a_reason(fen, days, more):
    assert found(agreed(fen, min(days, fen), fen + more, "急用钱，自愿")) == []


@given(st.integers(2, 10**9), st.integers(1, 10**6))
def test_less_than_due_without_a_reason_is_named_to_the_fen(fen, less):
    (told,) = found(agreed(fen, 1, fen + less))
    assert f"{less // 100:,}.{less % 100:02d}" in told


def test_parts_must_add_up_and_lie_ahead_and_everybody_must_be_there():
    assert len(found(agreed(parts=((SIGNED, 999),)))) == 1
    assert len(found(agreed(parts=((SIGNED - timedelta(days=1), 1000),)))) == 1
    assert len(found(agreed(parts=((SIGNED, 1100), (SIGNED, -100))))) == 1
    assert len(found(agreed(), claimants={1: "张*", 2: "李*"})) == 1
    assert len(found(agreed(calculated=None))) == 1


def test_a_sum_that_is_neither_what_is_due_nor_on_the_ledger_wants_a_reason():
    def beside_ledger(fen, calculated, ledger, reason=""):
        return found(Agreed(1, "张*", fen, ((SIGNED, fen),), calculated, reason, ledger))

    assert beside_ledger(1000, 1000, 1000) == []
    (more,) = beside_ledger(10_000, 1000, 1000)
    assert "比应得 10.00 元多 90.00 元" in more
    (apart,) = beside_ledger(1000, 1000, 1200)
    assert "协议 10.00 元，台账尚欠 12.00 元" in apart
    assert len(beside_ledger(900, 1000, 1200)) == 2
    assert beside_ledger(900, 1000, 1200, "急用钱，自愿") == []
    assert beside_ledger(1000, 1000, None) == [], "nothing on the ledger, nothing to differ from"
