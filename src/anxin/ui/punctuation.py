"""Punctuation that templates write between values (：、（）…): as Chinese has it, or, on an English page, as English has it.

Only the template's own signs change, as it is read: what people typed, and what is stored, is written as it stands.
"""

from __future__ import annotations

import re
from typing import Any

from django.template.loaders import app_directories, filesystem
from django.utils.translation import get_language

_TAG = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})", re.DOTALL)
_SIGNS = "：；，。、（）　"
_RUN = re.compile(rf"(?<![\u4e00-\u9fff“”])([{_SIGNS}]+)(?![\u4e00-\u9fff“”])")
_ENGLISH = str.maketrans(
    {"：": ": ", "；": "; ", "，": ", ", "。": ". ", "、": ", ", "（": " (", "）": ") ", "　": " "}
)
_BEFORE = re.compile(r" +(?=[):;,.])")
_JOINED = re.compile(r"""\|join:(["'])、\1(?!\|spoken)""")
"""A list of values; one that is read as a sentence (`spoken`) is put into English whole."""


def in_english(signs: str) -> str:
    """A run of Chinese signs as English writes it.

    >>> in_english("："), in_english("）："), in_english("（"), in_english("、")
    (': ', '): ', ' (', ', ')
    """
    return _BEFORE.sub("", signs.translate(_ENGLISH))


def written(signs: str) -> str:
    """A run of signs in the language of the page."""
    return in_english(signs) if get_language() == "en" else signs


def marked(source: str) -> str:
    """A template's source in which each sign between values is written by the tag `sign`, and each list by the filter `listed`.

    Words of a sentence that is translated whole keep their own signs.

    >>> marked('{% translate "单位" %}：{{ unit }}（{{ n|join:"、" }}）')
    '{% translate "单位" %}{% sign "：" %}{{ unit }}{% sign "（" %}{{ n|listed }}{% sign "）" %}'

    What is read as a sentence keeps its list.

    >>> marked('{{ why|join:"、"|spoken }}')
    '{{ why|join:"、"|spoken }}'
    """
    parts, whole = _TAG.split(source), False
    for at, part in enumerate(parts):
        if at % 2:
            word = part[2:].split(maxsplit=1)[0] if part.startswith("{%") else ""
            whole = word.startswith(("blocktrans", "comment")) or (whole and not word.startswith("end"))
            parts[at] = _JOINED.sub("|listed", part)
        elif not whole:
            parts[at] = _RUN.sub(r'{% sign "\1" %}', part)
    return "".join(parts)


class _Marking:
    def get_contents(self, origin: Any) -> str:
        """The source of a template, its signs marked."""
        return marked(super().get_contents(origin))  # type: ignore[misc]


class Directories(_Marking, filesystem.Loader):
    """Templates out of the named directories."""


class Rooms(_Marking, app_directories.Loader):
    """Templates out of each application's own directory."""
