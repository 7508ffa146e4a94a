"""The talk under a receipt code (留言往来): the filer asks and adds, the office answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anxin.apps.intake.actions.filing import lock, lock_all
from anxin.apps.intake.actions.receiving import FIRST_REPLY, subject_of
from anxin.apps.intake.events import FilesAdded, FilesSent, FileWithdrawn, FilingAnswered, MessageLeft
from anxin.apps.intake.models import Attachment, Filing, Message
from anxin.apps.intake.said import Handed
from anxin.apps.intake.talk_events import NewsNoted
from anxin.base.actors import Actor, require
from anxin.base.bulk import insert_numbered, update_many
from anxin.base.clocks.stopping import stop_all
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.log import Told, record, record_all
from anxin.base.files.store import keep
from anxin.base.vault.sealing import keyed_hash
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

LONGEST = 5_000


@transaction.atomic
def write(*, filing_id: int, words: str, files: Sequence[Handed] = (), by: Actor, at: datetime) -> Message:
    """Write to the filer, with files if there are any; the first such message is the first reply and stops its clock."""
    message = write_all(filing_ids=[filing_id], words=words, by=by, at=at)[0]
    _seen(message.filing, at)
    sent = {one.sha256: one for one in files}
    if sent:
        keep(set(sent))
        Attachment.objects.bulk_create(_attached(message.filing, one, at, message=message) for one in sent.values())
        event = FilesSent(filing=filing_id, place=message.filing.place_path, message=message.pk, files=tuple(sent))
        record(event, by=by, at=at)
    return message


@transaction.atomic
def note(*, filing_id: int, by: Actor, at: datetime) -> None:
    """What the filer wrote or added was looked at and needs no answer; a notice to everybody of a case notes nothing."""
    filing = lock(filing_id, by=by, power="intake.handle")
    if not _seen(filing, at):
        raise RuleBroken("intake.no_news", "没有待阅的留言或材料。请刷新页面。")
    record(NewsNoted(filing=filing.pk, place=filing.place_path), by=by, at=at)


def _seen(filing: Filing, at: datetime) -> int:
    read = filing.messages.filter(from_filer=True, read_at=None).update(read_at=at)
    return read + filing.attachments.filter(unseen=True).update(unseen=False)


@transaction.atomic
def withdraw(*, filing_id: int, attachment_id: int, by: Actor, at: datetime) -> Attachment:
    """Withdraw a file that the office sent, as when it was the wrong one: it stays on record, but the filer opens it no longer."""
    filing = lock(filing_id, by=by, power="intake.handle")
    found = filing.attachments.filter(pk=attachment_id, from_filer=False, withdrawn_at=None).first()
    if found is None:
        raise NotFound("no_file", "没有这份发出的材料，或已经撤回。请刷新页面。")
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    record(FileWithdrawn(filing=filing.pk, place=filing.place_path, attachment=found.pk), by=by, at=at)
    return found


@transaction.atomic
def write_all(*, filing_ids: Sequence[int], words: str, by: Actor, at: datetime) -> list[Message]:
    """Write the same to several filers, as when their case goes on: a case of forty costs little more than one of two."""
    filings = lock_all(filing_ids, by=by, power="intake.handle")
    text = _checked(words)
    written = [Message(filing=one, from_filer=False, words=text, by=by.id, at=at) for one in filings]
    insert_numbered(written)
    told: list[Event] = [_left(one) for one in written]
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
    """The filer writes or adds files, known by the receipt code alone; a page sent once more adds nothing."""
    filing = of_code(code, locked=True)
    last = filing.messages.order_by("-at", "-pk").first()
    if words.strip() and not (last is not None and last.from_filer and last.words == words.strip()):
        leave(filing, words, from_filer=True, by=by, at=at)
    added = _add(filing, files, by=by, at=at)
    if not words.strip() and not added:
        raise BadInput("intake.nothing_said", "还没有写内容，也没有选文件。")
    return filing


@transaction.atomic
def add_files(*, filing_id: int, files: Sequence[Handed], by: Actor, at: datetime) -> set[str]:
    """Another system adds files to a filing that it handed in itself; answers the hashes that are new. The same file again
    adds nothing."""
    filing = handed_in_by(by, filing_id, locked=True)
    if filing.wiped_at is not None:
        raise RuleBroken("intake.wiped", "这件诉求的个人信息已按保存期限清除，不能再补充材料。请重新登记。")
    return {one.sha256 for one in _add(filing, files, by=by, at=at)}


def handed_in_by(by: Actor, filing_id: int, *, locked: bool = False) -> Filing:
    """The filing that another system handed in itself, where it may hand in; nobody else's, whatever it may read."""
    rows = Filing.objects.select_for_update() if locked else Filing.objects.all()
    found = rows.within(by.scope).filter(pk=filing_id, by=by.id).first()
    if found is None:
        raise NotFound("no_filing", "没有这件诉求，或不是这个系统登记的。")
    require(by, "intake.receive", found.place_path)
    return found


def _add(filing: Filing, files: Sequence[Handed], *, by: Actor, at: datetime) -> list[Handed]:
    """Add files that the filing has not yet; whoever calls has locked it."""
    handed = set(filing.attachments.filter(from_filer=True).values_list("sha256", flat=True))
    added = [one for one in {each.sha256: each for each in files}.values() if one.sha256 not in handed]
    if added:
        keep({one.sha256 for one in added})
        Attachment.objects.bulk_create(_attached(filing, one, at, unseen=True) for one in added)
        event = FilesAdded(filing=filing.pk, place=filing.place_path, files=tuple(one.sha256 for one in added))
        record(event, by=by, at=at)
    return added


def _attached(
    filing: Filing, one: Handed, at: datetime, *, message: Message | None = None, unseen: bool = False
) -> Attachment:
    return Attachment(
        filing=filing, message=message, from_filer=message is None, sha256=one.sha256, name=one.name[-200:], kind=one.kind,
        size=one.size, at=at, unseen=unseen,
    )  # fmt: skip


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


def file_for_filer(*, code: str, number: int) -> Attachment:
    """A file that the office sent under a receipt code and has not withdrawn."""
    sent = of_code(code).attachments.filter(from_filer=False, withdrawn_at=None, filing__wiped_at=None)
    found = sent.filter(pk=number).first()
    if found is None:
        raise NotFound("no_file", "没有这份材料，或办公室已经撤回。")
    return found


def of_code(code: str, *, locked: bool = False) -> Filing:
    """The filing of a receipt code; the same answer for a wrong code as for none."""
    rows = Filing.objects.select_for_update() if locked else Filing.objects.select_related("employer", "owner")
    found = rows.filter(code_hash=keyed_hash(code)).first()
    if found is None:
        raise NotFound("no_receipt", "没有找到这个回执编号，请核对 16 位数字。")
    return found
