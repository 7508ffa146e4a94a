"""The lines of the claim ledger as the pure rules read them."""

from __future__ import annotations

from anxin.apps.cases.models import Case, LedgerEntry
from anxin.base.prepared import Prepared
from anxin.domain.casework.ledger import Entry, Kind

_LINES = Prepared(lambda case: LedgerEntry.objects.filter(case=case).order_by("on", "pk"))


def entries_of(case: Case) -> list[Entry]:
    """The ledger of a case as the pure rules read it."""
    return [entry_of(one) for one in _LINES(case.pk)]


def entry_of(one: LedgerEntry) -> Entry:
    """One line as the pure rules read it."""
    return Entry(one.claimant_id, Kind(one.kind), one.amount_fen, one.on, one.due, one.proof)
