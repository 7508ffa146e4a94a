"""Sentences of ours (句子) that were made in Chinese, said in the reader's language when they are shown.

Rules, events and clocks compose Chinese sentences; what is stored, signed or sent stays as it was composed. For a reader in
English such a sentence is read back with its form (句式) — the sentence as the code writes it, with its gaps: 被欠薪{} — and
said with the English of that form; what stands in the gaps is read in the same way, and a name stays a name. So rows of
any age are read, nothing is stored twice and the rules need no language. docs/explanation/english.md tells the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import prod
from typing import Any

import yaml
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext

from anxin.kernel.outcome import Citation
from anxin.ui.formatting import DAYS, MONTHS, WEEKDAYS, month, spoken_dates

HAN = re.compile(r"[\u4e00-\u9fff]")
_GAP = "([^；。]*?)"
"""What may stand in a gap: a part of a sentence, never several."""
_JOINTS = (("。", ". "), ("；", "; "), ("：", ": "), ("，", ", "), ("、", ", "), (" · ", " · "), (" ", " "))
"""Between what a sentence is put together of, the widest first, and what stands there in English."""
_SIGNS = (
    ("，且 ", ", and "),
    ("，或 ", ", or "),
    (" ≥ ", " ≥ "),
    (" ＞ ", " > "),
    (" ≤ ", " ≤ "),
    (" ＜ ", " < "),
    (" ＝ ", " = "),
)
"""Between the parts of a rule's condition; nothing else is written with them."""
_IN_BRACKETS = re.compile(r"(.*)（([^（）]*)）", re.S)
_PUNCTUATION = str.maketrans({"（": " (", "）": ")", "，": ", ", "；": "; ", "：": ": ", "。": ".", "、": ", "})
_HELD = tuple("：，、·")
"""What a gap neither begins nor ends with: there the sentence was cut in a wrong place."""
_KEPT = 20_000
_WAYS = 20_000
"""A form is not tried on a text in which what stands between its gaps occurs so often that trying would take seconds."""
_LONGEST = 300
"""No form makes a longer sentence; longer ones are put together of several and only taken apart."""

