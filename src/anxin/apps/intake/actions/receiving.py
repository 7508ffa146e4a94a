"""Taking filings in (受理登记): each with its receipt code, its clock and its event, acknowledged only after the commit."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache

from django.conf import settings
from django.db import IntegrityError
from django.utils import translation

from anxin.apps.intake.about import named_key
from anxin.apps.intake.actions.surging import surges
from anxin.apps.intake.events import FilingReceived, FilingSetAside
from anxin.apps.intake.models import TRANSFERRED, Attachment, Channel, Fellow, Filing, Identity, Kind
from anxin.apps.intake.said import FellowSaid, Handed, Said, dialled, number_of
from anxin.apps.intake.timing import Due, first_reply
from anxin.apps.registry.api import Employer, employers
from anxin.base.actors import Actor, require
from anxin.base.bulk import insert_many, insert_numbered, new
from anxin.base.clocks.models import Clock
from anxin.base.clocks.starting import start_new
from anxin.base.eventlog.log import Told, record_all
from anxin.base.eventlog.models import EventRow
from anxin.base.files.store import keep
from anxin.base.places.models import Place
from anxin.base.prepared import Prepared
from anxin.base.scope import Scope
from anxin.base.together import Together
from anxin.base.vault.sealing import keyed_hash, open_, seal
from anxin.domain.intake.receipts import DIGITS, Receipt, code_of
from anxin.kernel.clock import SHANGHAI, local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound

SHORTEST, LONGEST = 4, 20_000
"""A filing of fewer characters says nothing; a longer one is an attachment."""
FIRST_REPLY = "intake.first_reply"
TRANSFER_REPLY = "intake.transfer_reply"
_CHANNELS, _KINDS, _IDENTITIES = (frozenset(one.values) for one in (Channel, Kind, Identity))
_PATH = Prepared(lambda code: Place.objects.filter(code=code).values_list("path"))
_NAMED = Prepared(lambda name: Employer.objects.filter(name=name).values_list("pk")[:2])
_SENT = Prepared(
    lambda channel, number: (
        Filing.objects.filter(channel=channel, external_id=number).exclude(external_id="").values_list("pk")
    )
)


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
    said = _with_employer(said)
    place = _place(said)
    require(by, "intake.receive", place)
    known = _known(said)
    if known is not None:
        return _answer_again(known)
    try:
        return TAKING_IN.do(_asked(said, place, by, at, happened_at or at))
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
    if said.channel not in _CHANNELS or said.kind not in _KINDS or said.identity not in _IDENTITIES:
        faults.append(Fault("来源或类别", "不在可选范围内", "请重新选择"))
    if said.reply_by is not None and said.channel not in TRANSFERRED:
        faults.append(Fault("要求反馈日期", "只有 12345、110 转来的才有", "请改选来源，或清空日期"))
    for name, value in (("涉及人数", said.workers), ("欠薪金额", said.amount_fen)):
        if value is not None and value < 0:
            faults.append(Fault(name, "不能是负数", "请核对"))
    if faults:
        raise BadInput("intake.unclear", "诉求还不能登记：", faults)


def _with_employer(said: Said) -> Said:
    """Who named the whole name of the one employer that bears it in the register, named that employer."""
    name = said.employer_said.strip()
    if said.employer_id is not None or not name:
        return said
    found = _NAMED(name)
    return replace(said, employer_id=found[0][0]) if len(found) == 1 else said


def _place(said: Said) -> str:
    """Where the matter lies: at the employer, else in the place named, else in the deployment's town."""
    if said.employer_id is not None:
        place = employers(Scope.everywhere()).filter(pk=said.employer_id).values_list("place_path", flat=True).first()
        if place is None:
            raise NotFound("no_employer", "没有这家企业，请重新选择。")
        return place
    found = _PATH(said.place_code or settings.SETTINGS.town)
    if not found:
        raise BadInput(
            "intake.no_place", "地点无法识别。", [Fault("地点", said.place_code, "请从列表中选择村（社区）")]
        )
    return found[0][0]


def _known(said: Said) -> Filing | None:
    found = _SENT(said.channel, said.external_id) if said.external_id else []
    return Filing.objects.get(pk=found[0][0]) if found else None


