"""What the memo (摘要) of a transfer says: whether it is wages (工资), and which month it names.

In bulk each distinct text is read here once. A run of seven digits or more reads alike whatever its digits, and a
stretch of characters that appear in no pattern reads alike whatever they are: that keeps distinct texts few.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

WAGES: Final = "工资"
"""The one word that makes a transfer wages; near-synonyms (劳务费, 奖金, 报销) are other debts and do not count."""

WIDE: Final = "０１２３４５６７８９－／．＃"
NARROW: Final = "0123456789-/.#"
_NARROWED = str.maketrans(WIDE, NARROW)

# A bare number is a reference, not a month, after a letter, "#" or "号", after another number and a dash, or in a longer number.
_BEFORE = "(?:^|[^0-9A-Za-z#号:： ./-]|(?:^|[^A-Za-z#号])[:： ]|(?:^|[^0-9A-Za-z#])[./-])"
_MONTH = "(0?[1-9]|1[0-2])"
_AND = "[-~～—、,，和及与至到]+"


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a month: `first` finds it (groups year of century and month), `last` its last occurrence, `several` a list or span."""

    first: str
    several: str

    @property
    def last(self) -> str:
        """The pattern that finds the last occurrence instead of the first."""
        return r"^[\s\S]*" + self.first


FORMS: Final = (
    # 2026年3月, 26年03月份; a full date (2026年3月15日) is a day of payment, not the month of the wages.
    Form(
        "(?:^|[^0-9])(?:20)?([0-9]{2}) ?年 ?" + _MONTH + " ?月(?:$|[^0-9]|[0-9]{3}|[0-9]{1,2}(?:$|[^0-9日号]))",
        "月份?" + _AND + "(?:[0-9]{2,4}年)?" + _MONTH + "月",
    ),
    # 2026-03, 2026/3, 2026.03; likewise no full date, and no amount (2026.03元).
    Form(
        _BEFORE + "20([0-9]{2})[-/.]" + _MONTH + "(?:$|[^0-9A-Za-z/.元-]|[-/.](?:$|[^0-9]|[0-9]{3}))",
        "20[0-9]{2}[-/.]" + _MONTH + _AND + "(?:20[0-9]{2}[-/.])?" + _MONTH + "(?:$|[^0-9])",
    ),
    # 202603, standing alone.
    Form(
        _BEFORE + "20([0-9]{2})(0[1-9]|1[0-2])(?:$|[^0-9A-Za-z.元]|[.](?:$|[^0-9]))",
        "20[0-9]{2}(?:0[1-9]|1[0-2])" + _AND + "(?:20[0-9]{2})?(?:0[1-9]|1[0-2])(?:$|[^0-9])",
    ),
)
"""The ways of writing a month, the plainest first; a less plain one is looked at only when no plainer one is there."""

_COMPILED = tuple((re.compile(form.first), re.compile(form.last), re.compile(form.several)) for form in FORMS)


def says_wages(memo: str | None) -> bool:
    """Whether a memo says that the transfer is wages; an empty memo says nothing.

    >>> says_wages("代发工资"), says_wages("报销款"), says_wages(None)
    (True, False, False)
    """
    return memo is not None and WAGES in memo


def month_named(memo: str | None) -> int:
    """The one month a memo names, as yyyymm; 0 when it names none, or several.

    The debtor may say which debt he pays (Civil Code 民法典 art. 560); a memo that names two months does not say how
    much is for which, so it counts as naming none.

    >>> month_named("2026年3月工资"), month_named("代发工资 202603"), month_named("工资2026-03")
    (202603, 202603, 202603)
    >>> month_named("工资 20260312001"), month_named("2026年3月15日发工资"), month_named("2026年2月、3月工资")
    (0, 0, 0)
    """
    if not memo:
        return 0
    text = memo.translate(_NARROWED)
    for first, last, several in _COMPILED:
        found = first.search(text)
        if found is None:
            continue
        code = _code(found)
        again = last.search(text)
        return 0 if several.search(text) or (again and _code(again) != code) else code
    return 0


def _code(found: re.Match[str]) -> int:
    return 200_000 + int(found[1]) * 100 + int(found[2])
