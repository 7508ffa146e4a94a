from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.casework.ledger import (
    Entry,
    Kind,
    adds_up,
    balances,
    beside,
    broken,
    broken_by_term,
    in_parts,
    instalments,
    kept_with_term,
    left_of_plan,
    missed,
    next_instalment,
    next_kept,
    owing,
    shared_out,
    term_of,
)

DAY = date(2026, 3, 1)
AMOUNTS = st.integers(1, 5_000_000)
DAYS = st.integers(0, 200).map(lambda n: DAY + timedelta(days=n))


def entry(
    kind: Kind, fen: int, day: date = DAY, *, worker: int = 1, due: date | None = None, term: bool | None = None
) -> Entry:
    return Entry(worker, kind, fen, day, due, rest_due=term)


def test_a_claim_counts_until_something_was_established():
    entries = [
        entry(Kind.CLAIMED, 900_00),
        entry(Kind.ESTABLISHED, 700_00, DAY + timedelta(days=5)),
        entry(Kind.PAID, 200_00),
    ]
    assert balances(entries, on=DAY)[1].outstanding == 700_00
    assert balances(entries, on=DAY + timedelta(days=5))[1].outstanding == 500_00


def test_nothing_established_means_nothing_owed_even_when_more_was_claimed():
    entries = [entry(Kind.CLAIMED, 900_00), entry(Kind.ESTABLISHED, 0)]
    assert balances(entries, on=DAY)[1].outstanding == 0


def test_an_account_is_empty_until_a_sum_is_written_and_nothing_established_is_a_sum():
    taken_back = [entry(Kind.CLAIMED, 5), entry(Kind.CLAIMED, -5)]
    assert balances(taken_back, on=DAY)[1].is_empty
    assert not balances(taken_back[:1], on=DAY)[1].is_empty
    assert not balances([entry(Kind.CLAIMED, 5), entry(Kind.ESTABLISHED, 0), entry(Kind.CLAIMED, -5)], on=DAY)[
        1
    ].is_empty


def test_a_correction_takes_back_what_was_written_twice():
    entries = [entry(Kind.CLAIMED, 500), entry(Kind.PAID, 500), entry(Kind.PAID, -500)]
    assert balances(entries, on=DAY)[1].outstanding == 500


def test_payments_before_a_promise_do_not_keep_it():
    due = DAY + timedelta(days=30)
    entries = [entry(Kind.PAID, 300), entry(Kind.PROMISED, 1000, DAY + timedelta(days=1), due=due)]
    assert [one.open_fen for one in instalments(entries, on=due)] == [1000]
    assert next_instalment([*entries, entry(Kind.PAID, 1000, due)], on=due) is None


@given(AMOUNTS, st.lists(DAYS, min_size=1, max_size=12, unique=True))
def test_parts_add_up_to_the_fen_and_differ_by_one_at_most(total, days):
    parts = in_parts(total, days)
    assert sum(fen for _, fen in parts) == total
    assert max(fen for _, fen in parts) - min(fen for _, fen in parts) <= 1


def test_a_plan_without_a_day_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        in_parts(100, [])


@given(st.dictionaries(st.integers(1, 60), AMOUNTS, min_size=1, max_size=40), st.integers(0, 300_000_000))
def test_a_lump_sum_is_shared_out_to_the_fen_and_nobody_gets_more_than_is_owed(owed, payment):
    shares = shared_out(payment, owed)
    assert sum(shares.values()) == min(payment, sum(owed.values()))
    assert all(0 <= shares[worker] <= owed[worker] for worker in owed)


@given(st.lists(st.tuples(st.sampled_from(list(Kind)), AMOUNTS, DAYS, st.integers(1, 4)), max_size=40), DAYS)
def test_what_is_owed_equals_what_is_paid_waived_and_outstanding_less_overpaid(drawn, on):
    entries = [
        Entry(worker, kind, fen, day, day if kind is Kind.PROMISED else None) for kind, fen, day, worker in drawn
    ]
    for one in balances(entries, on=on).values():
        assert one.owed == one.paid + one.waived + one.outstanding - one.overpaid
    for part in instalments(entries, on=on):
        assert 0 <= part.paid_fen <= part.amount_fen


