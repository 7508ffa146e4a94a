"""The lines of the claim ledger as the pure rules read them."""

from __future__ import annotations

from datetime import date

from anxin.apps.cases.models import Case, LedgerEntry
from anxin.base.prepared import Prepared
from anxin.domain.casework.ledger import Entry, Kind, owing

_LINES = Prepared(lambda case: LedgerEntry.objects.filter(case=case).order_by("on", "pk"))


def entries_of(case: Case) -> list[Entry]:
    """The ledger of a case as the pure rules read it."""
    return [entry_of(one) for one in _LINES(case.pk)]


def owing_in(case_id: int, *, on: date) -> int:
    """What the ledger of a case says is still owed on a day, of all workers together."""
    return owing([entry_of(one) for one in _LINES(case_id)], on=on)


def entry_of(one: LedgerEntry) -> Entry:
    """One line as the pure rules read it."""
    return Entry(one.claimant_id, Kind(one.kind), one.amount_fen, one.on, one.due, one.proof, one.rest_due)
