"""Numbers as people write them in Chinese (数字): digits, 一二三, 壹贰叁, 俩仨, 2万5, 十五六万, 三四千, 一万八千多.

Every reading is a closed range, because 十五六万 is no single amount; a plain number is a range of one value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_DIGITS = {
    **{char: number for number, char in enumerate("零一二三四五六七八九")},
    **{char: number for number, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0, "○": 0, "两": 2, "俩": 2, "仨": 3, "弍": 2, "弎": 3, "貳": 2, "參": 3, "陸": 6,
}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
_LATIN = {"w": 10_000, "W": 10_000, "k": 1000, "K": 1000}
_UNITS = _SMALL | _LARGE | _LATIN
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")

_HAN = "".join(_DIGITS) + "".join(_SMALL) + "".join(_LARGE)
_ALLOWED = re.compile(rf"[0-9][0-9.{_HAN}wWkK]*|[{_HAN}]+")
_NONZERO = "".join(char for char, value in _DIGITS.items() if value)
_PAIR = re.compile(rf"([{_NONZERO}])([{_NONZERO}])(?=[十百千万亿]|$)")
_TAIL = re.compile(rf"[{_HAN}]*[百千万][1-9]")
_VAGUE = re.compile(rf"([0-9.{_HAN}]*)([多余来几])([十百千万亿]+)")
NUMBER = re.compile(
    rf"(?:(?:(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?(?:[十百千万亿wWkK](?:零?[\d{''.join(_DIGITS)}](?:\.\d+)?[百千]?)?)*|[{_HAN}]+(?:(?<=[百千万])[1-9](?![\d.,%年月日号天人个名位点]))?)"
    r"(?:[多余来几][百千万亿]+)?|几[十百千万亿]+)"
)
"""Where a number may stand in a text; `read` says whether it is one."""


@dataclass(frozen=True, slots=True)
class Range:
    """A number or the closed range it may lie in."""

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def times(self, factor: Range) -> Range:
        """The product of two ranges of positive numbers."""
        return Range(self.low * factor.low, self.high * factor.high)


_ENDLESS = re.compile(rf"[0-9０-９.,．，{_HAN}wWkK]{{40,}}")


def without_endless_numbers(text: str) -> str:
    """The text with squares in place of runs of figures that no amount, date or account number is as long as.

    Reading such a run would take minutes, and whoever sends one wants just that. The length stays what it was.

    >>> without_endless_numbers("欠" + "1" * 40 + "元") == "欠" + "□" * 40 + "元"
    True
    """
    return _ENDLESS.sub(lambda found: "□" * len(found[0]), text)


def normal(text: str) -> str:
    """Full-width digits as plain ones; nothing else is touched, so that places in the text stay what they were."""
    return text.translate(_FULL_WIDTH)


def read(text: str) -> Range | None:
    """The number a text says; None when it says none.

    >>> read("30余万")
    Range(low=Fraction(300000, 1), high=Fraction(350000, 1))
    >>> read("十五六万"), read("2万5")
    (Range(low=Fraction(150000, 1), high=Fraction(160000, 1)), Range(low=Fraction(25000, 1), high=Fraction(25000, 1)))
    """
    plain = normal(text).replace(",", "")
    if _TAIL.fullmatch(plain):  # 两万3 is 两万三
        plain = plain[:-1] + "零一二三四五六七八九"[int(plain[-1])]
    if found := _VAGUE.fullmatch(plain):
        return _vague(found[1], found[2], _product(found[3]))
    if not _ALLOWED.fullmatch(plain):
        return None
    return _arabic(plain) if plain[0] in "0123456789" else _spoken(plain)


def _vague(base: str, more: str, size: int) -> Range | None:
    """30余万, 二十几万, 几十万: the base, and up to half of its round part more; 几 itself is two to nine."""
    if not base:
        return Range(Fraction(2 * size), Fraction(9 * size))
    known = read(base)
    if known is None:
        return None
    step = _round_part(known.high)
    low, high = (1, step - 1) if more == "几" and step > 1 else (0, Fraction(step, 2))
    return Range((known.low + low) * size, (known.high + high) * size)


def _round_part(number: Fraction) -> int:
    """The largest power of ten that a number is a whole multiple of; 1 for a number with decimals."""
    step = 1
    while number and number % (step * 10) == 0:
        step *= 10
    return step


def _arabic(text: str) -> Range | None:
    """Digits with units: 3.5万, 2万5, 1万2千, 3千5, 1.2w; what follows a unit without one of its own is a tenth of it."""
    total, unit, rest = Fraction(0), 0, text
    while rest:
        found = re.match(r"零?(\d+(?:\.\d+)?|[一二三四五六七八九两])([十百千万亿wWkK]*)", rest)
        if found is None:
            return None
        number = Fraction(Decimal(found[1])) if found[1][0].isdigit() else Fraction(_DIGITS[found[1]])
        size = _product(found[2])
        if size == 1 and unit >= 100:
            size = 1 if number >= 10 or "零" in found[0] else unit // 10
        elif unit and size >= unit:
            return None
        total, unit, rest = total + number * size, size, rest[found.end() :]
    return Range(total, total)


def _product(units: str) -> int:
    size = 1
    for one in units:
        size *= _UNITS[one]
    return size


def _spoken(text: str) -> Range | None:
    """Han numerals; two neighbouring digits before a unit are a range (三四千), and so is a tail like 十五六."""
    if all(char in _DIGITS for char in text):
        return _digits(text)
    pair = _PAIR.search(text)
    if pair is None:
        return _single(text)
    first, second = _DIGITS[pair[1]], _DIGITS[pair[2]]
    if not 0 < first < second or second - first > 2:
        return None
    low = _single(text[: pair.start()] + pair[1] + text[pair.end() :])
    high = _single(text[: pair.start()] + pair[2] + text[pair.end() :])
    return None if low is None or high is None else Range(low.low, high.high)


def _digits(text: str) -> Range | None:
    """Digits alone: one is a number, two neighbours are a range (两三个), more are read one by one (二〇二六)."""
    values = [_DIGITS[char] for char in text]
    if len(values) == 2 and 0 < values[0] < values[1] <= values[0] + 2:
        return Range(Fraction(values[0]), Fraction(values[1]))
    number = Fraction(int("".join(map(str, values))))
    return Range(number, number) if len(values) == 1 or len(values) >= 4 else None


def _single(text: str) -> Range | None:
    """A Han numeral that says one number: 一万八千, 二万五, 一千零五十, 十二, 壹万贰仟."""
    total, section, digit, last, zero = 0, 0, None, 1, False
    if not _descends(text):
        return None
    for char in text:
        if char in _DIGITS:
            if digit is not None:
                return None
            zero = zero or _DIGITS[char] == 0
            digit = _DIGITS[char] if _DIGITS[char] else None
        elif char in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[char]
            digit, last, zero = None, _SMALL[char], False
        else:
            section += digit or 0
            total = (total + (section or 1)) * _LARGE[char] if char == "亿" else total + (section or 1) * _LARGE[char]
            section, digit, last, zero = 0, None, _LARGE[char], False
    if digit is not None:
        section += digit if zero or last < 100 else digit * last // 10
    number = Fraction(total + section)
    return Range(number, number) if number or "零" in text or "〇" in text else None


def _descends(text: str) -> bool:
    """Whether units grow smaller from left to right, within each section and from section to section."""
    small, large = 10_000, 10**12
    for char in text:
        if char in _SMALL:
            if _SMALL[char] >= small:
                return False
            small = _SMALL[char]
        elif char in _LARGE:
            if _LARGE[char] >= large:
                return False
            small, large = 10_000, _LARGE[char]
    return True
