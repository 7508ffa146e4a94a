"""Until when the claims of a case can be brought (时效): each worker's own day, from what the rows say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.models import Case, CaseFiling, Claimant, Procedure
from anxin.apps.cases.models import Interruption as Interrupted
from anxin.base.prepared import Prepared
from anxin.domain.casework.ledger import Entry, Kind, balances
from anxin.domain.casework.limitation import (
    Employment,
    Ground,
    Interruption,
    Limitation,
    arbitration,
    cautious,
    inspection,
)
from anxin.kernel.clock import local_date
from anxin.law import book
from anxin.law.parameters import LawBook

BROUGHT = {
    "arbitration": frozenset({"filed", "accepted", "awarded", "effective", "performed", "to_court"}),
    "inspection": frozenset({"investigating", "deciding", "ordered", "overdue", "compensation", "enforcement", "handed", "performed", "transferred"}),
}  # fmt: skip
"""The states of a door in which the claim has been brought there, so that its limitation no longer threatens."""
DOORS = tuple(BROUGHT)
_AT_DOORS = Prepared(lambda case: Procedure.objects.filter(case=case, kind__in=DOORS).values_list("kind", "state"))
_INTERRUPTED = Prepared(lambda case: Interrupted.objects.filter(case=case).values_list("claimant", "on", "ground"))
_WORKERS = Prepared(lambda case: Claimant.objects.filter(case=case).order_by("pk"))
_FILED = Prepared(lambda case: CaseFiling.objects.filter(case=case).values_list("at"))
Kept = tuple[int | None, date, str]
"""An interruption as it was recorded: for which worker, on which day, for which reason."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The limitation of one worker (or of a case without workers on its ledger) at one door.

    `assumed`: nobody said yet whether the employment ended, so the earliest day it could be was taken. `brought`: the claim
    stands before that door already.
    """

    claimant: int | None
    found: Limitation
    assumed: bool = False
    brought: bool = False


def limits_of(case: Case, *, on: date) -> list[Limit]:
    """Every limitation of a case on a day; a worker who was paid in full has none."""
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    brought = _brought(case)
    kept = _INTERRUPTED(case.pk)
    common = _common(case, kept)
    lines = entries_of(case)
    paid = {one.worker for one in balances(lines, on=on).values() if one.owed and not one.outstanding}
    workers: list[Claimant | None] = [one for one in _WORKERS(case.pk) if one.pk not in paid]
    if not workers and not paid:
        workers = [None]
    found = [
        _arbitration(law, worker, [*common, *_own(kept, worker, lines)], case, on=on, brought=brought)
        for worker in workers
    ]
    if workers:
        whole = inspection(law, breach_ended_on=case.breach_ended_on, on=on)
        found.append(Limit(None, whole, brought="inspection" in brought))
    return found


def nearest(found: Iterable[Limit], door: str) -> Limitation | None:
    """The limitation that runs out first at a door among claims not brought there yet."""
    open_ = [one.found for one in found if one.found.door == door and not one.brought and one.found.last_day]
    return min(open_, key=lambda one: one.last_day or date.max, default=None)


def _brought(case: Case) -> frozenset[str]:
    return frozenset(kind for kind, state in _AT_DOORS(case.pk) if state in BROUGHT[kind])


def in_time_for_inspection(case: Case, *, on: date) -> bool:
    """Whether the breach was reported before the inspection's two years were over; always while it goes on."""
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    last = inspection(law, breach_ended_on=case.breach_ended_on, on=on).last_day
    return last is None or min(_brought_on(case)) <= last


def _brought_on(case: Case) -> list[date]:
    """The days on which the filings came in, not those on which a desk took them up; a case split off has the old one's."""
    return [local_date(at) for (at,) in _FILED(case.pk)] or [local_date(case.opened_at)]


def last_interrupted(case: Case) -> date:
    """The day from which the limitation runs anew; of several workers, of whom it runs longest already."""
    kept, lines = _INTERRUPTED(case.pk), entries_of(case)
    common = [one.on for one in _common(case, kept)]
    workers = list(_WORKERS(case.pk))
    return min((max([*common, *(one.on for one in _own(kept, each, lines))]) for each in workers), default=max(common))


def _common(case: Case, kept: Iterable[Kept]) -> list[Interruption]:
    """What interrupts for everybody: filings with the office (请求权利救济), and what was recorded for the whole case."""
    filed = [Interruption(day, Ground.REMEDY) for day in _brought_on(case)]
    return [*filed, *_of(None, kept)]


def _of(claimant: int | None, kept: Iterable[Kept]) -> list[Interruption]:
    """What was recorded for one worker, or for nobody in particular."""
    return [Interruption(on, Ground(ground)) for number, on, ground in kept if number == claimant]


def _own(kept: Iterable[Kept], worker: Claimant | None, lines: Iterable[Entry]) -> list[Interruption]:
    """What interrupts for one worker: own records, and that the employer promised or paid a part (同意履行)."""
    if worker is None:
        return []
    agreed = [
        Interruption(one.on, Ground.ACKNOWLEDGED)
        for one in lines
        if one.worker == worker.pk and one.kind in {Kind.PROMISED, Kind.PAID} and one.amount_fen > 0
    ]
    return [*agreed, *_of(worker.pk, kept)]


def _arbitration(
    law: LawBook, worker: Claimant | None, interruptions: list[Interruption], case: Case, *, on: date,
    brought: frozenset[str],
) -> Limit:  # fmt: skip
    known = Employment(worker.employment) if worker else Employment.UNKNOWN
    unique = sorted(set(interruptions), key=lambda one: (one.on, one.ground))
    number = worker.pk if worker else None
    done = "arbitration" in brought
    if known is Employment.UNKNOWN:
        found = cautious(law, told_on=min(one.on for one in unique), on=on, interruptions=unique)
        return Limit(number, found, assumed=True, brought=done)
    ended = worker.ended_on if worker and known is Employment.ENDED else None
    return Limit(number, arbitration(law, ended_on=ended, on=on, interruptions=unique), brought=done)