_DATE = re.compile(
    r"(\d{4})(?:年(\d{1,2})月(\d{1,2})日|-(\d\d)-(\d\d))(?:（周([一二三四五六日])）)?(?: ?(\d\d:\d\d(?::\d\d)?))?"
)
_MONTH = re.compile(r"(\d{4})(?:年(\d{1,2})月|-(\d\d))")
_WEEK = re.compile(r"(\d{4})(?:年第(\d{1,2})周|-W(\d\d))")
_AMOUNT = re.compile(r"(-?[\d,]+(?:\.\d+)?) ?(万?)元")
_COUNT = re.compile(r"(-?[\d,]+(?:\.\d+)?) ?(\D{1,4})")
_UNITS = {
    "人": ("person", "people"), "人次": ("visit", "visits"), "天": ("day", "days"), "日": ("day", "days"), "个月": ("month", "months"),
    "月": ("month", "months"), "年": ("year", "years"), "小时": ("hour", "hours"), "分钟": ("minute", "minutes"), "次": ("time", "times"),
    "个工作日": ("working day", "working days"), "家": ("employer", "employers"), "份": ("copy", "copies"), "条": ("row", "rows"),
    "件": ("item", "items"), "笔": ("payment", "payments"), "行": ("row", "rows"), "项": ("item", "items"), "处": ("place", "places"), "级": ("grade", "grades"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A sentence with gaps as the code writes it, and how English says it."""

    chinese: str
    pattern: re.Pattern[str]
    english: str
    weight: int
    between: tuple[str, ...]
    """What stands between two gaps."""

    @classmethod
    def of(cls, chinese: str, english: str) -> Form:
        """The form that a line of the book states."""
        pieces = chinese.split("{}")
        pattern = re.compile(_GAP.join(map(re.escape, pieces)), re.S)
        return cls(chinese, pattern, english, sum(map(len, pieces)), tuple(pieces[1:-1]))

    def gaps(self, text: str) -> tuple[str, ...] | None:
        """What stands in the gaps of a text that has this form; a text that fits in too many ways is not ours and is not tried."""
        ways = prod(text.count(piece) if piece else len(text) for piece in self.between)
        found = self.pattern.fullmatch(text) if ways <= _WAYS else None
        return found.groups() if found else None


@dataclass(frozen=True, slots=True)
class Book:
    """Every form, found by a pair of its characters that few other forms have; and the sentences without gaps."""

    whole: dict[str, str]
    forms: dict[str, tuple[Form, ...]]

    def candidates(self, text: str) -> list[Form]:
        """The forms that a text may have, the most exact first."""
        keys = {text[at : at + width] for at in range(len(text)) for width in (1, 2)}
        return sorted((one for key in keys & self.forms.keys() for one in self.forms[key]), key=lambda one: -one.weight)


def said(sentence: object) -> str:
    """A sentence of ours in the reader's language: in Chinese as it stands, in English by its form.

    What has no form stays as it stands, so that an employer's name goes through unharmed.
    """
    text = str(sentence)
    if get_language() != "en" or not HAN.search(text):
        return text
    english = _english(text)
    return english if english == text else english[:1].upper() + english[1:]


def spoken(sentence: object) -> str:
    """The same of a sentence kept with the dates of machines, which are said as people say them in either language."""
    return said(sentence) if get_language() == "en" else spoken_dates(str(sentence))


def cited(citation: Citation) -> str:
    """Where a rule stands, in the reader's language; an instrument's own title stays as it is, ours is said in English."""
    if get_language() != "en":
        return citation.in_words()
    article, words = citation.article.removeprefix("?"), said(citation.law)
    title = f"《{citation.law}》" if HAN.search(words) else words
    where = f" art. {article}" if article[:1].isdigit() else f" {article}".rstrip()
    return title + where + ("" if citation.verified else f" ({said('未核实').lower()})")


@cache
def book() -> Book:
    """The book of forms in English, read once."""
    lines = {chinese: english for one in _pages() for chinese, english in one.items()}
    gapped = {chinese: english for chinese, english in lines.items() if "{}" in chinese}
    common = Counter(key for chinese in gapped for key in _keys(chinese))
    forms: dict[str, list[Form]] = {}
    for chinese, english in gapped.items():
        rarest = min(sorted(_keys(chinese)), key=lambda key: (-len(key), common[key]))
        forms.setdefault(rarest, []).append(Form.of(chinese, english))
    whole = {chinese: english for chinese, english in lines.items() if "{}" not in chinese}
    return Book(whole, {key: tuple(found) for key, found in forms.items()})


def _pages() -> list[dict[str, str]]:
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = sorted((one for one in files("anxin.ui").joinpath("english").iterdir()), key=lambda one: one.name)
    return [
        yaml.load(one.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  a safe loader, in C where there is one
        for one in found
        if one.name.endswith(".yaml")
    ]


def _keys(chinese: str) -> set[str]:
    return {piece[at : at + width] for piece in chinese.split("{}") for width in (1, 2) for at in range(len(piece))}


@lru_cache(maxsize=_KEPT)
def _english(text: str) -> str:
    """A sentence or a part of one in English; unchanged where no form is known."""
    if not HAN.search(text):
        return _value(text) or text.translate(_PUNCTUATION)
    stripped = text.strip()
    if stripped != text:
        return text.replace(stripped, _english(stripped), 1) if stripped else text
    known = book().whole.get(text) or _translated(text) or _value(text)
    return known or min(_readings(text), key=lambda said: len(HAN.findall(said)), default=text)


def _readings(text: str) -> Iterator[str]:
    """The ways a sentence can be read; the one that leaves the least Chinese is the right one."""
    if text[0] == "（" and text.find("）") == len(text) - 1:
        yield f"({_english(text[1:-1])})"
        return
    if any(sign in text for sign, _english_sign in _SIGNS):
        yield _joined(text, _SIGNS)
        return
    if len(text) > _LONGEST:
        yield _joined(text, _JOINTS)
        return
    yield _peeled(text) or text
    for form in book().candidates(text):
        gaps = form.gaps(text)
        if gaps is not None and all(map(_may_fill, gaps)):
            said = form.english.format(*[_english(gap.strip()) for gap in gaps])
            yield said
            if not HAN.search(said):
                return
    yield _joined(text, _JOINTS)


def _translated(text: str) -> str:
    said = gettext(text)
    return "" if said == text else said


def _may_fill(text: str) -> bool:
    return not text.startswith(_HELD) and not text.endswith(_HELD) and _balanced(text)


def _balanced(text: str) -> bool:
    return all(text.count(opening) == text.count(closing) for opening, closing in ("（）", "“”"))


def _peeled(text: str) -> str:
    """A sentence with a remark of ours in brackets at its end; brackets that belong to a name are left with it."""
    found = _IN_BRACKETS.fullmatch(text)
    if not found or (_translated(found[2]) and found[2] not in book().whole):
        return ""
    inside = _english(found[2])
    return "" if HAN.search(inside) else f"{_english(found[1])} ({inside})".lstrip()


def _joined(text: str, joints: tuple[tuple[str, str], ...]) -> str:
    """A sentence said part by part, by the first joint that leaves a part of ours; as it stands where none does."""
    for joint, english in joints:
        parts = _split(text, joint)
        said = [_english(part) for part in parts] if len(parts) > 1 else parts
        if any(part != new for part, new in zip(parts, said, strict=True) if HAN.search(part)):
            return english.join(said).rstrip(" ")
    return text


def _split(text: str, joint: str) -> list[str]:
    """The parts between joints, those in brackets or quotes left whole."""
    parts: list[str] = []
    for part in text.split(joint):
        if parts and not _balanced(parts[-1]):
            parts[-1] += joint + part
        else:
            parts.append(part)
    return parts


def _value(text: str) -> str:
    """A day, month, week, amount or count in English; empty when the text is none of these."""
    for read in (_day, _month, _week, _amount, _count):
        said = read(text)
        if said:
            return said
    return ""


def _day(text: str) -> str:
    found = _DATE.fullmatch(text)
    if not found:
        return ""
    year, said_month, day, iso_month, iso_day, weekday, clock = found.groups()
    named = f"{DAYS[WEEKDAYS.index(weekday)]} " if weekday else ""
    return f"{named}{int(day or iso_day)} {MONTHS[int(said_month or iso_month) - 1]} {year}" + (
        f" {clock}" if clock else ""
    )


def _month(text: str) -> str:
    found = _MONTH.fullmatch(text)
    return month(int(found[1]) * 100 + int(found[2] or found[3])) if found else ""


def _week(text: str) -> str:
    found = _WEEK.fullmatch(text)
    return f"week {int(found[2] or found[3])} of {found[1]}" if found else ""


def _amount(text: str) -> str:
    found = _AMOUNT.fullmatch(text)
    if not found:
        return ""
    if not found[2]:
        return f"{found[1]} yuan"
    return f"{round(float(found[1].replace(',', '')) * 10, 1):,g} thousand yuan"


def _count(text: str) -> str:
    found = _COUNT.fullmatch(text)
    unit = _UNITS.get(found[2]) if found else None
    return f"{found[1]} {unit[found[1] != '1']}" if found and unit else ""


spoken_lazy = lazy(spoken, str)
"""The same for a label that is written before anybody reads it, as the choices of a form are."""
