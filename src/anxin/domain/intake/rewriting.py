"""What was said, with a person in it corrected or left out (更正、删除): in every spelling of a number, in every place a name stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anxin.domain.intake.chats import unnamed

GONE = "〔已删除〕"
SHORTEST = 2
"""A name of one character stands too often for something else to be looked for."""
_FEWEST_DIGITS = 5
_TAIL = re.compile(r"\*{3}[\dXx]{4}")


def corrected(text: str, *, wrong: str, right: str) -> str:
    """The text with what was wrong written right, a number also where it was written in groups.

    >>> corrected("我叫王五七，电话 139 0000 0002", wrong="王五七", right="王五六")
    '我叫王五六，电话 139 0000 0002'
    >>> corrected("电话 139 0000 0002", wrong="13900000002", right="13900000003")
    '电话 13900000003'
    """
    return _spellings(wrong).sub(lambda _found: right, text)


def forgotten(text: str, *, names: Iterable[str] = (), numbers: Iterable[str] = ()) -> str:
    """The text without these names and numbers, and without any other number or name that a rule can tell.

    >>> forgotten("我是王五六，电话139-0000-0002，卡号6228480402564890018", names=["王五六"], numbers=["13900000002"])
    '我是〔已删除〕，电话〔已删除〕，卡号***'
    """
    for number in numbers:
        if len(re.sub(r"\D", "", number)) >= _FEWEST_DIGITS:
            text = _spellings(number).sub(GONE, text)
    said = {name: GONE for name in names if len(name) >= SHORTEST}
    return _TAIL.sub("***", unnamed(text, said))


def _spellings(text: str) -> re.Pattern[str]:
    digits = re.sub(r"[\s-]", "", text)
    if digits.isdecimal() and len(digits) >= _FEWEST_DIGITS:
        return re.compile(r"(?<!\d)" + r"[ -]?".join(digits) + r"(?!\d)")
    return re.compile(re.escape(text))
