"""What the workers' pages say, in the worker's language; what is not translated is Chinese and marked, never left out."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from anxin.base.languages.filling import Filled
from anxin.base.languages.shipped import Language, Text, offered
from anxin.ui.sentences import said
from anxin.ui.speaking import Spoken, spoken_in

register = template.Library()
_NAMED = re.compile(r"([^（）]+)（([^（）]+)）")


@register.simple_tag(takes_context=True)
def say(context: Any, sentence: object, **values: object) -> str | SafeString:
    """A Chinese sentence in the language of the page; one that is missing or unchecked shows the Chinese, marked."""
    spoken, (chinese, values) = spoken_in(context["request"]), _taken_apart(sentence, values)
    if not spoken.has_file:
        return _filled(_translated(chinese), values) if chinese else ""
    return _marked(spoken.language, _filled(chinese, values), _text(spoken, chinese, values)) if chinese else ""


@register.simple_tag(takes_context=True)
def say_plain(context: Any, sentence: object, **values: object) -> str:
    """The same where no mark-up can stand: titles, options, attributes."""
    spoken, (chinese, values) = spoken_in(context["request"]), _taken_apart(sentence, values)
    if not spoken.has_file:
        return _filled(_translated(chinese), values) if chinese else ""
    text, chinese = _text(spoken, chinese, values), _filled(chinese, values)
    if text is None:
        return chinese
    return text.words if text.checked else f"{text.words}（未经核对：{chinese}）"


@register.simple_tag(takes_context=True)
def spoken(context: Any) -> Spoken:
    """The language of the page."""
    return spoken_in(context["request"])


@register.simple_tag
def languages_offered() -> list[Language]:
    """The languages to choose from."""
    return offered()


def _taken_apart(sentence: object, values: dict[str, object]) -> tuple[str, dict[str, object]]:
    """The sentence with its blanks, and what goes into them."""
    return (sentence.sentence, dict(sentence.values)) if isinstance(sentence, Filled) else (str(sentence), values)


def _translated(chinese: str) -> str:
    """A sentence of the page, or one that a rule composed, in the language of the office's pages."""
    found = gettext(chinese)
    return found if found != chinese else said(chinese)


def _filled(sentence: str, values: dict[str, object]) -> str:
    return sentence % values if values else sentence


def _text(spoken: Spoken, chinese: str, values: dict[str, object]) -> Text | None:
    if found := spoken.texts.get(chinese):
        return Text(_filled(found.words, values), found.checked)
    # An office is followed by whoever handles the matter there; a name is the same in every language.
    named = _NAMED.fullmatch(chinese)
    office = spoken.texts.get(named[1]) if named else None
    return Text(f"{office.words} ({named[2]})", office.checked) if named and office else None


def _marked(language: Language, chinese: str, text: Text | None) -> SafeString:
    if text is None:
        return format_html('<span class="gap" lang="zh-Hans" dir="ltr">{}</span>', chinese)
    said = format_html('<span lang="{}" dir="{}">{}</span>', language.tag, language.direction, text.words)
    if text.checked:
        return said
    return format_html('{} <span class="unchecked" lang="zh-Hans" dir="ltr">未经核对：{}</span>', said, chinese)
