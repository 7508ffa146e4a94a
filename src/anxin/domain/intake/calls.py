"""Call records of a telephone exchange (通话记录): who rang, whether anybody answered, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from anxin.kernel.outcome import Fault

SOON = timedelta(days=1)
"""A filing from the same telephone within this time after a call is what that call was about."""
UNEVEN = timedelta(minutes=5)
"""By how much the clocks of the exchange and of the office may differ."""


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call as the exchange recorded it; `number` is the outer side's, empty when it was withheld."""

    row: int
    started_at: datetime
    incoming: bool
    number: str
    extension: str
    seconds: int
    answered: bool
    exchange_id: str
    recording: str


@dataclass(frozen=True, slots=True)
class CallReading:
    """An exchange's file as understood: its calls, how many rows were calls within the house, and every fault."""

    lines: tuple[CallLine, ...]
    internal: int
    faults: tuple[Fault, ...]


def first_after(missed_at: datetime, later: Iterable[tuple[datetime, int]]) -> int | None:
    """Which of several talks with the same number was the first after a missed call; None while there was none.

    >>> nine = datetime(2026, 11, 23, 9)
    >>> first_after(nine, [(nine - SOON, 1), (nine + SOON, 3), (nine + UNEVEN, 2)])
    2
    """
    return min((one for one in later if one[0] > missed_at), default=(missed_at, None))[1]


def filing_of(started_at: datetime, filings: Iterable[tuple[datetime, int]]) -> int | None:
    """Which filing from the same telephone a call was about: the first within a day of it.

    >>> nine = datetime(2026, 11, 23, 9)
    >>> filing_of(nine, [(nine + 2 * SOON, 1), (nine + UNEVEN, 2)])
    2
    """
    near = (one for one in filings if started_at - UNEVEN <= one[0] <= started_at + SOON)
    return min(near, default=(started_at, None))[1]


def middle_seconds(spans: Iterable[timedelta]) -> int | None:
    """The median of several spans in whole seconds; None where there are none."""
    found = [max(0.0, one.total_seconds()) for one in spans]
    return round(median(found)) if found else None


def earliest(open_calls: Mapping[int, tuple[datetime, str]]) -> set[int]:
    """Of missed calls by number, the first of each: somebody who rang five times is owed one call back.

    >>> nine = datetime(2026, 11, 23, 9)
    >>> earliest({1: (nine, "a"), 2: (nine - SOON, "a"), 3: (nine, "b")})
    {2, 3}
    """
    first: dict[str, tuple[datetime, int]] = {}
    for key, (started_at, number) in open_calls.items():
        first[number] = min(first.get(number, (started_at, key)), (started_at, key))
    return {key for _started_at, key in first.values()}
