"""What is there of each language: the shipped texts, and over them what the office handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from anxin.base.languages.models import Wording
from anxin.base.languages.shipped import WITH_FILE, Language, Text, read


def texts(language: Language) -> Mapping[str, Text]:
    """The texts of a language by their Chinese sentence; a translation of the office stands before the shipped one."""
    found = dict(language.texts or {})
    for one in Wording.objects.filter(language=language.code):
        found[one.sentence] = Text(one.words, f"{one.checked_by} {one.checked_on}" if one.checked_by else "")
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the workers' pages with its text, if there is one."""

    sentence: str
    text: Text | None

    @property
    def state(self) -> str:
        if self.text is None:
            return "missing"
        return "checked" if self.text.checked else "unchecked"


def lines(language: Language) -> list[Line]:
    """Every sentence of the workers' pages as it stands in a language."""
    known = texts(language)
    return [Line(one, known.get(one)) for one in language.sentences]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sentences of a language are checked, unchecked and missing."""

    language: Language
    checked: int
    unchecked: int
    missing: int


def coverage() -> list[Coverage]:
    """How far each language is."""
    found = []
    for language in map(read, WITH_FILE):
        states = [one.state for one in lines(language)]
        found.append(Coverage(language, *(states.count(name) for name in ("checked", "unchecked", "missing"))))
    return found
