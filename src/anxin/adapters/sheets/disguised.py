"""Totals that stand under a word nobody knows (全厂、本部……): known by their figures, each the sum of all above it, or below."""

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
    """Which of the rows taken for persons are the sum of the persons above, of those since the last total, or of a team below."""
    pay = [money[key] for key in _PAY if key in money]
    found, left = Disguised([], []), persons.copy()
    marks = totals.copy()
    after = -1
    for row in np.flatnonzero(suspects & _heads(pay, left))[:_MOST].tolist():
        until = int(_until(pay, left)[row])
        if _sums(texts, np.flatnonzero(left[row + 1 : until + 1]) + row + 1, row):
            found.certain.append(row)
            left[row], marks[row] = False, True
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


def _until(pay: Sequence[Amounts], persons: Bools) -> Ints:
    """For every row the last of the rows below whose pay it would sum; 0 where there is no such row."""
    one = pay[0]
    running = np.cumsum(np.where(persons, one.fen, 0))
    last = np.searchsorted(running, running + one.fen)
    sound = (one.fen > 0) & (last < len(running))
    last = np.where(sound, np.minimum(last, len(running) - 1), 0)
    return np.where(running[last] == running + one.fen, last, 0)


def _heads(pay: Sequence[Amounts], persons: Bools) -> Bools:
    """Where a row's pay is that of all persons below it down to some row, as where a team stands above its members."""
    if not pay or (pay[0].fen[persons] < 0).any():
        return np.zeros(len(persons), bool)
    last = _until(pay, persons)
    right: Bools = last > np.arange(len(persons)) + 1
    for one in pay[1:]:
        running = np.cumsum(np.where(persons, one.fen, 0))
        right &= ~one.known | (running[last] - running == one.fen)
    return right


def _adds_up(pay: Sequence[Amounts], persons: Bools, totals: Bools) -> Bools:
    """Where all that is told of due and paid is the sum of two persons or more above."""
    told: Bools = np.logical_or.reduce([one.known & (one.fen != 0) for one in pay])
    sums = [np.cumsum(np.where(persons, one.fen, 0)) - np.where(persons, one.fen, 0) for one in pay]
    count = np.cumsum(persons.astype(np.int64)) - persons.astype(np.int64)
    start = np.maximum.accumulate(np.where(totals, np.arange(len(totals)), 0))
    result = np.zeros(len(persons), bool)
    for since in (np.zeros(len(totals), np.int64), start):
        right = count - count[since] >= 2
        for one, running in zip(pay, sums, strict=True):
            right &= ~one.known | (one.fen == running - running[since])
        result |= right
    sums_up: Bools = result & told
    return sums_up


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
