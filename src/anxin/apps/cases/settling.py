"""Whether everybody of a case has their wages (到账核对), on its rows: accounts, filers and what they said, fellow workers, reasons."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.models import Case, CaseFiling, Claimant, Excusal
from anxin.apps.intake.api import filings
from anxin.base.prepared import Prepared
from anxin.base.scope import Scope
from anxin.domain.casework.ledger import Entry
from anxin.domain.casework.settlement import Filer, Known, Settlement, settlement

_SAID = Prepared(lambda case: CaseFiling.objects.filter(case=case).values_list("filing", "paid_at", "denied_at"))
_ACCOUNTS = Prepared(lambda case: Claimant.objects.filter(case=case).values_list("pk", "filing"))
_EXCUSED = Prepared(lambda case: Excusal.objects.filter(case=case, taken_back_at=None).values_list("workers"))


def settlement_of(case: Case, *, on: date, lines: list[Entry] | None = None) -> Settlement:
    """For whom of a case a yes, a proof or a stated reason speaks on a day."""
    return settlement(known_people(case), entries_of(case) if lines is None else lines, on=on)


def known_people(case: Case) -> Known:
    """Everybody a case knows of; filings from one telephone are one person, whose last answer on any of them counts."""
    said = {number: _newest(paid, denied) for number, paid, denied in _SAID(case.pk)}
    accounts = dict(_ACCOUNTS(case.pk))
    account_of = {filing: worker for worker, filing in accounts.items() if filing in said}
    people, fellows = _people(said)
    filers = tuple(
        _filer([said[one] for one in numbers], next((account_of[one] for one in numbers if one in account_of), None))
        for numbers in people
    )
    excused = sum(workers for (workers,) in _EXCUSED(case.pk))
    return Known(frozenset(accounts), filers, case.workers or 0, len(filers) + fellows, excused)


Answer = tuple[datetime, bool] | None
"""When somebody answered, and whether it was a yes."""


def _newest(paid: datetime | None, denied: datetime | None) -> Answer:
    return max(((at, yes) for at, yes in ((paid, True), (denied, False)) if at is not None), default=None)


def _filer(answers: Collection[Answer], account: int | None) -> Filer:
    """A person by what they answered last, on whichever of their filings."""
    newest = max((one for one in answers if one is not None), default=None)
    return Filer(newest is not None and newest[1], account, newest is not None and not newest[1])


def _people(numbers: Collection[int]) -> tuple[list[list[int]], int]:
    """The filings of each person who filed, and how many fellow workers they named who did not file themselves."""
    people: dict[object, list[int]] = {}
    fellows: set[object] = set()
    rows = filings(Scope.everywhere()).filter(pk__in=list(numbers)).order_by("pk")
    for number, phone, fellow, their_phone in rows.values_list(
        "pk", "phone_hash", "fellows__pk", "fellows__phone_hash"
    ):
        of = people.setdefault(phone or number, [])
        if number not in of:
            of.append(number)
        if fellow is not None:
            fellows.add(their_phone or fellow)
    return list(people.values()), len(fellows - people.keys())