def _answer_again(filing: Filing) -> Received:
    code = open_(filing.code_sealed)
    return Received(filing.pk, code, receipt_of(filing, code), again=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """A filing that was checked and made ready, with its code and clock; everything slow about it is done by now."""

    said: Said
    by: Actor
    at: datetime
    code: str
    filing: Filing
    due: Due


def _asked(said: Said, place: str, by: Actor, at: datetime, happened_at: datetime) -> Asked:
    code = code_of(secrets.randbelow(10 ** (DIGITS - 1)))
    filing = _filing(said, place, code, by=by, at=at, happened_at=happened_at)
    return Asked(said, by, at, code, filing, first_reply(happened_at))


def _take_in(some: Sequence[Asked]) -> list[Received]:
    """Filings of several callers with their clocks and events: rows of one kind in one statement, one turn at the chain."""
    filings = [one.filing for one in some]
    if handed := {each.sha256 for one in some for each in one.said.files}:
        keep(handed)
    insert_numbered(filings)
    insert_many(_fellow(one.filing, each) for one in some for each in one.said.fellows)
    insert_many(_attachment(one.filing, each, one.at) for one in some for each in one.said.files)
    begun = [(clock_of(one.filing, one.due), one.by, one.at) for one in some]
    begun += [(reply_clock(one.filing, one.said.reply_by), one.by, one.at) for one in some if one.said.reply_by]
    told = start_new(begun)
    told += surges([(one.filing, one.by, one.at) for one in some])
    found = []
    for one in some:
        filing = one.filing
        files = tuple(sorted({each.sha256 for each in one.said.files}))
        receipt = _receipt(filing, one.code, files)
        event = FilingReceived(
            filing=filing.pk, place=filing.place_path, kind=filing.kind, channel=filing.channel, employer=filing.employer_id,
            digest=receipt.digest, files=receipt.files,
        )  # fmt: skip
        told.append(Told(event, one.by, one.at, filing.happened_at))
        if one.said.aside:
            told.append(Told(FilingSetAside(filing=filing.pk, place=filing.place_path), one.by, one.at))
        found.append(Received(filing.pk, one.code, receipt))
    record_all(told)
    return found


TAKING_IN: Together[Asked, Received] = Together(_take_in)


def _filing(said: Said, place: str, code: str, *, by: Actor, at: datetime, happened_at: datetime) -> Filing:
    anonymous = said.identity == Identity.ANONYMOUS
    phone = "" if anonymous else dialled(said.phone)
    number = number_of(said.phone, on=local_date(at)) if phone else ""
    return new(
        Filing,
        place_path=place,
        code_hash=keyed_hash(code),
        code_sealed=seal(code),
        code_tail=code[-4:],
        channel=said.channel,
        external_id=said.external_id,
        reply_by=said.reply_by,
        kind=said.kind,
        identity=said.identity,
        state=Filing.State.ASIDE if said.aside else Filing.State.INBOX,
        words=said.words.strip(),
        language=said.language,
        filer_name_sealed="" if anonymous or not said.name.strip() else seal(said.name.strip()),
        phone_sealed=seal(phone) if phone else "",
        phone_hash=keyed_hash(number) if number else "",
        phone_tail=number[-4:],
        employer_id=said.employer_id,
        employer_said=said.employer_said.strip()[:200],
        named="" if said.employer_id is not None else named_key(said.employer_said[:200], place),
        address_said=said.address_said.strip()[:200],
        workers=said.workers,
        amount_fen=said.amount_fen,
        since=said.since,
        happened_at=happened_at,
        received_at=at,
        by=by.id,
        drill=by.drill,
    )


def _fellow(filing: Filing, one: FellowSaid) -> Fellow:
    phone = dialled(one.phone)
    number = number_of(one.phone, on=local_date(filing.received_at)) if phone else ""
    return Fellow(
        filing=filing, name_sealed=seal(one.name.strip()), phone_sealed=seal(phone) if phone else "",
        phone_hash=keyed_hash(number) if number else "", phone_tail=number[-4:], amount_fen=one.amount_fen,
    )  # fmt: skip


def _attachment(filing: Filing, one: Handed, at: datetime) -> Attachment:
    return Attachment(filing=filing, sha256=one.sha256, name=one.name[-200:], kind=one.kind, size=one.size, at=at)


def clock_of(filing: Filing, due: Due) -> Clock:
    """The clock of the first reply, not yet started."""
    return new(
        Clock,
        kind=FIRST_REPLY,
        title=f"首次答复：{_words()[filing.kind]}（{_words()[filing.channel]}，回执尾号 {filing.code_tail}）",
        subject=subject_of(filing.pk),
        url=f"/office/intake/{filing.pk}/",
        place_path=filing.place_path,
        owner="role:clerk",
        started_at=due.since,
        due_at=due.at,
        law_param=due.param,
        law_date=due.law_date,
        why=list(due.why),
    )


def reply_clock(filing: Filing, day: date) -> Clock:
    """The clock of the answer that 12345 or 110 want, to the end of the day they named, not yet started."""
    until = datetime.combine(day, time(23, 59, 59), tzinfo=SHANGHAI)
    return Clock(
        kind=TRANSFER_REPLY,
        title=f"向来源方反馈：{_words()[filing.channel]}（来源编号 {filing.external_id or '未填'}）",
        subject=subject_of(filing.pk),
        url=f"/office/intake/{filing.pk}/",
        place_path=filing.place_path,
        owner=f"person:{filing.owner_id}" if filing.owner_id else "role:clerk",
        started_at=filing.happened_at,
        due_at=until,
        why=[f"{_words()[filing.channel]}要求 {day:%Y-%m-%d} 前反馈"],
    )


@cache
def _words() -> dict[str, str]:
    """Kinds and channels as the office reads them, whatever the language of the filer's page."""
    with translation.override("zh-hans"):
        return {name: str(label) for name, label in (*Kind.choices, *Channel.choices)}


def receipt_of(filing: Filing, code: str) -> Receipt:
    """The receipt of a filing as it was given, from the log: whatever was corrected, added or wiped since is not on it."""
    row = EventRow.objects.filter(subject=subject_of(filing.pk), type=FilingReceived.type).order_by("seq").first()
    if row is None:
        raise ValueError("a filing was received")
    at = filing.received_at.replace(microsecond=0)
    return Receipt(code, settings.SETTINGS.town, at, row.data["kind"], row.data["digest"], tuple(row.data["files"]))


def _receipt(filing: Filing, code: str, files: tuple[str, ...]) -> Receipt:
    digest = hashlib.sha256(filing.words.encode()).hexdigest()
    at = filing.received_at.replace(microsecond=0)
    return Receipt(code, settings.SETTINGS.town, at, filing.kind, digest, files)


def subject_of(filing_id: int) -> str:
    """A filing as clocks and events name it."""
    return f"intake.filing:{filing_id}"
