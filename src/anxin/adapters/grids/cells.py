"""Typing whole columns of text: amounts to fen, identity numbers with their check digit, dates, day counts.

The common form of each is handled by Arrow and numpy at once; only cells of another form are looked at one by one, each
distinct text once. What is not certain comes back as nothing, with its row named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from anxin.analytics.arrays import column_of
from anxin.kernel.ids import is_id_number
from anxin.kernel.money import NotMoney, fen_of, parse_yuan

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
_SIMPLE = r"^-?[0-9]{1,13}(\.[0-9]+)?$"
_MOST = 10**15
_NOTHING = frozenset({"-", "--", "—", "——", "/", "\\", "无", "–", "－", "n/a", "null"})
_SIGNS = re.compile(r"[\s¥￥元]")
_CURRENCY = re.compile(r"^(?:人民币|RMB|CNY)|(?:人民币|RMB|CNY)$", re.IGNORECASE)
_DECIMAL = re.compile(r"-?\d+\.\d{3,}")


def texts(column: pa.Array) -> pa.Array:
    """The column trimmed, with blank cells as nothing."""
    trimmed = column if _is_trim(column) else pc.utf8_trim_whitespace(column)
    blank = pc.equal(trimmed, "")
    return pc.if_else(blank, None, trimmed) if pc.any(blank).as_py() else trimmed


def _is_trim(column: pa.Array) -> bool:
    """Whether no cell can begin or end with white space: the bytes at its ends say so faster than trimming does."""
    if not len(column) or not pa.types.is_string(column.type) or column.buffers()[2] is None:
        return False
    ends = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    if ends[0] == ends[-1]:
        return False
    said = np.frombuffer(column.buffers()[2], np.uint8)[: ends[-1]]
    if said[ends[0] :].min() > _SPACE and said[ends[0] :].max() < _WIDE:
        return True
    filled = np.flatnonzero(ends[1:] > ends[:-1])
    first, after = ends[filled], ends[filled + 1]
    narrow = (said[first] <= _SPACE) | (said[after - 1] <= _SPACE)
    near_end = [_BLANK_LEAD[said[np.maximum(after - back, 0)]] for back in (2, 3)]
    wide = _BLANK_LEAD[said[first]] | near_end[0] | near_end[1]
    return not (narrow | wide).any()


_SPACE, _WIDE = 0x20, 0x80
_BLANK_LEAD = np.isin(np.arange(256), (0xC2, 0xE1, 0xE2, 0xE3))
"""The bytes with which white space beyond ASCII begins in UTF-8 (U+0085, U+00A0, U+1680, U+2000-205F, U+3000)."""


def taken(column: pa.Array, rows: Ints) -> pa.Array:
    """Some rows of a column, counted from 0 and in order; where they follow one another, over the same memory."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
        return column.slice(int(rows[0]), len(rows))
    return column.take(column_of(rows, pa.int64()))


def told(column: pa.Array) -> Bools:
    """Which cells of a trimmed column say anything."""
    return _bools(column.is_valid())


def _bools(mask: pa.Array) -> Bools:
    return np.asarray(pc.fill_null(mask, False).to_numpy(zero_copy_only=False), dtype=bool)  # noqa: FBT003


def flags_of(mask: pa.Array) -> Bools:
    """A column of yes and no as flags; nothing is no."""
    return _bools(mask)


def matches(column: pa.Array, pattern: str) -> Bools:
    """Which cells a regular expression (RE2) finds something in."""
    return _bools(pc.match_substring_regex(column, pattern))


