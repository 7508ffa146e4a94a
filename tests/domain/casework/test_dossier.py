from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.casework.crime import CrimeFacts, examine
from anxin.domain.casework.dossier import ALWAYS, Filed, hash_list, missing, needs, seal_of
from anxin.law import book

LAW, ON = book("330602013"), date(2026, 11, 23)
WANTED = needs(examine(CrimeFacts(ON, ()), LAW, place="330602013"), LAW, on=ON)
SHA = st.sampled_from([c * 64 for c in "0123456789abcdef"])
PAPERS = sorted({paper for need in WANTED for paper in need.papers})
FILED = st.builds(
    Filed, st.sampled_from(PAPERS), sha256=st.one_of(st.just(""), SHA), name=st.text(max_size=8),
    not_applicable=st.sampled_from(["", "本案没有"]),
)  # fmt: skip


def test_every_element_wants_proof_and_every_paper_of_the_law_is_asked_for():
    assert len(WANTED) == 4 + 4
    assert {need.term for need in WANTED} >= ALWAYS


@given(st.lists(FILED, max_size=12), FILED)
def test_a_further_paper_never_makes_more_missing(held, more):
    assert set(missing(WANTED, [*held, more])) <= set(missing(WANTED, held))


@given(st.lists(FILED, max_size=12))
def test_the_letter_and_the_report_are_missing_until_their_files_are_there(held):
    there = {one.paper for one in held if one.sha256}
    assert {need.term for need in missing(WANTED, held)} & ALWAYS == ALWAYS - there


@given(st.lists(FILED, max_size=12), st.randoms())
def test_the_list_of_hashes_is_the_same_in_any_order_one_line_a_paper(held, chance):
    listed = hash_list(held)
    mixed = list(held)
    chance.shuffle(mixed)
    assert hash_list(mixed) == listed
    lines = [line for line in listed.split("\n") if line]
    assert all(line[:64] in {one.sha256 for one in held} for line in lines)
    assert len(seal_of(listed)) == 64
