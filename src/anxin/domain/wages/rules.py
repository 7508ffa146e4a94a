"""The rules of a month's standing (工资发放状态), written once: each reads a Python value, an Ibis table or NumPy arrays alike.

A rule uses only comparison, arithmetic, `&` and `|` on whole fen and whole days, with nothing missing, so that the
same text gives a truth value for one line and a column for a million; a property test compares the readers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from anxin.domain.wages.lines import PayStatus

VERSION: Final = "wages-2026.1"
"""Stored with every run; raised when a rule changes its meaning."""


class Readable(Protocol):
    """Anything with these three: a `Standing`, a table expression, a record of arrays."""

    @property
    def due_cents(self) -> Any: ...
    @property
    def paid_cents(self) -> Any: ...
    @property
    def days_over(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A status, its Chinese name, and when it holds."""

    status: PayStatus
    name: str
    test: Callable[[Readable], Any]


RULES: Final = (
    Rule(PayStatus.UNPAID, "未发", lambda line: (line.paid_cents == 0) & (line.due_cents > 0)),
    Rule(PayStatus.UNDER, "少发", lambda line: (line.paid_cents > 0) & (line.paid_cents < line.due_cents)),
    Rule(PayStatus.OVER, "多发", lambda line: line.paid_cents > line.due_cents),
    Rule(PayStatus.LATE, "迟发", lambda line: (line.paid_cents == line.due_cents) & (line.days_over > 0)),
)
"""At most one holds of any line; where none does the month was paid in full and on time."""


def short_of(line: Readable) -> Any:
    """What is still owed where something is: negative where too much was paid; readers cut it off at zero."""
    return line.due_cents - line.paid_cents


def status_of(line: Readable) -> PayStatus:
    """The status of one line.

    >>> from anxin.domain.wages.lines import Standing
    >>> status_of(Standing(1, 1, 202603, due_cents=500000, paid_cents=500000, days_over=3)).name
    'LATE'
    """
    return next((rule.status for rule in RULES if rule.test(line)), PayStatus.ON_TIME)
