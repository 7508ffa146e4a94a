"""Invented numbers with right check digits: identity, credit code, bank card, telephone.

None can belong to anybody: identity numbers and credit codes name an administrative area ending in 99, which no county
has; cards begin with 800999 (leading 8 is not given to banks, ISO/IEC 7812-1); mobile numbers begin with 154000, a
block not in service. See docs/reference/demonstration-town.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from anxin.kernel.ids import uscc_check_digit

Ints = npt.NDArray[np.int64]
Texts = npt.NDArray[Any]

HOME_AREAS = (
    (330699, "浙江"),
    (341599, "安徽"),
    (360499, "江西"),
    (411799, "河南"),
    (420699, "湖北"),
    (431299, "湖南"),
    (500299, "重庆"),
    (513399, "四川"),
    (522299, "贵州"),
    (530699, "云南"),
)
CARD_PREFIX = 800_999
PHONE_PREFIX = 154_000
CREDIT_AREA = "330699"
_ID_WEIGHTS = np.array((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))
_ID_CHECKS = np.array(list("10X98765432"))
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def ymd(days: npt.NDArray[np.datetime64]) -> Ints:
    """Days as whole numbers yyyymmdd."""
    months = days.astype("datetime64[M]")
    years = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    found: Ints = years * 10_000 + month * 100 + day
    return found


def running_rank(keys: Ints) -> Ints:
    """For each element how many equal ones stand before it."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.r_[0, np.flatnonzero(np.diff(ordered)) + 1][: len(ordered)]
    sizes = np.diff(np.r_[starts, len(ordered)])
    rank = np.empty(len(keys), np.int64)
    rank[order] = np.arange(len(ordered)) - np.repeat(starts, sizes)
    return rank


def identity_numbers(area: Ints, born: npt.NDArray[np.datetime64], female: npt.NDArray[np.bool_]) -> Texts:
    """Eighteen-character identity numbers (公民身份号码), all different, odd order codes for men."""
    birth = ymd(born)
    serial = 2 * running_rank(area * 200_000_000 + birth * 2 + female) + 1 + female
    if len(serial) and int(serial.max()) > 999:
        raise ValueError("too many people were born on one day in one area")
    first17 = area * 10**11 + birth * 1000 + serial
    total = sum(first17 // 10 ** (16 - place) % 10 * weight for place, weight in enumerate(_ID_WEIGHTS))
    return np.char.add(first17.astype("U17"), _ID_CHECKS[np.asarray(total) % 11])


def card_numbers(serial: Ints, bank: Ints) -> Ints:
    """Nineteen-digit card numbers (银行卡号) with the Luhn digit, all different for different serials."""
    shuffled = (serial * 7_919_773 + 1_234_567) % 10**10
    first18 = (CARD_PREFIX * 100 + bank) * 10**10 + shuffled
    total = np.zeros(len(first18), np.int64)
    for place in range(18):
        digit = first18 // 10**place % 10
        if place % 2 == 0:
            digit = digit * 2
            digit = digit - 9 * (digit > 9)
        total += digit
    return first18 * 10 + (10 - total % 10) % 10


def is_luhn(number: int) -> bool:
    """Whether a card number's last digit is right (ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, char in enumerate(reversed(str(number))):
        digit = int(char) * (1 + place % 2)
        total += digit - 9 * (digit > 9)
    return total % 10 == 0


def phones(serial: Ints) -> Texts:
    """Eleven-digit mobile numbers; they repeat after 100,000, as nobody is ever reached by one."""
    return (PHONE_PREFIX * 10**5 + (serial * 7_919 + 37) % 10**5).astype("U11")


def credit_codes(serials: Iterable[int], private: Iterable[bool]) -> list[str]:
    """Unified social credit codes (统一社会信用代码); 92 for self-employed traders (个体工商户), 91 for firms."""
    return [_credit_code(serial, trader=trader) for serial, trader in zip(serials, private, strict=True)]


def _credit_code(serial: int, *, trader: bool) -> str:
    text, rest = "", (serial * 104_729 + 17) % 31**6
    for _ in range(6):
        rest, digit = divmod(rest, 31)
        text = _ALPHABET[digit] + text
    body = "MA" + text
    total = sum(int(char, 36) * weight for char, weight in zip(body, _ORG_WEIGHTS, strict=True))
    organisation = body + "0123456789X0"[(11 - total % 11) % 11]
    first17 = ("92" if trader else "91") + CREDIT_AREA + organisation
    return first17 + uscc_check_digit(first17)
