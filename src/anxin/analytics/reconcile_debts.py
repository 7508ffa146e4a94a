"""The payroll side of a reconciliation (应发) in columns: one row per employer, worker and month, in that order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from anxin.analytics.arrays import Array, numbers
from anxin.analytics.schemas import PAYROLL
from anxin.analytics.sources import Chunk

_WIDEST = 62
"""Bits that a packed key may use."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """Turns employer and worker into one number that sorts as they do: by offset where their ranges fit, else by rank."""

    ents: Array
    workers: Array
    ranked: bool

    @classmethod
    def of(cls, ent: Array, worker: Array, months: int) -> Numbering:
        """A numbering for these employments that leaves room for so many months."""
        ents, workers = _ends(ent), _ends(worker)
        width = int(ents[1]) - int(ents[0]) + 1, int(workers[1]) - int(workers[0]) + 1
        if (width[0] * width[1] * months).bit_length() <= _WIDEST:
            return cls(ents, workers, ranked=False)
        return cls(np.unique(ent), np.unique(worker), ranked=True)

    def code(self, ent: Array, worker: Array) -> Array:
        """The number of each employment; -1 where employer or worker is none of those numbered."""
        if not self.ranked:
            width = int(self.workers[1]) - int(self.workers[0]) + 1
            inside = (ent >= self.ents[0]) & (ent <= self.ents[1])
            inside &= (worker >= self.workers[0]) & (worker <= self.workers[1])
            code = (ent - self.ents[0]) * width + (worker - self.workers[0])
            return np.where(inside, code, -1)
        high, low = _rank(self.ents, ent), _rank(self.workers, worker)
        return np.where((high < 0) | (low < 0), -1, high * len(self.workers) + low)


def _ends(values: Array) -> Array:
    return np.array([values.min(), values.max()], np.int64)


def _rank(known: Array, values: Array) -> Array:
    place = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[place] == values, place, -1)


@dataclass(frozen=True, slots=True)
class Debts:
    """What is due, by rows; `start` tells where each employment's rows begin, and one past the last.

    `month` counts months from `first_month` (as year × 12 + month − 1); days count from 1970-01-01.
    """

    ent: Array
    worker: Array
    month: Array
    due: Array
    due_day: Array
    start: Array
    first_month: int
    months: int
    numbering: Numbering | None
    codes: Array
    rows_read: int

    def employment(self, ent: Array, worker: Array) -> Array:
        """Which employment each pair is; -1 when it has no row."""
        if self.numbering is None:
            return np.full(len(ent), -1, np.int32)
        code = self.numbering.code(ent, worker)
        return _rank(self.codes, code).astype(np.int32)

    def month_index(self, code: Array) -> Array:
        """Months as the payroll counts them, from yyyymm; may lie outside its range."""
        index: Array = code // 100 * 12 + code % 100 - 1 - self.first_month
        return index

    def part(self, first: int, last: int) -> Debts:
        """The rows of the employments from the first up to but not including the last, over the same memory."""
        begin, end = int(self.start[first]), int(self.start[last])
        return replace(
            self,
            ent=self.ent[begin:end],
            worker=self.worker[begin:end],
            month=self.month[begin:end],
            due=self.due[begin:end],
            due_day=self.due_day[begin:end],
            start=self.start[first : last + 1] - begin,
        )

    def month_codes(self) -> Array:
        """The yyyymm of each month the payroll counts."""
        total = np.arange(self.first_month, self.first_month + self.months)
        return (total // 12 * 100 + total % 12 + 1).astype(np.int32)


def read_debts(pieces: Iterable[Chunk]) -> Debts:
    """Read the payroll and order it by employer, worker and month; several rows of one month become one debt."""
    columns: dict[str, list[Array]] = {name: [] for name in PAYROLL.names}
    for piece in pieces:
        table = piece.read()
        for name, parts in columns.items():
            parts.append(numbers(table[name]))
    if not columns["month"]:
        return _empty()
    return _ordered(columns)


def _ordered(columns: dict[str, list[Array]]) -> Debts:
    """Every column is taken out of `columns` before the next, so that no more than needed is held at once."""
    month, first, months = _months(np.concatenate(columns.pop("month")))
    ent, worker = np.concatenate(columns.pop("ent_id")), np.concatenate(columns.pop("worker_id"))
    numbering = Numbering.of(ent, worker, months)
    key = numbering.code(ent, worker)
    key *= months
    key += month
    order = order_of(key)
    key, ent, worker, month = (_in_order(column, order) for column in (key, ent, worker, month))
    due = _in_order(np.concatenate(columns.pop("due_cents")), order)
    day = _in_order(np.concatenate(columns.pop("due_date")), order)
    rows_read = len(key)
    firsts = np.flatnonzero(np.diff(key, prepend=key[0] - 1))
    if len(firsts) < len(key):
        due, day = np.add.reduceat(due, firsts), np.maximum.reduceat(day, firsts)
        key, ent, worker, month = key[firsts], ent[firsts], worker[firsts], month[firsts]
    key //= months
    begin = np.flatnonzero(np.diff(key, prepend=-1))
    start = np.append(begin, len(key)).astype(np.int64)
    return Debts(ent, worker, month, due, day, start, first, months, numbering, key[begin], rows_read)


def _months(code: Array) -> tuple[Array, int, int]:
    """Months counted from the first one, the first one, and how many there are from first to last."""
    month = code // 100 * 12 + code % 100 - 1
    first = int(month.min())
    month -= first
    return month, first, int(month.max()) + 1


def _in_order(column: Array, order: Array | None) -> Array:
    return column if order is None else column[order]


def _empty() -> Debts:
    none, small = np.zeros(0, np.int64), np.zeros(0, np.int32)
    return Debts(none, none, small, none, small, np.zeros(1, np.int64), 0, 1, None, none, 0)


def order_of(key: Array) -> Array | None:
    """The order that sorts non-negative keys, or none when they are sorted; equal keys keep their order."""
    if len(key) < 2 or bool((key[1:] >= key[:-1]).all()):
        return None
    bits = int(len(key) - 1).bit_length()
    if int(key.max()).bit_length() + bits > _WIDEST + 1:
        return np.argsort(key, kind="stable")
    packed = key << bits
    packed |= np.arange(len(key))
    packed.sort()
    packed &= (1 << bits) - 1
    return packed
