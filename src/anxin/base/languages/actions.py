"""Handing in translations (登记译文): whole or not at all, each with who checked it or as unchecked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.languages.events import WordingsTaken
from anxin.base.languages.models import Wording
from anxin.base.languages.shipped import Language, blanks
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault

MANAGE = "languages.manage"


@dataclass(frozen=True, slots=True)
class Handed:
    """One line of a translator's sheet; a line without words says nothing."""

    row: int
    sentence: str
    words: str
    checked_by: str = ""
    checked_on: date | None = None


@transaction.atomic
def take(*, language: Language, handed: Sequence[Handed], by: Actor, at: datetime) -> WordingsTaken:
    """Take translations in, with who checked each; what was there before for the same sentence gives way."""
    require(by, MANAGE)
    told = [one for one in handed if one.words.strip()]
    faults = [fault for one in told for fault in _faults(one, language, local_date(at))]
    if not told:
        faults.append(Fault("译文", "没有填写任何译文", "请在“译文”一列填写后再上传"))
    if faults:
        raise BadInput("languages.refused", "译文没有登记，请改正后重新上传：", faults)
    for one in told:
        fields = {"words": one.words.strip(), "checked_by": one.checked_by.strip(), "checked_on": one.checked_on, "by": by.id, "at": at}  # fmt: skip
        Wording.objects.update_or_create(language=language.code, sentence=one.sentence, defaults=fields)
    checked = sum(bool(one.checked_by.strip()) for one in told)
    event = WordingsTaken(
        language=language.code, title=language.chinese, checked=checked, unchecked=len(told) - checked
    )
    record(event, by=by, at=at)
    return event


def _faults(one: Handed, language: Language, today: date) -> list[Fault]:
    where, found = f"第 {one.row} 行", []
    if one.sentence not in language.sentences:
        found.append(Fault(where, "“中文”一列不是公开页面的句子", "请用导出的表填写，不改“中文”一列"))
    elif blanks(one.words) != blanks(one.sentence):
        found.append(Fault(where, "译文中的空位与中文不同", f"请原样保留 {'、'.join(blanks(one.sentence)) or '（无空位）'}"))  # fmt: skip
    if len(one.words) > 1000 or len(one.checked_by) > 60:
        found.append(Fault(where, "文字太长", "译文最多 1000 字，核对人最多 60 字"))
    if bool(one.checked_by.strip()) != bool(one.checked_on):
        found.append(Fault(where, "核对人与核对日期要一起填", "没有核对过的两列都留空"))
    elif one.checked_on and one.checked_on > today:
        found.append(Fault(where, "核对日期晚于今天", "请更正核对日期"))
    return found
