"""Working together on a case: notes, co-handlers, replies to whoever filed, and the office's own templates."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.apps.cases.actions.locking import POWER, lock
from anxin.apps.cases.events import CoHandlerChanged, NoteWritten, WordsKept
from anxin.apps.cases.models import CoHandler, Note, ReplyTemplate
from anxin.apps.cases.replying import check
from anxin.apps.intake.api import tell_all
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.queries import account_within
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken


def _said(words: str, what: str) -> str:
    if not words.strip():
        raise BadInput("cases.no_words", "没有保存：", [Fault(what, "没有填写", "请写几个字")])
    return words.strip()


@transaction.atomic
def note(*, case_id: int, words: str, by: Actor, at: datetime) -> Note:
    """Leave a note for colleagues."""
    case = lock(case_id, by=by)
    found = Note.objects.create(case=case, words=_said(words, "便签"), name=by.name, by=by.id, at=at)
    record(NoteWritten(case=case.pk, place=case.place_path, note=found.pk), by=by, at=at)
    return found


@transaction.atomic
def reply(*, case_id: int, words: str, by: Actor, at: datetime) -> int:
    """Write to everybody whose filing is in the case; answers how many read it."""
    case = lock(case_id, by=by)
    numbers = list(case.filings.values_list("filing", flat=True))
    if not numbers:
        raise RuleBroken("cases.nobody_filed", "本案没有诉求，没有人能看到答复。请电话联系主张人，并留便签。")
    tell_all(filing_ids=numbers, words=_said(words, "答复"), by=by, at=at)
    return len(numbers)


@transaction.atomic
def add_co_handler(*, case_id: int, account_id: int, by: Actor, at: datetime) -> CoHandler:
    """Let somebody who may handle cases there handle this one, too."""
    case = lock(case_id, by=by)
    account = account_within(account_id, place_path=case.place_path, power=POWER, at=at)
    found, fresh = CoHandler.objects.get_or_create(case=case, account=account, until=None, defaults={"since": at})
    if fresh:
        record(CoHandlerChanged(case=case.pk, place=case.place_path, who=account.pk, began=True), by=by, at=at)
    return found


@transaction.atomic
def end_co_handler(*, case_id: int, account_id: int, by: Actor, at: datetime) -> None:
    """End the help of somebody."""
    case = lock(case_id, by=by)
    if not case.co_handlers.filter(account_id=account_id, until=None).update(until=at):
        raise NotFound("cases.no_co_handler", "此人不是本案协办人。")
    record(CoHandlerChanged(case=case.pk, place=case.place_path, who=account_id, began=False), by=by, at=at)


@transaction.atomic
def keep_template(*, place_path: str, name: str, words: str, by: Actor, at: datetime) -> ReplyTemplate:
    """Keep words that are often answered; under a name that is known already they are its next version."""
    require(by, POWER, place_path)
    called, text = _said(name, "名称")[:60], check(_said(words, "内容"))
    ReplyTemplate.objects.filter(place_path=place_path, name=called, active=True).update(active=False)
    found = ReplyTemplate.objects.create(place_path=place_path, name=called, words=text, by=by.id, at=at)
    record(WordsKept(what="template", row=found.pk, place=place_path, active=True), by=by, at=at)
    return found


@transaction.atomic
def drop_template(*, template_id: int, by: Actor, at: datetime) -> None:
    """Take a template out of use."""
    found = ReplyTemplate.objects.within(by.scope).filter(pk=template_id, active=True).first()
    if found is None:
        raise NotFound("cases.no_template", "没有这个模板。")
    require(by, POWER, found.place_path)
    found.active = False
    found.save(update_fields=["active"])
    record(WordsKept(what="template", row=found.pk, place=found.place_path, active=False), by=by, at=at)
