"""Looking for repeats across channels (查重): in the background, so that nobody who files waits for it; a person decides.

What is found is a hint beside the filings, no act of the office, and leaves no event; a person's word does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from anxin.apps.intake.actions.filing import lock
from anxin.apps.intake.events import FilingsLikened, FilingsToldApart
from anxin.apps.intake.models import Compared, Filing, Twin
from anxin.apps.intake.queries import COMPARED, NEAR, OFFERED, SAME_WEEKS, sketches
from anxin.base.actors import Actor
from anxin.base.bulk import insert_mappings
from anxin.base.eventlog.log import record
from anxin.base.places.paths import town_of
from anxin.base.together import short_turn
from anxin.domain.intake.likeness import Sketch, likest
from anxin.kernel.outcome import RuleBroken

AT_ONCE = 500
"""Filings compared in one turn; the rest in the next."""
WRITTEN = 200
"""Pairs written in one transaction."""


def compare(*, at: datetime) -> int:
    """Compare the filings that came since the last turn with those before them; answers how many were compared.

    Only what was found is written in transactions, and in short ones: comparing takes longer than whoever files just then
    may wait. Where it is broken off, the next turn finds the same pairs again.
    """
    done = Compared.objects.first() or Compared.objects.create(upto=_long_ago(at))
    fresh = list(Filing.objects.filter(pk__gt=done.upto).order_by("pk")[:AT_ONCE])
    if not fresh:
        return 0
    towns: dict[str, list[Filing]] = defaultdict(list)
    for one in fresh:
        if one.joined_to_id is None and not one.drill:
            towns[town_of(one.place_path)].append(one)
    found = [both for town, some in towns.items() for both in _twins(town, some)]
    for begin in range(0, len(found), WRITTEN):
        with short_turn():
            insert_mappings(Twin, found[begin : begin + WRITTEN], by_key=["of", "other"])
    Compared.objects.filter(pk=done.pk).update(upto=fresh[-1].pk)
    return len(fresh)


def _long_ago(at: datetime) -> int:
    """The last filing too old to be compared when this begins."""
    return Filing.objects.filter(received_at__lt=at - SAME_WEEKS).aggregate(n=Max("pk"))["n"] or 0


def _twins(town: str, some: list[Filing]) -> Iterable[dict[str, int]]:
    own = sketches(Filing.objects.filter(pk__in=[one.pk for one in some]))
    known = _known(town, some, own)
    where = _Where(known)
    for mine, sketch in sorted(own.items()):
        others = {number: known[number] for number in where.near(sketch) if number < mine}
        for number, _how in likest(sketch, others, most=OFFERED):
            yield {"of_id": mine, "other_id": number}
            yield {"of_id": number, "other_id": mine}


def _known(town: str, some: list[Filing], own: dict[int, Sketch]) -> dict[int, Sketch]:
    """The filings that these are compared with: the newest of the town, and those with one of their telephones or employers."""
    since, last = min(one.received_at for one in some), max(one.pk for one in some)
    before = Filing.objects.filter(joined_to=None, drill=False, place_path__startswith=town, pk__lte=last)
    newest = before.filter(received_at__gt=since - SAME_WEEKS).order_by("-pk")[: COMPARED + len(some)]
    phones = {phone for one in own.values() for phone in one.phones}
    employers = {one.employer_id for one in some} - {None}
    same = Q(phone_hash__in=phones) | Q(fellows__phone_hash__in=phones)
    same |= Q(employer__in=employers, received_at__gt=since - NEAR)
    return sketches(before.filter(same).distinct().order_by("-pk")[: 4 * AT_ONCE]) | sketches(newest)


class _Where:
    """Which filings share a telephone or an employer with one, and the newest of all, for their words."""

    def __init__(self, known: dict[int, Sketch]) -> None:
        self._phones, self._employers = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        self._newest = sorted(known, reverse=True)
        for number in self._newest:
            for phone in known[number].phones:
                self._phones[phone].append(number)
            if known[number].employer:
                self._employers[known[number].employer].append(number)

    def near(self, one: Sketch) -> set[int]:
        found = {number for phone in one.phones for number in self._phones[phone]}
        return found | {*self._employers[one.employer][:COMPARED]} | {*self._newest[:COMPARED]}


@transaction.atomic
def tell_apart(*, filing_id: int, other_id: int, by: Actor, at: datetime) -> None:
    """They are two matters: neither is offered beside the other again."""
    filing, other = _both(filing_id, other_id, by)
    for one, another in ((filing, other), (other, filing)):
        Twin.objects.update_or_create(of=one, other=another, defaults={"apart_by": by.id, "apart_at": at})
    record(FilingsToldApart(filing=filing.pk, place=filing.place_path, other=other.pk), by=by, at=at)


@transaction.atomic
def liken(*, filing_id: int, other_id: int, by: Actor, at: datetime) -> None:
    """Take back that they are two matters."""
    filing, other = _both(filing_id, other_id, by)
    rows = Twin.objects.filter(Q(of=filing, other=other) | Q(of=other, other=filing)).exclude(apart_at=None)
    if not rows.update(apart_by="", apart_at=None):
        raise RuleBroken("intake.not_apart", "这两件没有认定为不同的事。")
    record(FilingsLikened(filing=filing.pk, place=filing.place_path, other=other.pk), by=by, at=at)


def _both(filing_id: int, other_id: int, by: Actor) -> tuple[Filing, Filing]:
    if filing_id == other_id:
        raise RuleBroken("intake.same_filing", "请选择另一件诉求。")
    return lock(filing_id, by=by, power="intake.handle"), lock(other_id, by=by, power="intake.handle")
