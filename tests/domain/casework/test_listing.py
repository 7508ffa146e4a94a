"""What the law asks for before an employer's name is put anywhere, each precondition on its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from anxin.domain.casework.crime import Element, Finding, Order, Service
from anxin.domain.casework.listing import PROCEDURES, ListingFacts, early_from, preconditions
from anxin.domain.casework.loading import case_types, holes
from anxin.law import book

LAW = book("330602013")
TODAY = date(2026, 11, 23)
ORDER = Order("限期整改指令书", date(2026, 11, 10), date(2026, 11, 3), Service.RECIPIENT)
NAMED = {"违法主体全称": True, "法定代表人或负责人姓名": True}


def amount(finding):
    return Element("amount", "数额较大", finding, "一名劳动者最多 20,000.00 元", (), ())


NOTHING = ListingFacts(on=TODAY, order=None, unpaid_fen=0, amount=amount(Finding.MISSING))
EVERYTHING = ListingFacts(
    on=TODAY, order=ORDER, unpaid_fen=2_000_000, amount=amount(Finding.MET), orders=(date(2026, 11, 1),), named=NAMED,
    migrant=True, mass=False, pub_category=(), pub_private=False, c_grounds=(),
)  # fmt: skip


def found(procedure, facts):
    return {one.id: (one.finding, one.why) for one in preconditions(procedure, facts, LAW).elements}


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_each_listing_is_complete_only_when_all_is_met_and_excluded_when_one_is_missing(procedure):
    assert preconditions(procedure, EVERYTHING, LAW).complete
    assert not preconditions(procedure, EVERYTHING, LAW).excluded
    nothing = preconditions(procedure, NOTHING, LAW)
    assert not nothing.complete
    assert nothing.excluded
    for one in nothing.elements:
        assert one.proofs
        assert one.citations[0].law


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"order": None}, "尚未责令限期支付"),
        ({"order": replace(ORDER, served_on=None)}, "尚未送达"),
        ({"order": replace(ORDER, deadline=TODAY)}, "尚未届满"),
        ({"unpaid_fen": 0}, "责令后已付清"),
    ],
)
def test_nobody_is_listed_before_an_order_was_served_its_deadline_passed_and_money_is_still_owed(change, why):
    finding, words = found("listing", replace(EVERYTHING, **change))["refused"]
    assert finding is Finding.MISSING
    assert why in words


def test_the_list_is_for_the_wages_of_migrant_workers_only_and_for_grave_cases_only():
    assert found("listing", replace(EVERYTHING, migrant=None))["migrant"][0] is Finding.UNKNOWN
    assert found("listing", replace(EVERYTHING, migrant=False))["migrant"][0] is Finding.MISSING
    small = replace(EVERYTHING, amount=amount(Finding.MISSING))
    assert found("listing", small)["grave"][0] is Finding.MISSING
    assert found("listing", replace(small, mass=True))["grave"][0] is Finding.MET
    assert found("listing", replace(small, mass=None))["grave"][0] is Finding.UNKNOWN


def test_an_announcement_names_what_it_must_and_tells_no_secret():
    assert (
        found("publication", replace(EVERYTHING, order=replace(ORDER, served_on=None)))["handled"][0] is Finding.MISSING
    )
    lacking = found("publication", replace(EVERYTHING, named=NAMED | {"地址": False}))["named"]
    assert lacking == (Finding.UNKNOWN, "尚缺：地址")
    assert found("publication", replace(EVERYTHING, pub_private=True))["private"][0] is Finding.MISSING
    assert found("publication", replace(EVERYTHING, pub_private=None))["private"][0] is Finding.UNKNOWN


@pytest.mark.parametrize(
    ("chosen", "finding"), [(None, Finding.UNKNOWN), ((), Finding.MISSING), (("使用童工",), Finding.MET)]
)
def test_a_violation_is_announced_for_its_amount_or_for_another_ground_somebody_found(chosen, finding):
    facts = replace(EVERYTHING, amount=amount(Finding.UNKNOWN), pub_category=chosen)
    assert found("publication", facts)["category"][0] is finding


def test_grade_c_looks_at_one_round_of_rating_and_an_order_not_obeyed_is_a_ground_by_itself():
    assert found("rating", replace(EVERYTHING, orders=(date(2025, 11, 1),)))["in_cycle"][0] is Finding.MISSING
    assert "拒不履行责令支付" in found("rating", EVERYTHING)["c_grounds"][1]
    obeyed = replace(EVERYTHING, unpaid_fen=0)
    assert found("rating", obeyed)["c_grounds"][0] is Finding.MISSING
    assert found("rating", replace(obeyed, c_grounds=None))["c_grounds"][0] is Finding.UNKNOWN
    assert found("rating", replace(obeyed, c_grounds=("使用童工或强迫劳动",)))["c_grounds"][0] is Finding.MET


def test_early_removal_counts_its_months_from_the_day_the_last_wages_were_paid():
    assert early_from(None, LAW, on=TODAY) is None
    assert early_from(date(2026, 5, 31), LAW, on=TODAY) == date(2026, 11, 30)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_name_always_has_a_clock_to_its_removal_and_several_ways_out_and_nobody_is_listed_unheard(procedure):
    kind = case_types()[procedure]
    assert kind.outlives
    shown = next(kind.states[one.to] for one in kind.moves if one.verb == "decide")
    assert shown.clock
    assert {one.since for one in kind.moves if one.to == shown.name} == {"decided_on"}
    leaving = [one for one in kind.moves_from(shown.name) if not one.stays]
    assert any(one.when_expired for one in leaving), "the end of the term"
    assert any(not one.act for one in leaving), "a town records what the authority did"
    deciding = [one for one in kind.moves if one.to == "deciding"]
    assert {source for one in deciding for source in one.sources} == {"noticed"}
    assert all(one.when_expired or "statement_answered" in one.needs for one in deciding)


def test_a_table_whose_clock_counts_from_a_date_without_having_a_clock_is_refused():
    kind = case_types()["listing"]
    wrong = replace(
        kind, moves=tuple(replace(one, since="decided_on") if one.verb == "drop" else one for one in kind.moves)
    )
    assert "动作“drop”写了起算日，但没有从该日起算的时限" in holes(wrong)
