"""Amounts of money (金额) as whole fen (分); floats never enter.

A `Fen` is an `int`. Text and `Decimal` exist only at the edge, where amounts are read and printed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NewType

Fen = NewType("Fen", int)

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋（）", "0123456789.,-+()")
_NOISE = re.compile(r"[\s\u00a0¥￥元]")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")


class NotMoney(ValueError):
    """The text cannot be read as one amount with certainty."""


def parse_yuan(text: str | int | Decimal) -> Fen:
    """The amount in fen that a text in yuan (元) states; more than two decimals are refused unless zero.

    >>> parse_yuan("1,234.50元"), parse_yuan("（12.3）"), parse_yuan(7)
    (123450, -1230, 700)
    """
    if isinstance(text, str):
        return _parse_text(text)
    return fen_of(Decimal(text))


def _parse_text(text: str) -> Fen:
    bare = _NOISE.sub("", text.translate(_FULL_WIDTH)).lstrip("+")
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _PLAIN.fullmatch(bare):
        raise NotMoney(text)
    return fen_of(Decimal(bare))


def fen_of(yuan: Decimal) -> Fen:
    """Whole fen of an exact amount in yuan; a fraction of a fen is refused, never rounded away.

    >>> fen_of(Decimal("0.01"))
    1
    """
    if not yuan.is_finite():
        raise NotMoney(str(yuan))
    over, under = yuan.as_integer_ratio()
    whole, rest = divmod(over * 100, under)
    if rest:
        raise NotMoney(str(yuan))
    return Fen(whole)


def yuan(amount: Fen | int) -> str:
    """An amount as people read it on a form, without the unit.

    >>> yuan(123450), yuan(-5)
    ('1,234.50', '-0.05')
    """
    sign, whole = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def wan(amount: Fen | int) -> str:
    """An amount in ten thousands of yuan (万元) with one decimal, for summaries; halves round away from zero.

    >>> wan(12_345_600), wan(-50_000)
    ('12.3', '-0.1')
    """
    sign, tenths = ("-" if amount < 0 else ""), (abs(amount) + 50_000) // 100_000
    return f"{sign}{tenths // 10:,}.{tenths % 10}"
