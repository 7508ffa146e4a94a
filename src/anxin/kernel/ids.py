"""Identifiers: typed keys, check digits, masks, and the keyed fingerprint (指纹) that stands for a card number in joins."""

from __future__ import annotations

import hmac
import re
from datetime import date
from typing import NewType

EmployerId = NewType("EmployerId", int)
WorkerId = NewType("WorkerId", int)
PlaceCode = NewType("PlaceCode", str)

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_MASK_63 = (1 << 63) - 1


def uscc_check_digit(first17: str) -> str:
    """The eighteenth character of a unified social credit code (统一社会信用代码; GB 32100-2015, weights mod 31).

    >>> uscc_check_digit("91330602MA28A0000")
    'H'
    """
    total = sum(_USCC_ALPHABET.index(char) * weight for char, weight in zip(first17, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def is_uscc(code: str) -> bool:
    """Whether a text is a well-formed unified social credit code with the right check character."""
    if len(code) != 18 or any(char not in _USCC_ALPHABET for char in code):
        return False
    return uscc_check_digit(code[:17]) == code[17]


def id_check_digit(first17: str) -> str:
    """The last character of a citizen identity number (公民身份号码; GB 11643-1999, ISO 7064 MOD 11-2).

    >>> id_check_digit("11010519491231002")
    'X'
    """
    total = sum(int(char) * weight for char, weight in zip(first17, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def is_id_number(text: str) -> bool:
    """Whether a text is an 18-digit identity number whose birth date exists and whose check character is right."""
    if len(text) != 18 or not (text[:17].isascii() and text[:17].isdigit()):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return id_check_digit(text[:17]) == text[17].upper()


def fingerprint(text: str, key: bytes) -> str:
    """The keyed hash (HMAC-SHA-256, hex) that finds and joins a secret number without holding it."""
    return hmac.digest(key, text.strip().upper().encode(), "sha256").hex()


def fingerprint63(text: str, key: bytes) -> int:
    """The same keyed hash cut to a non-negative 63-bit integer, for the int64 columns of bulk files."""
    digest = hmac.digest(key, text.strip().upper().encode(), "sha256")
    return int.from_bytes(digest[:8], "big") & _MASK_63


def mask(text: str, head: int = 3, tail: int = 4) -> str:
    """A number with its middle hidden; when too short to keep both ends, only the last character shows.

    >>> mask("11010519491231002X"), mask("ab")
    ('110***********002X', '*b')
    """
    if len(text) <= head + tail:
        return "*" * (len(text) - 1) + text[-1:]
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


def mask_name(name: str) -> str:
    """A person's name with all but the family name hidden.

    >>> mask_name("张三丰")
    '张**'
    """
    return name[:1] + "*" * (len(name) - 1)


_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){13,17}[ -]?[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
"""Also in the groups that people write, set apart by a space or a hyphen."""


def mask_numbers(text: str) -> str:
    """A text in which identity, card and phone numbers keep only their last four digits.

    >>> mask_numbers("card 6228480402564890018, call 13800138000")
    'card ***0018, call ***8000'
    >>> mask_numbers("6228 4804 0256 4890 018, 138-0013-8000, 33060219900101123X, on 2026-11-24 06:22:33")
    '***0018, ***8000, ***123X, on 2026-11-24 06:22:33'
    """
    return _MOBILE.sub(_tail, _CARD.sub(_tail, text))


def _tail(found: re.Match[str]) -> str:
    return f"***{re.sub('[ -]', '', found[0])[-4:]}"
