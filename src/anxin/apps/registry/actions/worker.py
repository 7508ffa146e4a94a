"""Finding or registering the workers (劳动者) that a payroll names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from anxin.apps.registry.actions.upserting import CHUNK
from anxin.apps.registry.models import Employment, PayAccount, Worker
from anxin.base.vault.sealing import keyed_hash, keyed_hash63, seal


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a payroll names them: employer, name, and number, account and phone where they are given."""

    employer_id: int
    name: str
    place_path: str
    id_number: str | None = None
    account: str | None = None
    phone: str | None = None


@transaction.atomic
def ensure(people: Sequence[Named], *, since: date | None = None) -> list[int]:
    """The register number of each person, registering those not known, in the order given.

    A person is known by the identity number; without one, by the account at that employer; without that, by a name
    that only one worker of that employer bears. Who stays ambiguous is registered apart and shown for joining by hand.
    Part of the act of taking a payroll in, which checks the power and records the event.
    """
    index = _Index.of(people)
    ids = [index.find(one) for one in people]
    missing = [number for number, found in enumerate(ids) if found is None]
    fresh: dict[Any, Worker] = {}
    for number in missing:
        fresh.setdefault(_identity(people[number]), _fresh(people[number]))
    Worker.objects.bulk_create(list(fresh.values()), batch_size=CHUNK)
    for number in missing:
        ids[number] = fresh[_identity(people[number])].pk
    known_ids = [one for one in ids if one is not None]
    _employ(people, known_ids, since)
    _accounts(people, known_ids)
    return known_ids


def _identity(one: Named) -> tuple[Any, ...]:
    if one.id_number:
        return ("id", one.id_number.upper())
    return ("account", one.account) if one.account else ("name", one.employer_id, one.name)


def _fresh(one: Named) -> Worker:
    number, phone = (one.id_number or "").upper(), one.phone or ""
    return Worker(
        name=one.name,
        place_path=one.place_path,
        id_sealed=seal(number) if number else "",
        id_hash=keyed_hash(number) if number else None,
        id_tail=number[-4:],
        phone_sealed=seal(phone) if phone else "",
        phone_hash=keyed_hash(phone) if phone else "",
        phone_tail=phone[-4:],
    )


@dataclass(slots=True)
class _Index:
    """What is known of the workers of the employers concerned, looked up once."""

    by_id: dict[str, int]
    by_account: dict[tuple[int, int], int]
    by_name: dict[tuple[int, str], set[int]]

    @classmethod
    def of(cls, people: Sequence[Named]) -> _Index:
        hashes = [keyed_hash(one.id_number.upper()) for one in people if one.id_number]
        by_id: dict[str, int] = {}
        for start in range(0, len(hashes), CHUNK):
            some = Worker.objects.filter(id_hash__in=hashes[start : start + CHUNK]).values_list("id_hash", "pk")
            by_id.update({digest: pk for digest, pk in some if digest})
        employers = {one.employer_id for one in people}
        accounts = PayAccount.objects.filter(employer_id__in=employers)
        names: dict[tuple[int, str], set[int]] = {}
        spells = Employment.objects.filter(employer_id__in=employers)
        for employer_id, worker_id, name in spells.values_list("employer_id", "worker_id", "worker__name"):
            names.setdefault((employer_id, name), set()).add(worker_id)
        pairs = accounts.values_list("employer_id", "account_hash", "worker_id")
        return cls(by_id, {(e, h): w for e, h, w in pairs}, names)

    def find(self, one: Named) -> int | None:
        if one.id_number:
            return self.by_id.get(keyed_hash(one.id_number.upper()))
        if one.account:
            found = self.by_account.get((one.employer_id, keyed_hash63(one.account)))
            if found is not None:
                return found
        named = self.by_name.get((one.employer_id, one.name), set())
        return next(iter(named)) if len(named) == 1 else None


def _employ(people: Sequence[Named], ids: Sequence[int], since: date | None) -> None:
    employers = {one.employer_id for one in people}
    known = set(Employment.objects.filter(employer_id__in=employers).values_list("worker_id", "employer_id"))
    wanted = {(worker, one.employer_id) for worker, one in zip(ids, people, strict=True)} - known
    spells = [Employment(worker_id=w, employer_id=e, started_on=since) for w, e in sorted(wanted)]
    Employment.objects.bulk_create(spells, batch_size=CHUNK)


def _accounts(people: Sequence[Named], ids: Sequence[int]) -> None:
    employers = {one.employer_id for one in people}
    kept = PayAccount.objects.filter(employer_id__in=employers)
    known = set(kept.values_list("worker_id", "employer_id", "account_hash"))
    fresh: dict[tuple[int, int, int], PayAccount] = {}
    for worker, one in zip(ids, people, strict=True):
        if not one.account:
            continue
        key = (worker, one.employer_id, keyed_hash63(one.account))
        if key not in known and key not in fresh:
            fresh[key] = PayAccount(
                worker_id=worker,
                employer_id=one.employer_id,
                account_hash=key[2],
                account_sealed=seal(one.account),
                account_tail=one.account[-4:],
            )
    PayAccount.objects.bulk_create(list(fresh.values()), batch_size=CHUNK)
