"""What somebody answers in a field of its own (逐项作答): about 8000, 一万多, 十几个, 我们十二个人; of a range the low end counts, as everywhere."""

from __future__ import annotations

import re

from anxin.domain.intake.headcount import headcount
from anxin.domain.intake.numerals import normal, read
from anxin.domain.intake.owing import owed

_ABOUT = re.compile(r"^(?:大概|大约|差不多|将近|估计|可能|最少|至少|接近|约|近|快|有)+")
_ROUND = re.compile(r"(?:人民币|元整|块钱|左右|上下|以上|出头|元|块|整|多|余|来)+$")
MOST_PEOPLE = 100_000


def amount_answered(text: str) -> int | None:
    """An amount in fen; None when the answer says none.

    >>> [amount_answered(one) for one in ("6000", "大概8000左右", "一万多", "十五六万", "我们一共三万二", "不知道")]
    [600000, 800000, 1000000, 15000000, 3200000, None]
    """
    plain = normal(text).strip()
    number = read(_ROUND.sub("", _ABOUT.sub("", plain)))
    if number is not None:
        return int(number.low * 100)
    found = owed(plain) if plain else None
    return None if found is None else found.low_fen


def people_answered(text: str) -> int | None:
    """How many people; None when the answer does not say.

    >>> [people_answered(one) for one in ("12", "十几个", "我们十二个人", "20多", "夫妻俩", "很多")]
    [12, 11, 12, 21, 2, None]
    """
    plain = _ABOUT.sub("", normal(text).strip())
    number = read(plain.rstrip("个人名位"))
    if number is not None:
        return int(number.low) if number.low.denominator == 1 and number.low <= MOST_PEOPLE else None
    found = headcount(plain) or headcount(f"{plain.rstrip('个')}个人")
    return None if found is None else int(found.value.low)
