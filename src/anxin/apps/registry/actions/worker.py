"""Finding or registering the workers (劳动者) that a payroll names, and taking back what was registered for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from anxin.apps.registry.models import Employer, Employment, PayAccount, Worker
from anxin.base.batches.writing import CHUNK
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


@dataclass(frozen=True, slots=True)
class Registered:
    """The register number of each person in the order given, and the numbers of what was newly made for them.

    `made` is kept with the file that named them, so that it can be taken back with it.
    """

    ids: list[int]
    made: dict[str, list[int]]


@transaction.atomic
def register_people(people: Sequence[Named], *, since: date | None = None) -> Registered:
    """The register number of each person, registering those not known, with what was made for them.

    A person is known by the identity number; without one, by account and name at that employer; without that, by a name
    that only one worker of that employer bears. Who stays ambiguous is registered apart and shown for joining by hand.
    Part of the act of taking a payroll in, which checks the power and records the event.
    """
    _one_at_a_time({one.employer_id for one in people})
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
    _name_those_known_by_name(index.adopted)
    made = {"employments": _employ(people, known_ids, since), "accounts": _accounts(people, known_ids)}
    return Registered(known_ids, made)


@transaction.atomic
def withdraw(made: Mapping[str, Sequence[int]], *, keep: frozenset[tuple[int, int]] = frozenset()) -> None:
    """Take back employments and accounts that only a file taken back had named; `keep` are (worker, employer) still named.

    An account left with an employer who never paid into it would make other employers' payments ambiguous. Part of the
    act of taking the file back. The persons stay: other records may speak of them.
    """
    for name, model in (("accounts", PayAccount), ("employments", Employment)):
        numbers = made.get(name, ())
        for start in range(0, len(numbers), CHUNK):
            some = model._default_manager.filter(pk__in=numbers[start : start + CHUNK])
            pairs = some.values_list("pk", "worker_id", "employer_id")
            gone = [pk for pk, worker, employer in pairs if (worker, employer) not in keep]
            model._default_manager.filter(pk__in=gone).delete()


def _one_at_a_time(employers: set[int]) -> None:
    """Wait for anybody else who registers people of these employers, so that nobody is registered twice."""
    list(Employer.objects.select_for_update().filter(pk__in=employers).order_by("pk").values_list("pk"))


def _identity(one: Named) -> tuple[Any, ...]:
    if one.id_number:
        return ("id", one.id_number.upper())
    return ("account", one.employer_id, one.name, one.account) if one.account else ("name", one.employer_id, one.name)


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
    by_account: dict[tuple[int, int, str], int]
    by_name: dict[tuple[int, str], set[int]]
    nameless: set[int]
    adopted: dict[int, Named] = field(default_factory=dict)

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
        nameless: set[int] = set()
        spells = Employment.objects.filter(employer_id__in=employers)
        for employer_id, worker_id, name, digest in spells.values_list(
            "employer_id", "worker_id", "worker__name", "worker__id_hash"
        ):
            names.setdefault((employer_id, name), set()).add(worker_id)
            if digest is None:
                nameless.add(worker_id)
        rows = accounts.values_list("employer_id", "account_hash", "worker__name", "worker_id")
        return cls(by_id, {(e, h, n): w for e, h, n, w in rows}, names, nameless)

    def find(self, one: Named) -> int | None:
        if one.id_number:
            return self.by_id.get(keyed_hash(one.id_number.upper())) or self._adopt(one)
        if one.account:
            found = self.by_account.get((one.employer_id, keyed_hash63(one.account), one.name))
            if found is not None:
                return found
        named = self.by_name.get((one.employer_id, one.name), set())
        return next(iter(named)) if len(named) == 1 else None

    def _adopt(self, one: Named) -> int | None:
        """Somebody known so far by name alone whose identity number is told now: the same person, not a second one."""
        named = self.by_name.get((one.employer_id, one.name), set())
        only = next(iter(named)) if len(named) == 1 else None
        if only is None or only not in self.nameless:
            return None
        told = self.adopted.setdefault(only, one)
        return only if told.id_number == one.id_number else None


def _name_those_known_by_name(adopted: Mapping[int, Named]) -> None:
    for worker_id, one in adopted.items():
        number = (one.id_number or "").upper()
        Worker.objects.filter(pk=worker_id).update(
            id_sealed=seal(number), id_hash=keyed_hash(number), id_tail=number[-4:]
        )


def _employ(people: Sequence[Named], ids: Sequence[int], since: date | None) -> list[int]:
    employers = {one.employer_id for one in people}
    known = set(Employment.objects.filter(employer_id__in=employers).values_list("worker_id", "employer_id"))
    wanted = {(worker, one.employer_id) for worker, one in zip(ids, people, strict=True)} - known
    spells = [Employment(worker_id=w, employer_id=e, started_on=since) for w, e in sorted(wanted)]
    return [one.pk for one in Employment.objects.bulk_create(spells, batch_size=CHUNK)]


def _accounts(people: Sequence[Named], ids: Sequence[int]) -> list[int]:
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
    return [one.pk for one in PayAccount.objects.bulk_create(list(fresh.values()), batch_size=CHUNK)]
