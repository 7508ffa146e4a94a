"""Who of a case has their wages: one yes for one worker, proof for the account it was paid to, a stated reason for the others."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.domain.casework.ledger import Entry, Kind
from anxin.domain.casework.settlement import Filer, Known, settlement

DAY = date(2026, 11, 23)
YES, SILENT = Filer(True), Filer(False)


def owes(worker, fen=100):
    return Entry(worker, Kind.CLAIMED, fen, DAY)


def pays(worker, fen=100, proof="ab"):
    return Entry(worker, Kind.PAID, fen, DAY, proof=proof)


def found(*lines, workers=(), filers=(), **told):
    return settlement(Known(frozenset(workers), tuple(filers), **told), lines, on=DAY)


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"filers": [YES]}, 0),
        ({"filers": [SILENT]}, 1),
        ({"filers": [YES], "stated": 20}, 19),
        ({"filers": [YES], "listed": 3}, 2),
        ({"filers": [YES, SILENT]}, 1),
        ({"filers": [YES], "stated": 20, "excused": 19}, 0),
        ({"filers": [YES], "stated": 20, "excused": 40}, 0),
    ],
)
def test_without_a_ledger_a_yes_is_one_of_as_many_as_are_stated_listed_or_filed(told, missing):
    one = found(**told)
    assert one.missing == missing
    assert one.complete == (not missing)


def test_reasons_alone_close_nothing():
    one = found(filers=[SILENT], excused=1)
    assert (one.missing, one.complete) == (0, False)
    assert not found().complete, "nobody is no settlement"


def test_an_account_at_zero_with_proof_speaks_for_its_worker_and_an_unproved_payment_does_not():
    assert found(owes(1), pays(1), workers=[1], filers=[SILENT]).complete
    bare = found(owes(1), pays(1, proof=""), workers=[1], filers=[SILENT], excused=1)
    assert (bare.missing, bare.owing, bare.excused) == (1, 1, 0), "a reason does not stand in for a proof on the ledger"
    corrected = found(owes(1), pays(1), pays(1, 30), pays(1, -30, proof=""), workers=[1], filers=[SILENT])
    assert corrected.complete, "taking a line back is no payment and needs no bank's receipt"
    part = found(owes(1), pays(1, 40), workers=[1], filers=[SILENT])
    assert (part.missing, part.owing) == (1, 1)


def test_what_was_established_as_nothing_is_settled():
    nothing = [Entry(1, Kind.ESTABLISHED, 100, DAY), Entry(1, Kind.ESTABLISHED, -100, DAY)]
    assert found(owes(1), *nothing, workers=[1]).proved == 1


def test_who_filed_is_taken_to_be_on_the_ledger_and_counts_once():
    one = found(owes(1), pays(1), workers=[1], filers=[YES], stated=2)
    assert (one.heads, one.proved, one.confirmed, one.missing) == (2, 1, 0, 1)
    assert found(owes(1), owes(2), pays(2), workers=[1, 2], filers=[YES]).complete
    more = found(owes(1), pays(1), workers=[1], filers=[YES, YES, SILENT])
    assert (more.heads, more.confirmed, more.missing) == (3, 2, 0), (
        "two of three filers are not the worker of the account"
    )


def test_the_yes_of_a_known_worker_speaks_for_that_account_only():
    zhang = Filer(True, 1)
    one = found(owes(1), pays(1), owes(2), workers=[1, 2], filers=[zhang])
    assert (one.proved, one.confirmed, one.missing, one.owing) == (1, 0, 1, 1)
    assert found(owes(1), owes(2), pays(2), workers=[1, 2], filers=[zhang]).complete
    assert found(owes(1), owes(2), pays(2), workers=[1, 2], filers=[Filer(False, 1)]).owing == 1


def test_a_worker_registered_without_a_line_may_be_excused():
    one = found(owes(1), pays(1), workers=[1, 2], excused=1)
    assert (one.missing, one.excused, one.complete) == (0, 1, True)


def test_it_says_what_is_missing():
    said = found(filers=[YES], stated=20, excused=4).in_words()
    assert said == "涉及20人：付款有凭证0人，本人确认1人，写明理由4人，尚有15人没有确认、凭证或法定理由"
    assert found(filers=[YES]).in_words() == "涉及1人：付款有凭证0人，本人确认1人"


NO = Filer(False, said_no=True)


def test_a_no_speaks_for_one_person_only_and_no_reason_stands_in_for_it():
    one = found(filers=[YES, YES, NO])
    assert (one.confirmed, one.denied, one.missing, one.excusable) == (2, 1, 1, 0)
    assert "称未到账1人" in one.in_words()
    excused = found(filers=[YES, NO, SILENT], excused=2)
    assert (excused.excused, excused.missing, excused.complete) == (1, 1, False)


def test_proof_outweighs_a_no_of_whoever_has_the_account():
    no = Filer(False, 1, said_no=True)
    assert found(owes(1), pays(1), workers=[1], filers=[no]).complete
    unpaid = found(owes(1), workers=[1], filers=[no], excused=1)
    assert (unpaid.denied, unpaid.needing, unpaid.missing) == (1, 1, 1)
    settled = found(owes(1), owes(2), pays(1), pays(2), workers=[1, 2], filers=[NO], excused=5)
    assert (settled.missing, settled.excused) == (0, 0), "both accounts are proved, whichever of them said no"
