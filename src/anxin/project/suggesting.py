"""What the knowledge base has for a filing (参考解答): the inbox asks, and neither room knows the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings

from anxin.apps.advice.api import fitting, shown
from anxin.domain.advice.answers import Told
from anxin.domain.advice.fitting import Suggested


def suggest(report: str, *, on: date) -> Sequence[Suggested]:
    """Answers that fit a report, as they read under the law of the day of its facts."""
    return list(_read(report, on))


def _read(report: str, on: date) -> Iterator[Suggested]:
    for answer in fitting(report):
        told = shown(answer, on=on)
        if told is None:
            continue
        articles = tuple(one.in_words() for one in told.citations)
        url = f"/advice/{answer.id}/?on={on}"
        yield Suggested(
            answer.id, answer.question, told.words, articles, told.verified, url, _message(told, articles, url)
        )


def _message(told: Told, articles: Sequence[str], url: str) -> str:
    law = [f"依据：{'、'.join(articles)}。"] if articles else []
    return "\n".join([told.words, *law, f"详见：{settings.SETTINGS.public_url}{url}"])
