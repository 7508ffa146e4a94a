"""Reads of the ledger of public-order matters (涉薪治安台账), and the cross-check of a matter on its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from anxin.apps.cases.models import Disorder, DisorderLook, DisorderPerson
from anxin.apps.payroll.api import WorkerPay, pay_of_workers
from anxin.base.scope import Scope
from anxin.base.vault.sealing import keyed_hash
from anxin.domain.casework.crosscheck import Checked, Claimed, Sources, cross_check, digest
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.tables import CaseType
from anxin.domain.clocks.statutory import StatutoryClock
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound
from anxin.law import book, office_calendar

TABLE = "disorder"
CLOCK = "cases.disorder"
LOOK_PARAM = "local_order_look_minutes"
OVER = frozenset({"cleared", "corrected", "concluded"})
"""Where nothing is left to do but to destroy the entry when its time is over."""


def table() -> CaseType:
    """The table by which a matter moves."""
    return case_types()[TABLE]


def subject_of(disorder_id: int) -> str:
    """A matter as events and clocks name it."""
    return f"cases.disorder:{disorder_id}"


def disorders(scope: Scope) -> QuerySet[Disorder]:
    """Matters within reach."""
    return Disorder.objects.within(scope).select_related("employer", "owner", "case")


def disorder(scope: Scope, disorder_id: int) -> Disorder:
    """One matter within reach."""
    found = disorders(scope).filter(pk=disorder_id).first()
    if found is None:
        raise NotFound("cases.no_disorder", "没有这件涉薪治安事项，或不在您的管辖地域内。")
    return found


def named(scope: Scope, words: str) -> QuerySet[Disorder]:
    """Matters within reach in which a person stands, by the whole name or identity number; who was cleared is not found."""
    key = hash_of(words)
    people = DisorderPerson.objects.filter(cleared_at=None)
    found = people.filter(name_hash=key) | people.filter(number_hash=key)
    return disorders(scope).filter(pk__in=found.values("disorder")) if key else disorders(scope).none()


def hash_of(words: str) -> str:
    """The keyed hash by which a name, a number or an account is found and compared; empty for nothing."""
    plain = "".join(words.split()).upper()
    return keyed_hash(plain) if plain else ""


def look_of(matter: Disorder, *, by: str, at: datetime) -> DisorderLook | None:
    """The look at the names that this person gave a reason for and that still holds."""
    newest = matter.looks.filter(by=by, at__lte=at).order_by("-at").first()
    if newest is None:
        return None
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    clock = StatutoryClock.start(law.get(LOOK_PARAM, on=local_date(newest.at)), at=newest.at)
    until = clock.deadline(office_calendar(settings.SETTINGS.law_overrides)).due_at
    return newest if until is not None and at <= until else None


def known_of(matter: Disorder) -> frozenset[str]:
    """The conditions of the table that the rows of a matter meet."""
    concerned = list(matter.persons.filter(concerned=True, cleared_at=None))
    found = {
        "concerned_named": bool(concerned),
        "all_told": bool(concerned) and all(one.told_at for one in concerned),
        "all_heard": bool(concerned) and all(one.replied_at for one in concerned),
    }
    return frozenset(name for name, holds in found.items() if holds)


@dataclass(frozen=True, slots=True)
class Seen:
    """The cross-check as it stands now, with the digest of the facts it rests on."""

    checked: Checked
    sha256: str


def seen_now(matter: Disorder, scope: Scope) -> Seen | None:
    """The cross-check of everybody claimed for; None while nobody is."""
    people = list(matter.persons.exclude(claimed_fen=None).order_by("pk"))
    if not people:
        return None
    pay = _pay(matter, people, scope)
    known = pay is not None
    told = Sources(matter.attendance, payroll=known, bank=known, settlements=tuple(matter.settlements))
    claims = [_claimed(one, pay or {}) for one in people]
    return Seen(cross_check(claims, told), digest(claims, told))


def _pay(matter: Disorder, people: list[DisorderPerson], scope: Scope) -> dict[int, WorkerPay] | None:
    if matter.employer_id is None:
        return None
    workers = {one.worker_id for one in people if one.worker_id is not None}
    return pay_of_workers(scope, employer_id=matter.employer_id, worker_ids=workers)


def _claimed(one: DisorderPerson, pay: dict[int, WorkerPay]) -> Claimed:
    found = pay.get(one.worker_id) if one.worker_id is not None else None
    return Claimed(
        key=one.pk,
        claimed_fen=one.claimed_fen,
        person=one.number_hash,
        number_ok=one.number_ok,
        account=one.account_hash,
        days=one.days,
        due_fen=found.due_fen if found else None,
        paid_fen=found.paid_fen if found else None,
    )