def every(function: Callable[[pa.Array], Any], columns: Sequence[pa.Array]) -> list[Any]:
    """A function applied to each column; long columns two at a time, as Arrow works outside Python's lock."""
    if not columns or len(columns[0]) < 20_000:
        return [function(column) for column in columns]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(function, columns))


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts of a column in fen, which are known, which cells were no certain amount, which were rounded to the fen."""

    fen: Ints
    known: Bools
    bad: tuple[int, ...] = ()
    rounded: tuple[int, ...] = ()

    def array(self, rows: Ints | None = None) -> pa.Array:
        """The amounts as an Arrow column, of some rows or all."""
        fen, known = (self.fen, self.known) if rows is None else (self.fen[rows], self.known[rows])
        return column_of(fen, pa.int64(), known)


def no_amounts(size: int) -> Amounts:
    """A column of unknown amounts."""
    return Amounts(np.zeros(size, np.int64), np.zeros(size, bool))


def all_negative(amount: Amounts) -> bool:
    """Whether every amount told is nil or negative and some are negative, as where deductions carry a minus."""
    return bool((amount.fen < 0).any() and (amount.fen <= 0).all())


def turned(amount: Amounts) -> Amounts:
    """The same amounts with the sign turned."""
    return Amounts(-amount.fen, amount.known, amount.bad, amount.rounded)


def amounts(column: pa.Array) -> Amounts:
    """A trimmed column of yuan as fen; fractions of a fen, left by formulas, are rounded half up and named."""
    plain = _plain_amounts(column)
    if plain is not None:
        return plain
    simple = pc.match_substring_regex(column, _SIMPLE)
    odd = told(column) & ~_bools(simple)
    if odd.sum() > 1000:
        column = _ungrouped(column)
        simple = pc.match_substring_regex(column, _SIMPLE)
        odd = told(column) & ~_bools(simple)
    known = _bools(simple)
    numbers = pc.cast(pc.if_else(simple, column, None), pa.float64())
    fen, rounded = _to_fen(numbers)
    bad: list[int] = []
    if odd.any():
        bad = _odd_amounts(column, odd, fen, known, rounded)
    return Amounts(fen, known, tuple(bad), tuple(rounded))


def _to_fen(numbers: pa.Array) -> tuple[Ints, list[int]]:
    """Yuan as fen, halves away from zero, and the rows that had more than two decimals."""
    scaled = np.nan_to_num(np.asarray(pc.fill_null(numbers, 0.0).to_numpy(zero_copy_only=False))) * 100
    fen = (np.sign(scaled) * np.floor(np.abs(scaled) + 0.5 + 1e-6)).astype(np.int64)
    return fen, np.flatnonzero(np.abs(scaled - fen) > 1e-3).tolist()


def _plain_amounts(column: pa.Array) -> Amounts | None:
    """The whole column at once when every cell is a plain number of sensible size; None otherwise."""
    try:
        numbers = pc.cast(column, pa.float64())
    except pa.ArrowInvalid:
        return None
    if pc.any(pc.or_(pc.greater(pc.abs(numbers), 1e13), pc.is_nan(numbers))).as_py():
        return None
    fen, rounded = _to_fen(numbers)
    return Amounts(fen, told(column), (), tuple(rounded))


def _ungrouped(column: pa.Array) -> pa.Array:
    bare = pc.replace_substring_regex(column, r"[\s\x{00a0}¥￥元]", "")
    grouped = pc.match_substring_regex(bare, r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$")
    return pc.if_else(grouped, pc.replace_substring(bare, ",", ""), bare)


def _odd_amounts(column: pa.Array, odd: Bools, fen: Ints, known: Bools, rounded: list[int]) -> list[int]:
    bad: list[int] = []
    seen: dict[str, tuple[int | None, bool]] = {}
    for row in np.flatnonzero(odd).tolist():
        text = column[row].as_py()
        if text not in seen:
            seen[text] = amount_of(text)
        value, was_rounded = seen[text]
        if value is not None and abs(value) <= _MOST:
            fen[row], known[row] = value, True
            if was_rounded:
                rounded.append(row)
        elif text.lower() not in _NOTHING:
            bad.append(row)
    return bad


def amount_of(text: str) -> tuple[int | None, bool]:
    """One amount in fen, and whether it had to be rounded; None when the text is no certain amount.

    >>> amount_of("１，２３４.５０元"), amount_of("234,22"), amount_of("1.005")
    ((123450, False), (None, False), (101, True))
    """
    narrow = _CURRENCY.sub("", _SIGNS.sub("", unicodedata.normalize("NFKC", text)))
    if _DECIMAL.fullmatch(narrow):
        return int((Decimal(narrow) * 100).quantize(Decimal(1), ROUND_HALF_UP)), True
    try:
        return int(parse_yuan(narrow)), False
    except NotMoney:
        return _scientific(narrow)


def _scientific(text: str) -> tuple[int | None, bool]:
    if not re.fullmatch(r"-?\d(\.\d+)?[eE][+-]?\d{1,2}", text):
        return None, False
    try:
        return int(fen_of(Decimal(text).quantize(Decimal("0.01")))), False
    except (NotMoney, InvalidOperation):
        return None, False


def each_distinct(column: pa.Array, read: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """The column read text by text, each distinct text once."""
    coded = pc.dictionary_encode(column)
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    values = pa.array([read(text) for text in coded.dictionary.to_pylist()], kind)
    return values.take(coded.indices)


_DATE = re.compile(r"(\d{4})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*[日号]?(?:[ T].*)?")
_PACKED = re.compile(r"(20\d\d|19\d\d)(\d\d)(\d\d)(?:[ T].*|\d{6})?")


def date_of(text: str) -> date | None:
    """One calendar day; None when the text names none with certainty.

    >>> date_of("2024-03-05 12:23:07.123"), date_of("20240305"), date_of("3月5日")
    (datetime.date(2024, 3, 5), datetime.date(2024, 3, 5), None)
    """
    narrow = unicodedata.normalize("NFKC", text).strip()
    found = _DATE.fullmatch(narrow) or _PACKED.fullmatch(narrow)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def dates(column: pa.Array) -> pa.Array:
    """A trimmed column of dates; what names no day is nothing."""
    return each_distinct(column, date_of, pa.date32())


def _float_of(text: str) -> float | None:
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*(?:天|日|工日|工|个)?", unicodedata.normalize("NFKC", text))
    return float(found[1]) if found else None


def counts(column: pa.Array) -> pa.Array:
    """A trimmed column of day counts (出勤天数)."""
    return each_distinct(column, _float_of, pa.float64())


_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], np.float32)
_CHECKS = np.frombuffer(b"10X98765432", np.uint8)


def valid_ids(column: pa.Array) -> Bools:
    """Which cells are 18-digit identity numbers (公民身份号码) with an existing birth date and the right check digit.

    The rule of `kernel.ids.is_id_number`, on a whole column at once (GB 11643-1999).
    """
    sized = _bools(pc.equal(pc.binary_length(column), 18))
    rows = np.flatnonzero(sized)
    if not len(rows):
        return sized
    packed = pc.ascii_upper(taken(column, rows))
    start = int(np.frombuffer(packed.buffers()[1], np.int32)[packed.offset])
    chars = np.frombuffer(packed.buffers()[2], np.uint8)[start : start + 18 * len(rows)].reshape(-1, 18)
    digits = chars[:, :17] - 48
    sums = (digits.astype(np.float32) @ _WEIGHTS).astype(np.int64)
    checked = (digits <= 9).all(axis=1) & (_CHECKS[sums % 11] == chars[:, 17])
    right: Bools = np.asarray(checked & _born(digits[:, 6:14].astype(np.int32)), bool)
    result = np.zeros(len(column), bool)
    result[rows[right]] = True
    return result


def _born(digits: npt.NDArray[np.int32]) -> Bools:
    """Whether the eight digits of a birth date name a day that exists."""
    year = digits[:, 0] * 1000 + digits[:, 1] * 100 + digits[:, 2] * 10 + digits[:, 3]
    month, day = digits[:, 4] * 10 + digits[:, 5], digits[:, 6] * 10 + digits[:, 7]
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    lengths = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int64)
    last = lengths[np.clip(month, 0, 12)] + ((month == 2) & leap)
    born: Bools = (year > 0) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= last)
    return born


def tidy_numbers(column: pa.Array) -> pa.Array:
    """A trimmed column of long numbers (证号、卡号、手机号) without spaces, hyphens, apostrophes; wide digits narrowed."""
    odd = pc.fill_null(pc.match_substring_regex(column, r"[^0-9Xx]"), False)  # noqa: FBT003
    if pc.any(odd).as_py():
        few = pc.utf8_normalize(column.filter(odd), "NFKC")
        few = pc.replace_substring_regex(few, r"[\s\x{00a0}'‘’`\-]|\.0+$", "")
        column = pc.replace_with_mask(column, odd, pc.if_else(pc.equal(few, ""), None, few))
    return pc.utf8_upper(column) if pc.any(pc.match_substring(column, "x")).as_py() else column


_PADDED = r"([\x{3400}-\x{9fff}])[\s\x{3000}\x{00a0}]+([\x{3400}-\x{9fff}])"


def unpadded(column: pa.Array) -> pa.Array:
    """Chinese names without the spaces that pad them to one width (张　三); Latin names keep theirs."""
    if not pc.any(pc.match_substring_regex(column, r"[\s\x{3000}\x{00a0}]")).as_py():
        return column
    for _ in range(2):
        column = pc.replace_substring_regex(column, _PADDED, r"\1\2")
    return column


_SCIENTIFIC = r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$"


def mangled(column: pa.Array, numbers: pa.Array | None) -> Bools:
    """Which long numbers a spreadsheet has spoilt: shown in powers of ten, or kept as a number of 15 digits at most.

    Where it is known which cells were numbers, only those can be spoilt. Else a text that is exactly what a rounded
    number prints as is taken for one, if it has 18 digits (chance does that once in a thousand) or nearly all do.
    """
    spoilt = matches(column, _SCIENTIFIC)
    long = matches(column, r"^[0-9]{16,19}$")
    if numbers is not None:
        return spoilt | (long & _bools(numbers))
    rows = np.flatnonzero(long)
    values = np.asarray(
        pc.cast(column.take(column_of(rows, pa.int64())), pa.uint64()).to_numpy(zero_copy_only=False), np.uint64
    )
    exact = values.astype(np.float64).astype(np.uint64) == values
    rounded = np.zeros(len(rows), bool)
    for place in np.flatnonzero(exact).tolist():
        digits = repr(float(values[place])).replace(".", "").split("e")[0].rstrip("0")
        rounded[place] = len(digits) <= 15
    if rounded.sum() < 0.9 * len(rows):
        rounded &= values >= 10**17
    spoilt[rows] |= rounded
    return spoilt


def id_fault(text: str) -> str:
    """What is wrong with one identity number, in Chinese; empty when nothing is."""
    if is_id_number(text):
        return ""
    if len(text) == 18 and re.fullmatch(r"\d{17}[\dX]", text):
        return "身份证号校验码或出生日期不对，请核对"
    if len(text) == 15 and text.isdigit():
        return "是 15 位旧身份证号，请补成 18 位"
    return f"不是 18 位身份证号（{len(text)} 位），请核对证件类型和号码"


def luhn(text: str) -> bool:
    """Whether a card number's last digit is right (ISO/IEC 7812, Luhn)."""
    total = 0
    for place, char in enumerate(reversed(text)):
        digit = int(char) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0
