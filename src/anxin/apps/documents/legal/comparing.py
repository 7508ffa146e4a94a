"""Of which day the facts of a paper are, and what a paper says otherwise than the one it replaces (与原文书不同)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from anxin.apps.documents.legal.forms import Kind, form
from anxin.apps.documents.legal.papers import composed
from anxin.apps.documents.models import Paper


def facts_from(paper: Paper) -> datetime:
    """When the facts of a paper were frozen: with it, or with the paper it replaces where it kept that one's facts."""
    older = paper.supersedes
    while older is not None and older.facts_sha256 == paper.facts_sha256:
        paper, older = older, older.supersedes
    return paper.composed_at


def otherwise(paper: Paper, *, on: date) -> list[tuple[str, str, str]]:
    """Field by field, what the replaced paper says and what this one says instead, both by the law of one day.

    Of tables only that they differ is said: they stand on the page in full.
    """
    old = paper.supersedes
    if old is None or old.wiped_at is not None:
        return []
    before, now = composed(old, on=on).values, composed(paper, on=on).values
    return [
        (one.label, *(("", "") if one.kind is Kind.ROWS else (_said(before[one.name]), _said(now[one.name]))))
        for one in form(paper.form).fields
        if before[one.name] != now[one.name]
    ]


def _said(value: Any) -> str:
    return str(value or "—")
