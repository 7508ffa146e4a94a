"""The data files of the languages that Django's catalogues do not cover: one file each, every sentence of the workers' pages in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLANK = re.compile(r"%\(\w+\)[sd]")


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in another language; nobody has checked it while `checked` is empty."""

    words: str
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """A language with its own name, its name in Chinese, its tag, and what the shipped file holds of it."""

    code: str
    name: str
    chinese: str
    tag: str
    direction: Literal["ltr", "rtl"] = "ltr"
    note: str = ""
    sentences: tuple[str, ...] = ()
    texts: Mapping[str, Text] | None = None


CHINESE = Language("zh-hans", "简体中文", "汉语", "zh-Hans")
ENGLISH = Language("en", "English", "英语", "en")
WITH_FILE = ("ug", "bo", "mn", "ii", "za", "vi")


@cache
def read(code: str) -> Language:
    """A language as its shipped file says it."""
    source = files("anxin.base.languages") / "data" / f"{code}.yaml"
    told = yaml.load(source.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  a safe loader, in C where there is one
    sentences: dict[str, dict[str, Any]] = told["sentences"]
    texts = {
        one: Text(each["text"], _checked(each["checked"]))
        for one, each in sentences.items()
        if each["text"] and blanks(each["text"]) == blanks(one)
    }
    return Language(code, told["name"], told["chinese"], told["tag"], told["direction"], told["note"], tuple(sentences), texts)  # fmt: skip


def _checked(told: Mapping[str, Any] | None) -> str:
    return f"{told['by']} {told['date']}" if told else ""


def blanks(sentence: str) -> list[str]:
    """The blanks in a sentence, such as %(number)s: a translation must hold the same."""
    return sorted(_BLANK.findall(sentence))


def offered() -> list[Language]:
    """The languages that a worker may choose, Chinese first."""
    return [CHINESE, ENGLISH, *(read(code) for code in WITH_FILE)]


def known(code: str) -> Language | None:
    """A language by its code; None for any other text."""
    return next((one for one in offered() if one.code == code), None) if code else None
