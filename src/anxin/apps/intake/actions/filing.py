"""A filing's way (诉求办理): received with a receipt, understood, joined, assigned, answered."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from anxin.apps.intake.events import (
    FilingAnswered,
    FilingAssigned,
    FilingJoined,
    FilingParted,
    FilingReceived,
    FilingUnderstood,
    ReceiptLookedUp,
    SurgeNoticed,
)
from anxin.apps.intake.models import Attachment, Channel, Fellow, Filing, Identity, Kind
from anxin.apps.intake.timing import first_reply
from anxin.apps.registry.api import employer as employer_within
from anxin.apps.registry.api import refs
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.queries import account_within
from anxin.base.places.models import Place
from anxin.base.vault.sealing import keyed_hash, open_, seal
from anxin.domain.intake.receipts import DIGITS, Receipt, code_of
from anxin.kernel.money import Fen, yuan
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

SHORTEST, LONGEST = 4, 20_000
"""A filing of fewer characters says nothing; a longer one is an attachment."""
SURGE = 10
"""Filings about one employer within a day from which on somebody is told; none is ever turned away for it."""
FIRST_REPLY = "intake.first_reply"


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that lies in the store already: its content hash, name, kind and size."""

    sha256: str
    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class FellowSaid:
    """A fellow worker as named by the filer."""

    name: str
    phone: str = ""
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A filing as it was said, whatever the channel; what nobody said stays None or empty."""

    words: str
    channel: str
    kind: str = Kind.COMPLAINT
    identity: str = Identity.NAMED
    external_id: str = ""
    name: str = ""
    phone: str = ""
    employer_id: int | None = None
    employer_said: str = ""
    address_said: str = ""
    place_code: str = ""
    workers: int | None = None
    amount_fen: int | None = None
    since: date | None = None
    language: str = "zh-hans"
    fellows: Sequence[FellowSaid] = ()
    files: Sequence[Handed] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Received:
    """What the filer gets: the filing's number, the code to keep, and the receipt to be signed."""

    filing: int
    code: str
    receipt: Receipt
    again: bool = False


def receive(*, said: Said, by: Actor, at: datetime, happened_at: datetime | None = None) -> Received:
    """Take a filing in: one transaction with its receipt code, its clock and its event; the same message again is answered
    with the receipt it had.

    From the moment this returns the filing is acknowledged and cannot be lost.
    """
    _check(said)
    place = _place(said)
    require(by, "intake.receive", place)
    known = _known(said)
    if known is not None:
        return _answer_again(known)
    try:
        with transaction.atomic():
            return _receive(said, place, by=by, at=at, happened_at=happened_at or at)
    except IntegrityError:
        known = _known(said)
        if known is None:
            raise
        return _answer_again(known)


def _check(said: Said) -> None:
    faults = []
    if len(said.words.strip()) < SHORTEST:
        faults.append(Fault("诉求内容", "太短，看不出是什么事", "请写明单位、欠了多少、从什么时候起"))
    if len(said.words) > LONGEST:
        faults.append(Fault("诉求内容", f"超过 {LONGEST} 字", "请把长材料作为附件上传"))
    if said.channel not in Channel.values or said.kind not in Kind.values or said.identity not in Identity.values:
        faults.append(Fault("来源或类别", "不在可选范围内", "请重新选择"))
    for name, value in (("涉及人数", said.workers), ("欠薪金额", said.amount_fen)):
        if value is not None and value < 0:
            faults.append(Fault(name, "不能是负数", "请核对"))
    if faults:
        raise BadInput("intake.unclear", "诉求还不能登记：", faults)


def _place(said: Said) -> str:
    """Where the matter lies: at the employer, else in the place named, else in the deployment's town."""
    if said.employer_id is not None:
        ref = refs([said.employer_id]).get(said.employer_id)
        if ref is None:
            raise NotFound("no_employer", "没有这家企业，请重新选择。")
        return ref.place_path
    found = Place.objects.filter(code=said.place_code or settings.SETTINGS.town).values_list("path", flat=True).first()
    if found is None:
        raise BadInput(
            "intake.no_place", "地点无法识别。", [Fault("地点", said.place_code, "请从列表中选择村（社区）")]
        )
    return found


def _known(said: Said) -> Filing | None:
    if not said.external_id:
        return None
    return Filing.objects.filter(channel=said.channel, external_id=said.external_id).first()


def _answer_again(filing: Filing) -> Received:
    code = open_(filing.code_sealed)
    return Received(filing.pk, code, receipt_of(filing, code), again=True)


