"""The people of a public-order matter (涉及人员): who is claimed for, who is concerned, told, heard, and cleared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db import transaction

from anxin.apps.cases.actions.locking import lock_disorder
from anxin.apps.cases.disorders import hash_of
from anxin.apps.cases.events import DisorderPersonCleared, DisorderPersonTold, DisorderReplied, DisorderSourceAdded
from anxin.apps.cases.models import Disorder, DisorderPerson
from anxin.apps.registry.api import people_at
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import seal
from anxin.kernel.ids import is_id_number
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

HEARD_IN = frozenset({"checking", "replying", "deciding"})
"""Until a conclusion is drawn whoever is concerned may be told and may answer, late or not."""


class Claim(Protocol):
    """One row of a list of claims."""

    @property
    def name(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def amount_fen(self) -> int | None: ...
    @property
    def account(self) -> str: ...


def add_people(matter: Disorder, rows: Sequence[Claim], *, by: Actor) -> None:
    """Put everybody of a list of claims to a matter; who is on the register at the employer is known as that worker."""
    numbers = {hash_of(one.number) for one in rows if one.number.strip()}
    known = people_at(by.scope, matter.employer_id).filter(id_hash__in=numbers) if matter.employer_id else ()
    workers = {one.id_hash: one.pk for one in known}
    DisorderPerson.objects.bulk_create(
        DisorderPerson(
            disorder=matter, name_sealed=seal(one.name.strip()), name_hash=hash_of(one.name), number_hash=hash_of(one.number),
            number_ok=is_id_number(one.number.strip().upper()) if one.number.strip() else None,
            account_hash=hash_of(one.account), worker_id=workers.get(hash_of(one.number)), claimed_fen=one.amount_fen,
        )
        for one in rows
    )  # fmt: skip


def _locked(person_id: int, *, by: Actor) -> DisorderPerson:
    within = Disorder.objects.within(by.scope)
    row = DisorderPerson.objects.filter(pk=person_id, disorder__in=within).values_list("disorder", flat=True).first()
    if row is None:
        raise NotFound("cases.no_disorder_person", "没有这名涉及人员，或不在您的管辖地域内。")
    matter = lock_disorder(row, by=by)
    if matter.state not in HEARD_IN:
        raise RuleBroken("cases.disorder_concluded", "这件事项已有结论。")
    person = DisorderPerson.objects.get(pk=person_id)
    person.disorder = matter
    if person.cleared_at is not None:
        raise RuleBroken("cases.disorder_cleared", "此人已排除。")
    return person


@transaction.atomic
def add_concerned(*, disorder_id: int, name: str, by: Actor, at: datetime) -> DisorderPerson:
    """Name somebody against whom something could be concluded, and who therefore is told and heard."""
    matter = lock_disorder(disorder_id, by=by)
    if matter.state != "checking":
        raise RuleBroken("cases.disorder_told", "已告知当事人。需要增加当事人的，先退回再核查。")
    if not name.strip():
        raise BadInput("cases.no_name", "没有登记：", [Fault("姓名", "没有填写", "请填写当事人姓名")])
    person = DisorderPerson.objects.create(
        disorder=matter, name_sealed=seal(name.strip()), name_hash=hash_of(name), concerned=True
    )
    event = DisorderSourceAdded(disorder=matter.pk, place=matter.place_path, what="concerned", count=1)
    record(event, by=by, at=at)
    return person


@transaction.atomic
def concern(*, person_id: int, by: Actor, at: datetime) -> DisorderPerson:
    """Make somebody of the list of claims one who is concerned."""
    person = _locked(person_id, by=by)
    if person.disorder.state != "checking":
        raise RuleBroken("cases.disorder_told", "已告知当事人。需要增加当事人的，先退回再核查。")
    person.concerned = True
    person.save(update_fields=["concerned"])
    event = DisorderSourceAdded(
        disorder=person.disorder_id, place=person.disorder.place_path, what="concerned", count=1
    )
    record(event, by=by, at=at)
    return person


@transaction.atomic
def tell_person(*, person_id: int, how: str, by: Actor, at: datetime) -> DisorderPerson:
    """Record that somebody concerned was told what it is about and that he may answer, and how."""
    person = _locked(person_id, by=by)
    if not person.concerned or len(how.strip()) < 2:
        raise BadInput("cases.not_told", "没有登记：", [Fault("告知方式", "没有填写", "请写明何时以何方式告知了什么")])
    person.told_at, person.told_how = at, how.strip()[:200]
    person.save(update_fields=["told_at", "told_how"])
    record(
        DisorderPersonTold(disorder=person.disorder_id, place=person.disorder.place_path, who=person.pk), by=by, at=at
    )
    return person


@transaction.atomic
def reply(*, person_id: int, words: str, files: Sequence[str], by: Actor, at: datetime) -> DisorderPerson:
    """Keep what somebody concerned answers; taken until a conclusion is drawn, late or not."""
    person = _locked(person_id, by=by)
    if person.told_at is None:
        raise RuleBroken("cases.not_told", "还没有告知此人。先登记告知，再收存陈述。")
    if len(words.strip()) < 2:
        raise BadInput("cases.no_words", "没有收存：", [Fault("陈述", "没有填写", "请写下当事人的陈述，原件可上传")])
    person.replied_at, person.reply_sealed = at, seal(words.strip())
    person.reply_files = list(files)
    person.save(update_fields=["replied_at", "reply_sealed", "reply_files"])
    event = DisorderReplied(
        disorder=person.disorder_id, place=person.disorder.place_path, who=person.pk, files=tuple(files)
    )
    record(event, by=by, at=at)
    return person


@transaction.atomic
def clear_person(*, person_id: int, why: str, by: Actor, at: datetime) -> DisorderPerson:
    """Clear somebody: from now on no search finds him, though the matter goes on."""
    person = _locked(person_id, by=by)
    if len(why.strip()) < 2:
        raise BadInput("cases.no_words", "没有排除：", [Fault("理由", "没有填写", "请写明排除的理由")])
    forget([person], why=why.strip(), at=at)
    event = DisorderPersonCleared(disorder=person.disorder_id, place=person.disorder.place_path, who=person.pk)
    record(event, by=by, at=at)
    return person


def forget(persons: Sequence[DisorderPerson], *, why: str, at: datetime) -> None:
    """Wipe what a search could find of some people."""
    for one in persons:
        one.name_hash = one.number_hash = one.account_hash = ""
        one.concerned, one.cleared_at, one.cleared_why = False, at, why[:500]
    DisorderPerson.objects.bulk_update(
        persons, ["name_hash", "number_hash", "account_hash", "concerned", "cleared_at", "cleared_why"], batch_size=500
    )
