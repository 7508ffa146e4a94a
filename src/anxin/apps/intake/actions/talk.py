"""The talk under a receipt code (留言往来): the filer asks and adds, the office answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anxin.apps.intake.actions.filing import lock_all
from anxin.apps.intake.actions.receiving import FIRST_REPLY, subject_of
from anxin.apps.intake.events import FilesAdded, FilingAnswered, MessageLeft
from anxin.apps.intake.models import Attachment, Filing, Message
from anxin.apps.intake.said import Handed
from anxin.base.actors import Actor
from anxin.base.bulk import insert_numbered, update_many
from anxin.base.clocks.stopping import stop_all
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.log import Told, record, record_all
from anxin.base.files.store import keep
from anxin.base.vault.sealing import keyed_hash
from anxin.kernel.outcome import BadInput, Fault, NotFound

LONGEST = 5_000


def write(*, filing_id: int, words: str, by: Actor, at: datetime) -> Message:
    """Write to the filer; the first such message is the first reply and stops its clock."""
    return write_all(filing_ids=[filing_id], words=words, by=by, at=at)[0]


@transaction.atomic
def write_all(*, filing_ids: Sequence[int], words: str, by: Actor, at: datetime) -> list[Message]:
    """Write the same to several filers, as when their case goes on: a case of forty costs little more than one of two."""
    filings = lock_all(filing_ids, by=by, power="intake.handle")
    text = _checked(words)
    written = [Message(filing=one, from_filer=False, words=text, by=by.id, at=at) for one in filings]
    insert_numbered(written)
    told: list[Event] = [_left(one) for one in written]
    Message.objects.filter(filing__in=filings, from_filer=True, read_at=None).update(read_at=at)
    first = [one for one in filings if one.answered_at is None]
    for one in first:
        one.answered_at = at
        told.append(FilingAnswered(filing=one.pk, place=one.place_path, closes=False))
    update_many(first, ["answered_at"])
    subjects = [subject_of(one.pk) for one in first]
    stopped = stop_all(subjects=subjects, kind=FIRST_REPLY, outcome="answered", by=by, at=at) if first else []
    record_all([*stopped, *(Told(event, by, at) for event in told)])
    return written


@transaction.atomic
def write_back(*, code: str, words: str, files: Sequence[Handed] = (), by: Actor, at: datetime) -> Filing:
    """The filer writes or adds files, known by the receipt code alone."""
    filing = of_code(code, locked=True)
    if words.strip():
        leave(filing, words, from_filer=True, by=by, at=at)
    added = [one for one in files if not filing.attachments.filter(sha256=one.sha256).exists()]
    keep({one.sha256 for one in added})
    Attachment.objects.bulk_create(
        [
            Attachment(filing=filing, sha256=one.sha256, name=one.name[-200:], kind=one.kind, size=one.size, at=at)
            for one in added
        ]
    )
    if added:
        event = FilesAdded(filing=filing.pk, place=filing.place_path, files=tuple(one.sha256 for one in added))
        record(event, by=by, at=at)
    if not words.strip() and not added:
        raise BadInput("intake.nothing_said", "还没有写内容，也没有选文件。")
    return filing


def leave(filing: Filing, words: str, *, from_filer: bool, by: Actor, at: datetime) -> Message:
    """Put a message under the receipt code; whoever calls has locked the filing and checked the power."""
    text = _checked(words)
    message = Message.objects.create(filing=filing, from_filer=from_filer, words=text, by=by.id, at=at)
    record(_left(message), by=by, at=at)
    return message


def _checked(words: str) -> str:
    text = words.strip()
    if not text or len(text) > LONGEST:
        fault = Fault(
            "留言", "没有内容" if not text else f"超过 {LONGEST} 字", "请填写留言" if not text else "请分几次发送"
        )
        raise BadInput("intake.message_unclear", "留言没有发出。", [fault])
    return text


def _left(one: Message) -> MessageLeft:
    filing = one.filing
    return MessageLeft(filing=filing.pk, place=filing.place_path, message=one.pk, from_filer=one.from_filer)


def of_code(code: str, *, locked: bool = False) -> Filing:
    """The filing of a receipt code; the same answer for a wrong code as for none."""
    rows = Filing.objects.select_for_update() if locked else Filing.objects.select_related("employer", "owner")
    found = rows.filter(code_hash=keyed_hash(code)).first()
    if found is None:
        raise NotFound("no_receipt", "没有找到这个回执编号，请核对 16 位数字。")
    return found