def _receive(said: Said, place: str, *, by: Actor, at: datetime, happened_at: datetime) -> Received:
    code = code_of(secrets.randbelow(10 ** (DIGITS - 1)))
    anonymous = said.identity == Identity.ANONYMOUS
    phone = "" if anonymous else said.phone.strip()
    filing = Filing.objects.create(
        place_path=place,
        code_hash=keyed_hash(code),
        code_sealed=seal(code),
        code_tail=code[-4:],
        channel=said.channel,
        external_id=said.external_id,
        kind=said.kind,
        identity=said.identity,
        words=said.words.strip(),
        language=said.language,
        filer_name_sealed="" if anonymous or not said.name.strip() else seal(said.name.strip()),
        phone_sealed=seal(phone) if phone else "",
        phone_hash=keyed_hash(phone) if phone else "",
        phone_tail=phone[-4:],
        employer_id=said.employer_id,
        employer_said=said.employer_said.strip()[:200],
        address_said=said.address_said.strip()[:200],
        workers=said.workers,
        amount_fen=said.amount_fen,
        since=said.since,
        happened_at=happened_at,
        received_at=at,
        by=by.id,
        drill=by.drill,
    )
    Fellow.objects.bulk_create([_fellow(filing, one) for one in said.fellows])
    Attachment.objects.bulk_create([_attachment(filing, one, at) for one in said.files])
    _start_clock(filing, happened_at, by=by, at=at)
    _notice_surge(filing, by=by, at=at)
    receipt = receipt_of(filing, code)
    event = FilingReceived(
        filing=filing.pk, place=place, kind=filing.kind, channel=filing.channel, employer=filing.employer_id,
        digest=receipt.digest, files=receipt.files,
    )  # fmt: skip
    record(event, by=by, at=at, happened_at=happened_at)
    return Received(filing.pk, code, receipt)


def _fellow(filing: Filing, one: FellowSaid) -> Fellow:
    phone = one.phone.strip()
    return Fellow(
        filing=filing, name_sealed=seal(one.name.strip()), phone_sealed=seal(phone) if phone else "",
        phone_hash=keyed_hash(phone) if phone else "", phone_tail=phone[-4:], amount_fen=one.amount_fen,
    )  # fmt: skip


def _attachment(filing: Filing, one: Handed, at: datetime) -> Attachment:
    return Attachment(filing=filing, sha256=one.sha256, name=one.name[-200:], kind=one.kind, size=one.size, at=at)


def _start_clock(filing: Filing, happened_at: datetime, *, by: Actor, at: datetime) -> None:
    due = first_reply(happened_at)
    clocks.start(
        kind=FIRST_REPLY,
        title=f"首次答复：{filing.get_kind_display()}（{filing.get_channel_display()}，回执尾号 {filing.code_tail}）",
        subject=subject_of(filing.pk),
        url=f"/office/intake/{filing.pk}/",
        place_path=filing.place_path,
        owner="role:clerk",
        started_at=happened_at,
        due_at=due.at,
        law_param=due.param,
        law_date=due.law_date,
        why=due.why,
        by=by,
        at=at,
    )


def _notice_surge(filing: Filing, *, by: Actor, at: datetime) -> None:
    """Tell once when the filings about one employer within a day reach the mark, and again at each doubling."""
    if filing.employer_id is None:
        return
    recent = Filing.objects.filter(employer_id=filing.employer_id, received_at__gt=at - timedelta(days=1)).count()
    marks = {SURGE * 2**step for step in range(10)}
    if recent in marks:
        record(SurgeNoticed(employer=filing.employer_id, place=filing.place_path, filings=recent), by=by, at=at)


def receipt_of(filing: Filing, code: str) -> Receipt:
    """The receipt of a filing as it was received; files added later are not on it."""
    digest = hashlib.sha256(filing.words.encode()).hexdigest()
    files = filing.attachments.filter(at=filing.received_at, from_filer=True).order_by("sha256")
    office = settings.SETTINGS.town
    at = filing.received_at.replace(microsecond=0)
    return Receipt(code, office, at, filing.kind, digest, tuple(files.values_list("sha256", flat=True)))


