"""Log lines without personal data (日志脱敏): long numbers are masked before anything is written."""

from __future__ import annotations

import logging
import re

_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){13,17}[ -]?[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
"""Also in the groups that people write, set apart by a space or a hyphen."""


def masked(text: str) -> str:
    """A text in which identity, card and phone numbers keep only their last four digits.

    >>> masked("card 6228480402564890018, call 13800138000")
    'card ***0018, call ***8000'
    >>> masked("6228 4804 0256 4890 018, 138-0013-8000, 33060219900101123X, on 2026-11-24 06:22:33")
    '***0018, ***8000, ***123X, on 2026-11-24 06:22:33'
    """
    return _MOBILE.sub(_tail, _CARD.sub(_tail, text))


def _tail(found: re.Match[str]) -> str:
    return f"***{re.sub('[ -]', '', found[0])[-4:]}"


class MaskingFormatter(logging.Formatter):
    """Writes a line, its traceback too, with long numbers masked."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
