"""Matters that 12345 or 110 handed over (转办): their number, until when they want to hear, and what they were told."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anxin.apps.intake.actions.filing import lock
from anxin.apps.intake.actions.receiving import TRANSFER_REPLY, reply_clock, subject_of
from anxin.apps.intake.events import TransferAnswered, TransferNoted
from anxin.apps.intake.models import TRANSFERRED, Filing, TransferReply
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.clocks.actions import Worked
from anxin.base.clocks.starting import start_new
from anxin.base.eventlog.log import record, record_all
from anxin.kernel.outcome import BadInput, Fault, RuleBroken

SHORTEST, LONGEST = 4, 5_000


@transaction.atomic
def note(*, filing_id: int, number: str, reply_by: date | None, by: Actor, at: datetime) -> Filing:
    """Keep the other side's number and the day it named; a day named anew, also after an answer, lets the clock run to it."""
    filing = _transferred(filing_id, by)
    number = number.strip()
    same = Filing.objects.filter(channel=filing.channel, external_id=number).exclude(pk=filing.pk)
    if number and same.exists():
        raise RuleBroken("intake.number_taken", "这个来源编号已登记过另一件诉求，请核对；是同一件的请并入。")
    before, filing.external_id, filing.reply_by = filing.reply_by, number, reply_by
    filing.save(update_fields=["external_id", "reply_by"])
    if reply_by is None:
        clocks.stop(subject=subject_of(filing.pk), kind=TRANSFER_REPLY, outcome="withdrawn", by=by, at=at)
    elif reply_by != before:
        clock = reply_clock(filing, reply_by)
        worked = Worked(clock.due_at, why=tuple(clock.why))
        if not clocks.move_due(subject=clock.subject, kind=TRANSFER_REPLY, due_at=worked, by=by, at=at, extended=True):
            record_all(start_new([(clock, by, at)]))
    record(TransferNoted(filing=filing.pk, place=filing.place_path, until=str(reply_by or "")), by=by, at=at)
    return filing


@transaction.atomic
def answer_back(*, filing_id: int, words: str, told: str, by: Actor, at: datetime) -> TransferReply:
    """Keep what the other side was told, by whom and how; its clock stops. The filer's first reply is owed beside it."""
    filing = _transferred(filing_id, by)
    said = words.strip()
    faults = []
    if not SHORTEST <= len(said) <= LONGEST:
        faults.append(Fault("反馈内容", f"须为 {SHORTEST} 到 {LONGEST} 字", "请写明查到什么、怎样处理"))
    if not told.strip():
        faults.append(Fault("接收人或方式", "没有填写", "例如：12345 系统回填"))
    if faults:
        raise BadInput("intake.reply_unclear", "反馈没有登记：", faults)
    reply = TransferReply.objects.create(
        filing=filing, words=said, told=told.strip()[:80], by=by.id, by_name=by.name[:80], at=at
    )
    clocks.stop(subject=subject_of(filing.pk), kind=TRANSFER_REPLY, outcome="answered", by=by, at=at)
    event = TransferAnswered(filing=filing.pk, place=filing.place_path, channel=filing.channel, reply=reply.pk)
    record(event, by=by, at=at)
    return reply


def _transferred(filing_id: int, by: Actor) -> Filing:
    filing = lock(filing_id, by=by, power="intake.handle")
    if filing.channel not in TRANSFERRED:
        raise RuleBroken("intake.not_transferred", "这件诉求不是 12345 或 110 转来的。")
    return filing
