"""Answers out of the office's knowledge base (解答), made short enough for a chat, with their article and where to read on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from anxin.adapters.onebot.answers import Answer, Known
from anxin.apps.advice.api import find, shown

LONGEST = 220
"""Characters of an answer's words that a chat bears; the rest is read on its page."""
MOST_ARTICLES = 2


def answer_from_knowledge(text: str, *, on: date) -> Sequence[Answer]:
    """What the knowledge base says under the law of a day; as sure as the share of the question that its answer holds.

    The question it answers stands first, so that everybody sees when another was meant.
    """
    found = []
    for hit in find(text, most=2):
        told = shown(hit.answer, on=on)
        if told is None:
            continue
        words = told.words if len(told.words) <= LONGEST else f"{told.words[:LONGEST]}…"
        law = "、".join(one.in_words() for one in told.citations[:MOST_ARTICLES])
        source = f"依据：{law}。" if law else ""
        link = f"{settings.SETTINGS.public_url}/advice/{hit.answer.id}/"
        found.append(Known(f"【{hit.answer.question}】{words}{source}详见 {link}", hit.share))
    return found
