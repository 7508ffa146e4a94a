"""Totals that stand under a word nobody knows (全厂、本部……): known by their figures, each the sum of all above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from anxin.adapters.grids.cells import Amounts, Bools, Ints, amounts

_PAY = ("due", "paid")
_ENOUGH = 3
"""So many persons above, and so many figures that come out: less could be chance."""
_MOST = 50
_ROUND = 10_000


@dataclass(frozen=True, slots=True)
class Disguised:
    """Rows that are totals for certain, and rows that only might be."""

    certain: list[int]
    possible: list[int]


def sums_of_all_above(
    texts: Sequence[pa.Array], money: Mapping[str, Amounts], suspects: Bools, persons: Bools, totals: Bools
) -> Disguised:
    """Which of the rows taken for persons are the sum of the persons above, or of those since the last total."""
    pay = [money[key] for key in _PAY if key in money]
    found, left = Disguised([], []), persons.copy()
    marks = totals.copy()
    after = -1
    while pay and len(found.certain) + len(found.possible) < _MOST:
        rows = np.flatnonzero(suspects & _adds_up(pay, left, marks))
        rows = rows[rows > after]
        if not len(rows):
            break
        after = int(rows[0])
        if _every_figure(texts, left, marks, after):
            found.certain.append(after)
            left[after], marks[after] = False, True
        else:
            found.possible.append(after)
    return found


def _adds_up(pay: Sequence[Amounts], persons: Bools, totals: Bools) -> Bools:
    """Where all that is told of due and paid is the sum of two persons or more above."""
    told = np.logical_or.reduce([one.known & (one.fen != 0) for one in pay])
    sums = [np.cumsum(np.where(persons, one.fen, 0)) - np.where(persons, one.fen, 0) for one in pay]
    count = np.cumsum(persons) - persons
    start = np.maximum.accumulate(np.where(totals, np.arange(len(totals)), 0))
    result = np.zeros(len(persons), bool)
    for since in (np.zeros(len(totals), np.int64), start):
        right = count - count[since] >= 2
        for one, running in zip(pay, sums, strict=True):
            right &= ~one.known | (one.fen == running - running[since])
        result |= right
    return result & told


def _every_figure(texts: Sequence[pa.Array], persons: Bools, totals: Bools, row: int) -> bool:
    """Whether the row tells at least three figures, not all of them round, and each is the sum of its column above."""
    before = np.flatnonzero(totals[:row])
    starts = {0, int(before[-1]) + 1} if len(before) else {0}
    return any(_sums(texts, np.flatnonzero(persons[start:row]) + start, row) for start in starts)


def _sums(texts: Sequence[pa.Array], above: Ints, row: int) -> bool:
    if len(above) < _ENOUGH:
        return False
    figures = []
    for column in texts:
        one = amounts(column.slice(row, 1))
        if not one.known[0]:
            continue
        if amounts(column.take(pa.array(above))).fen.sum() != one.fen[0]:
            return False
        figures.append(int(one.fen[0]))
    return len(figures) >= _ENOUGH and any(one % _ROUND for one in figures)