def test_a_plan_adds_up_when_the_open_parts_of_each_worker_are_what_is_unpaid():
    claims = [entry(Kind.CLAIMED, 500), entry(Kind.CLAIMED, 300, worker=2)]
    whole = [*claims, entry(Kind.PROMISED, 500, due=DAY), entry(Kind.PROMISED, 300, worker=2, due=DAY)]
    assert adds_up(whole, on=DAY)
    assert not adds_up(whole[:-1], on=DAY), "nothing was promised to the second"
    swapped = [*claims, entry(Kind.PROMISED, 300, due=DAY), entry(Kind.PROMISED, 500, worker=2, due=DAY)]
    assert not adds_up(swapped, on=DAY)
    assert adds_up([*whole, entry(Kind.PAID, 500)], on=DAY), "what was paid of the plan is asked for no more"
    assert not adds_up([entry(Kind.CLAIMED, 5), entry(Kind.PAID, 5)], on=DAY), "nothing unpaid is no plan"


def test_a_plan_is_set_beside_what_is_owed_with_both_sums_and_how_many_differ():
    day = date(2026, 11, 23)
    lines = [
        Entry(1, Kind.CLAIMED, 1000, day), Entry(2, Kind.CLAIMED, 500, day), Entry(3, Kind.CLAIMED, 70, day),
        Entry(1, Kind.PROMISED, 1000, day, due=day), Entry(2, Kind.PROMISED, 400, day, due=day),
    ]  # fmt: skip
    assert beside(lines, on=day) == (1570, 1400, 2)
    assert owing(lines, on=day) == 1570
    assert beside((), on=day) == (0, 0, 0)


def test_a_plan_with_a_missed_part_is_no_plan_any_more():
    due = DAY + timedelta(days=30)
    lines = [entry(Kind.CLAIMED, 1000), entry(Kind.PROMISED, 1000, due=due)]
    assert adds_up(lines, on=due)
    assert (adds_up(lines, on=due + timedelta(days=1)), missed(lines, on=due + timedelta(days=1))) == (False, 1)


def test_of_a_plan_what_lies_ahead_is_left_once_a_part_was_missed():
    first, second = DAY + timedelta(days=30), DAY + timedelta(days=60)
    lines = [
        entry(Kind.CLAIMED, 1000),
        entry(Kind.PROMISED, 400, due=first, term=True),
        entry(Kind.PROMISED, 600, due=second, term=True),
    ]
    assert left_of_plan(lines, on=first) == []
    assert [(one.due, one.open_fen) for one in left_of_plan(lines, on=first + timedelta(days=1))] == [(second, 600)]


def test_the_rest_falls_due_only_for_those_whose_own_plan_was_broken():
    month = timedelta(days=30)
    entries = [
        entry(Kind.PROMISED, 100, worker=worker, due=DAY + turn * month, term=True)
        for worker in (1, 2)
        for turn in (1, 2, 3)
    ]
    entries.append(entry(Kind.PAID, 100, DAY + month, worker=2))
    on = DAY + month + timedelta(days=1)
    assert broken(entries, on=on) == {1}
    assert {(one.worker, one.due) for one in left_of_plan(entries, on=on)} == {
        (1, DAY + 2 * month), (1, DAY + 3 * month)
    }  # fmt: skip
    assert next_kept(entries, on=on) == DAY + 2 * month, "the second worker's days are watched on"
    assert next_kept(entries[:3], on=on) is None


def test_the_term_is_that_of_each_workers_own_parts():
    month = timedelta(days=30)
    plans = [
        entry(Kind.PROMISED, 100, worker=worker, due=DAY + turn * month, term=term)
        for worker, term in ((1, True), (2, False), (3, None))
        for turn in (1, 2)
    ]
    on = DAY + month + timedelta(days=1)
    assert broken(plans, on=on) == {1, 2, 3}
    assert broken_by_term(plans, on=on) == {1}
    assert {one.worker for one in left_of_plan(plans, on=on)} == {1}
    paid = [*plans, entry(Kind.PAID, 100, DAY + month, worker=1)]
    assert kept_with_term(paid, on=on)
    assert not kept_with_term([one for one in paid if one.worker != 1], on=on)


def test_a_new_part_follows_the_plan_that_runs_and_a_new_plan_has_no_term_until_it_is_signed():
    month = timedelta(days=30)
    plan = [entry(Kind.PROMISED, 100, due=DAY + month, term=True)]
    assert term_of(plan, worker=1, on=DAY) is True
    assert term_of(plan, worker=2, on=DAY) is None, "another worker"
    assert term_of(plan, worker=1, on=DAY + month + timedelta(days=1)) is None, (
        "broken: what follows is a new agreement"
    )
    back = [*plan, entry(Kind.PROMISED, -100, due=DAY + month)]
    assert term_of(back, worker=1, on=DAY) is None
    again = [*back, entry(Kind.PROMISED, 50, due=DAY + month, term=False)]
    assert [(one.amount_fen, one.rest_due) for one in instalments(again, on=DAY)] == [(50, False)]
