"""Pieces of lists as they stand in the page (单元格): escaped once, in Python, because a template looks up each one anew."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from anxin.ui.filtering import Filter
from anxin.ui.formatting import day, moment
from anxin.ui.sentences import spoken

Said = dict[int, tuple[object, str]]
"""Words of choices as this page says them, found by the choice; it is kept beside, so that no other takes its number."""
_MARKUP = re.compile("[&<>\"']").search


def cell(text: Any, url: str, now: datetime | None, said: Said) -> str:
    """What a plain cell says, escaped; a link where there is an address."""
    if isinstance(text, Promise):
        text = _as_said(text, said)
    elif isinstance(text, date):
        words = moment(text, now) if isinstance(text, datetime) else day(text, now)
        text = format_html('<time datetime="{}">{}</time>', text.isoformat(), words)
    if url:
        return f'<a href="{escaped(url)}">{escaped(text)}</a>'
    return "—" if text is None else escaped(text)


def _as_said(words: Promise, said: Said) -> str:
    if id(words) not in said:
        said[id(words)] = words, str(words)
    return said[id(words)][1]


def options(one: Filter, value: str) -> SafeString:
    """The options of a filter with the one that is chosen."""
    choices = [("", _("全部")), *one.options]
    return joined(
        f'<option value="{escaped(code)}"{" selected" if code and code == value else ""}>{escaped(spoken(str(label)))}</option>'
        for code, label in choices
    )


def joined(pieces: Iterable[str]) -> SafeString:
    """Pieces of a page, each of which was escaped as it was written."""
    return mark_safe("".join(pieces))  # noqa: S308


def escaped(text: object) -> str:
    """As Django's `conditional_escape`, without its care for lazy strings, which are made into words here anyway."""
    if hasattr(text, "__html__"):
        return str(text.__html__())
    words = str(text)
    return html.escape(words) if _MARKUP(words) else words


def leads_to(name: str) -> Callable[[Any], str]:
    """The address by this name with the number of a row in it, without being worked out anew for every row."""

    @cache
    def around() -> tuple[str, str]:
        before, _number, after = reverse(name, args=[0]).rpartition("0")
        return before, after

    def address(row: Any) -> str:
        before, after = around()
        return f"{before}{row.pk}{after}"

    return address


def choice_label(field: str) -> Callable[[Any], Any]:
    """What a choice is called (`get_kind_display`), without the work Django does anew for every row."""

    def value(row: Any) -> Any:
        chosen = getattr(row, field)
        return _labels(row._meta.get_field(field)).get(chosen, chosen)

    return value


@cache
def _labels(field: Any) -> dict[Any, Any]:
    return dict(getattr(field, "flatchoices", ()))
