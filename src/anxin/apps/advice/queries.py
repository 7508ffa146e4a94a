"""Reading answers: those that ship, overlaid by what the office published or withdrew; and searching them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import Max, QuerySet

from anxin.apps.advice.models import AnswerVersion, State, Unanswered
from anxin.domain.advice import fitting as domain
from anxin.domain.advice.answers import Answer, Told, shipped, told
from anxin.domain.advice.searching import Hit, Index
from anxin.domain.intake.arrears import about_arrears
from anxin.kernel.outcome import AnxinError
from anxin.law import LawBook, book


def current() -> Mapping[str, Answer]:
    """The answers that hold now, by name. What the office wrote goes before what ships."""
    return _laid(_edition())


def find(text: str, *, most: int = 5) -> list[Hit]:
    """The answers to what somebody asks, the best first."""
    return _index(_edition()).find(text[:200], most=most)


def fitting(report: str) -> Sequence[Answer]:
    """The answers that fit what somebody told the office, the best first."""
    return domain.fitting(report, _index(_edition()), owed=about_arrears(report).value)


def shown(answer: Answer, *, on: date) -> Told | None:
    """An answer as it reads under the law of a day; None where its law was not in force."""
    try:
        return told(answer, law(), on=on)
    except AnxinError:
        return None


def law() -> LawBook:
    """The law book of this deployment."""
    return book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)


def versions(name: str) -> QuerySet[AnswerVersion]:
    """Every version of an answer, the newest first."""
    return AnswerVersion.objects.filter(name=name).order_by("-number")


def drafts() -> QuerySet[AnswerVersion]:
    """What waits for a second person, the oldest first."""
    return AnswerVersion.objects.filter(state=State.DRAFT).order_by("written_at", "pk")


def gaps() -> QuerySet[Unanswered]:
    """Questions that several asked and no answer was found for, the most asked first."""
    return Unanswered.objects.filter(settled=False).exclude(words="").order_by("-count", "-last_on", "pk")


def _edition() -> tuple[int, int]:
    """Changes whenever an answer is published or withdrawn, in whichever process."""
    held = AnswerVersion.objects.filter(state__in=(State.PUBLISHED, State.WITHDRAWN))
    found = held.aggregate(last=Max("pk"), checked=Max("checked_at"))
    return (found["last"] or 0, int(found["checked"].timestamp() * 1e6) if found["checked"] else 0)


@lru_cache(maxsize=2)
def _laid(_edition: tuple[int, int]) -> Mapping[str, Answer]:
    found = dict(shipped())
    for version in AnswerVersion.objects.filter(state__in=(State.PUBLISHED, State.WITHDRAWN)):
        found.pop(version.name, None)
        if version.state == State.PUBLISHED:
            found[version.name] = version.value
    return found


@lru_cache(maxsize=2)
def _index(edition: tuple[int, int]) -> Index:
    return Index(_laid(edition).values())
