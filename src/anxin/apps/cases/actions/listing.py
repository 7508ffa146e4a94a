"""Looking into what a listing asks for (失信名单、社会公布、C级), where no row of the office says it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from anxin.apps.cases.actions.crime import WORDS_FROM
from anxin.apps.cases.actions.locking import lock
from anxin.apps.cases.events import ListingQuestionFound
from anxin.apps.cases.models import Finding
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.domain.casework.listing import QUESTIONS
from anxin.kernel.outcome import BadInput, Fault, NotFound

ASKED = frozenset(question for asked in QUESTIONS.values() for question in asked)


@transaction.atomic
def find_for_listing(*, case_id: int, question: str, answer: Any, words: str, by: Actor, at: datetime) -> Finding:
    """State what was found on a precondition, with the reason; a later finding stands beside the earlier."""
    case = lock(case_id, by=by)
    if question not in ASKED:
        raise NotFound("cases.no_question", "没有这个条件问题，请刷新页面。")
    if len(words.strip()) < WORDS_FROM:
        raise BadInput("cases.no_words", "没有登记：", [Fault("依据", "没有填写", "请写明依据什么材料查明")])
    found = Finding.objects.create(
        case=case, question=question, answer=answer, words=words.strip()[:500], by=by.id, name=by.name, at=at
    )
    record(ListingQuestionFound(case=case.pk, place=case.place_path, question=question), by=by, at=at)
    return found
