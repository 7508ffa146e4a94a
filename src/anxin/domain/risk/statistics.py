"""Statistics of warning (统计预警): robust deviation from one's own past and from peers, and EARS-like alarms on counts.

All take plain sequences in which None is unknown, and answer None when too little is known to say anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

NORMAL = 1.4826
"""What makes the median absolute deviation comparable with a standard deviation when figures are normal."""
ENOUGH = 5
"""Fewer known figures than this say nothing about what is usual."""
BASELINE, LAG = 7, 2
C1_LIMIT, C2_LIMIT, C3_LIMIT = 3.0, 3.0, 2.0
"""The usual limits of the Early Aberration Reporting System (EARS) of the CDC, here on weeks instead of days."""
LEAST_SPREAD = 0.5
"""Counts that never vary would make any one event an alarm; their spread is never taken as less than this."""


def known(values: Iterable[float | None]) -> tuple[float, ...]:
    """The figures that are known."""
    return tuple(value for value in values if value is not None)


def spread(values: Sequence[float]) -> float:
    """The median absolute deviation (MAD), scaled to a standard deviation.

    >>> spread([1, 1, 2, 2, 4, 6, 9])
    1.4826
    """
    middle = median(values)
    return NORMAL * median(abs(value - middle) for value in values)


def deviation(value: float | None, others: Iterable[float | None], *, least: float = 0.0) -> float | None:
    """How many robust standard deviations a figure lies from the median of others; None when too little is known.

    `least` is the smallest spread believed; without one, figures that never vary give no answer.

    >>> deviation(0.4, [1.0, 0.9, 1.1, 1.0, 1.0, 0.95, 1.05])
    -8.1
    """
    figures = known(others)
    if value is None or len(figures) < ENOUGH:
        return None
    width = max(spread(figures), least)
    return None if width == 0 else round((value - median(figures)) / width, 1)


def against_past(series: Sequence[float | None], *, least: float = 0.0) -> float | None:
    """How far the newest figure of a series lies from its own past."""
    return deviation(series[-1], series[:-1], least=least) if series else None


def against_peers(own: float | None, peers: Iterable[float | None], *, least: float = 0.0) -> float | None:
    """How far an employer's figure lies from those of its peers (same sector and size), itself left out."""
    return deviation(own, peers, least=least)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What C1, C2 and C3 say of the newest week: their values where known, and whether any is over its limit."""

    c1: float | None
    c2: float | None
    c3: float | None

    @property
    def sounds(self) -> bool | None:
        """Whether any of the three is over its limit; None when none could be computed."""
        values = ((self.c1, C1_LIMIT), (self.c2, C2_LIMIT), (self.c3, C3_LIMIT))
        answers = [value > limit for value, limit in values if value is not None]
        return any(answers) if answers else None


def ears(counts: Sequence[float | None]) -> Alarm:
    """C1 against the seven weeks just before, C2 leaving two weeks between, C3 the excess of C2 over three weeks.

    >>> ears([0, 1, 0, 0, 1, 0, 0, 1, 0, 6]).sounds
    True
    """
    last = len(counts) - 1
    return Alarm(_excess(counts, last, 0), _excess(counts, last, LAG), _sum_of_excess(counts, last))


def _excess(counts: Sequence[float | None], place: int, lag: int) -> float | None:
    """By how many standard deviations a week lies over the mean of its baseline."""
    if place < 0 or counts[place] is None:
        return None
    end = place - lag
    baseline = known(counts[max(0, end - BASELINE) : max(0, end)])
    if len(baseline) < ENOUGH:
        return None
    mean = sum(baseline) / len(baseline)
    variance = sum((value - mean) ** 2 for value in baseline) / (len(baseline) - 1)
    return round((float(counts[place] or 0) - mean) / max(sqrt(variance), LEAST_SPREAD), 2)


def _sum_of_excess(counts: Sequence[float | None], last: int) -> float | None:
    found = known(_excess(counts, place, LAG) for place in range(last - 2, last + 1))
    return None if len(found) < 3 else round(sum(max(0.0, value - 1) for value in found), 2)