@transaction.atomic
def understand(
    *, filing_id: int, kind: str, employer_id: int | None, workers: int | None, amount_fen: int | None, since: date | None,
    by: Actor, at: datetime,
) -> Filing:  # fmt: skip
    """Confirm what a filing says; the words stay as they were said."""
    filing = lock(filing_id, by=by, power="intake.handle")
    if kind not in Kind.values:
        raise BadInput("intake.unclear", "类别不在可选范围内。")
    filing.kind, filing.workers, filing.amount_fen, filing.since = kind, workers, amount_fen, since
    if employer_id is not None:
        employer = employer_within(by.scope, employer_id)
        filing.employer, filing.place_path = employer, employer.place_path
    filing.save(update_fields=["kind", "workers", "amount_fen", "since", "employer", "place_path"])
    event = FilingUnderstood(
        filing=filing.pk, place=filing.place_path, kind=kind, employer=filing.employer_id, workers=workers,
        amount_yuan="" if amount_fen is None else yuan(Fen(amount_fen)),
    )  # fmt: skip
    record(event, by=by, at=at)
    return filing


@transaction.atomic
def join(*, filing_id: int, to_id: int, by: Actor, at: datetime) -> Filing:
    """Join a filing to another about the same matter; its clock stops, because the other's answer is its answer."""
    filing, other = lock(filing_id, by=by, power="intake.handle"), lock(to_id, by=by, power="intake.handle")
    if filing.pk == other.pk or other.joined_to_id is not None or filing.joined.exists():
        raise RuleBroken("intake.cannot_join", "只能并入一件独立的诉求；已有其他诉求并入的，请先分出。")
    if filing.state != Filing.State.INBOX:
        raise RuleBroken("intake.cannot_join", "这件诉求已转案件、已答复或已并入，不能再并。")
    filing.joined_to, filing.state = other, Filing.State.JOINED
    filing.save(update_fields=["joined_to", "state"])
    clocks.stop(subject=subject_of(filing.pk), kind=FIRST_REPLY, outcome="joined", by=by, at=at)
    record(FilingJoined(filing=filing.pk, place=filing.place_path, to=other.pk), by=by, at=at)
    return filing


@transaction.atomic
def part(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """Take a joined filing out again; its clock counts from the day it came, as if it had never been joined."""
    filing = lock(filing_id, by=by, power="intake.handle")
    if filing.joined_to_id is None:
        raise RuleBroken("intake.not_joined", "这件诉求没有并入其他诉求。")
    was = filing.joined_to_id
    filing.joined_to, filing.state = None, Filing.State.INBOX
    filing.save(update_fields=["joined_to", "state"])
    if filing.answered_at is None:
        _start_clock(filing, filing.happened_at, by=by, at=at)
    record(FilingParted(filing=filing.pk, place=filing.place_path, was=was), by=by, at=at)
    return filing


@transaction.atomic
def assign(*, filing_id: int, owner_id: int, by: Actor, at: datetime) -> Filing:
    """Give a filing to a person who may handle it there."""
    filing = lock(filing_id, by=by, power="intake.handle")
    filing.owner = account_within(owner_id, place_path=filing.place_path, power="intake.handle", at=at)
    filing.save(update_fields=["owner"])
    clocks.hand_over(subject=subject_of(filing.pk), owner=f"person:{owner_id}", by=by, at=at)
    record(FilingAssigned(filing=filing.pk, place=filing.place_path, owner=owner_id), by=by, at=at)
    return filing


@transaction.atomic
def again(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """Look up a receipt code that its filer lost; who asked is on record."""
    filing = lock(filing_id, by=by, power="intake.handle")
    record(ReceiptLookedUp(filing=filing.pk, place=filing.place_path), by=by, at=at)
    return filing


@transaction.atomic
def close_answered(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """Close an enquiry or a lead that an answer settled; a wage complaint is settled in its case."""
    filing = lock(filing_id, by=by, power="intake.handle")
    if filing.state != Filing.State.INBOX:
        raise RuleBroken("intake.not_open", "这件诉求已处理。请刷新页面。")
    if filing.kind == Kind.COMPLAINT:
        raise RuleBroken("intake.complaint_needs_case", "投诉须转案件办理，不能只答复办结。")
    if filing.answered_at is None:
        raise RuleBroken("intake.not_answered", "请先答复当事人，再办结。")
    filing.state = Filing.State.ANSWERED
    filing.save(update_fields=["state"])
    record(FilingAnswered(filing=filing.pk, place=filing.place_path, closes=True), by=by, at=at)
    return filing


def lock(filing_id: int, *, by: Actor, power: str) -> Filing:
    """The filing within the actor's reach, locked for this transaction."""
    filing = Filing.objects.select_for_update().within(by.scope).filter(pk=filing_id).first()
    if filing is None:
        raise NotFound("no_filing", "没有这件诉求，或不在您的管辖地域内。")
    require(by, power, filing.place_path)
    return filing


def subject_of(filing_id: int) -> str:
    """A filing as clocks and events name it."""
    return f"intake.filing:{filing_id}"
