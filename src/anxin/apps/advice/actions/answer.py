"""Writing, checking and withdrawing answers (解答): what workers read was seen by two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from anxin.apps.advice.events import AnswerDrafted, AnswerDropped, AnswerPublished, AnswerWithdrawn
from anxin.apps.advice.models import AnswerVersion, State
from anxin.apps.advice.queries import current
from anxin.base.actors import Actor, require, require_second
from anxin.base.eventlog.log import record
from anxin.base.places.models import Place
from anxin.domain.advice.answers import Answer, faults_in
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken
from anxin.law import book

_HOLDING = (State.PUBLISHED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, and why it changes."""

    answer: Answer
    reason: str = ""


@transaction.atomic
def draft(*, written: Written, by: Actor, at: datetime) -> AnswerVersion:
    """Write a version of an answer; a draft of the same answer is followed by this one."""
    require(by, "advice.write")
    answer = written.answer
    _refuse_faulty(answer, at)
    for older in AnswerVersion.objects.select_for_update().filter(name=answer.id, state=State.DRAFT):
        _drop(older, by=by, at=at)
    version = AnswerVersion.objects.create(
        name=answer.id,
        number=_next(answer.id),
        topic=answer.topic,
        question=answer.question,
        also=list(answer.also),
        words=answer.words,
        cites=list(answer.cites),
        reason=written.reason,
        written_by=by.id,
        writer=by.name,
        written_at=at,
        proposers=by.people,
    )
    record(AnswerDrafted(version.name, version.number, town()), by=by, at=at)
    return version


@transaction.atomic
def publish(*, version_id: int, by: Actor, at: datetime) -> AnswerVersion:
    """Check somebody else's draft against today's law and show it to workers."""
    require(by, "advice.check")
    version = _locked(version_id, State.DRAFT)
    require_second(by, [version.written_by, *version.proposers])
    _refuse_faulty(version.value, at)
    AnswerVersion.objects.filter(name=version.name, state__in=_HOLDING).update(state=State.REPLACED)
    _checked(version, State.PUBLISHED, by=by, at=at)
    record(AnswerPublished(version.name, version.number, town()), by=by, at=at)
    return version


@transaction.atomic
def drop(*, version_id: int, by: Actor, at: datetime) -> AnswerVersion:
    """Give a draft up."""
    require(by, "advice.write")
    version = _locked(version_id, State.DRAFT)
    _drop(version, by=by, at=at)
    return version


@transaction.atomic
def withdraw(*, name: str, reason: str, by: Actor, at: datetime) -> AnswerVersion:
    """Show an answer no more, at once and by one person, because a wrong answer must not wait; bring it back by a version."""
    require(by, "advice.check")
    answer = current().get(name)
    if answer is None:
        raise NotFound("advice.no_answer", "没有这条解答，或已经撤下。")
    if not reason.strip():
        raise BadInput("advice.no_reason", "请写明撤下的原因。")
    AnswerVersion.objects.filter(name=name, state__in=_HOLDING).update(state=State.REPLACED)
    version = AnswerVersion.objects.create(
        name=name, number=_next(name), topic=answer.topic, question=answer.question, also=list(answer.also),
        words=answer.words, cites=list(answer.cites), state=State.WITHDRAWN, reason=reason.strip()[:200],
        written_by=by.id, writer=by.name, written_at=at, checked_by=by.id, checker=by.name, checked_at=at,
    )  # fmt: skip
    record(AnswerWithdrawn(name, version.number, town()), by=by, at=at)
    return version


def _refuse_faulty(answer: Answer, at: datetime) -> None:
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    if faults := list(faults_in(answer, law, on=local_date(at))):
        raise BadInput("advice.faulty", "解答还不能用：", faults)


def _locked(version_id: int, state: State) -> AnswerVersion:
    version = AnswerVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None:
        raise NotFound("advice.no_version", "没有这个版本。")
    if version.state != state:
        raise RuleBroken("advice.not_a_draft", f"这个版本{State(version.state).label}，不能再改。")
    return version


def _checked(version: AnswerVersion, state: State, *, by: Actor, at: datetime) -> None:
    version.state, version.checked_by, version.checker, version.checked_at = state, by.id, by.name, at
    version.save(update_fields=["state", "checked_by", "checker", "checked_at"])


def _drop(version: AnswerVersion, *, by: Actor, at: datetime) -> None:
    _checked(version, State.DROPPED, by=by, at=at)
    record(AnswerDropped(version.name, version.number, town()), by=by, at=at)


def _next(name: str) -> int:
    return 1 + (AnswerVersion.objects.filter(name=name).aggregate(last=Max("number"))["last"] or 0)


def town() -> str:
    """The path of this deployment's town, where its answers belong."""
    place = Place.objects.filter(code=settings.SETTINGS.town).first()
    return place.path if place else ""
