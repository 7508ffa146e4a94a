"""Counts the figures of a weekly report in one pass over the rows of the week; no row is kept, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from anxin.apps.documents.measures import OF_KIND, Bounds, Measure
from anxin.apps.documents.week_rows import Row
from anxin.apps.documents.weekly import INDICATORS

TOTAL = "total"


@dataclass(slots=True)
class Debtor:
    """What one employer owes, for the list of those worth naming."""

    name: str
    village: str
    focus: str
    fen: int = 0
    workers: int = 0
    since: int = 999912


@dataclass
class Tally:
    """The figures of a town, its villages and its sectors, and what each employer owes.

    Rows about workers come worker by worker, so that a worker is counted once with no other in mind.
    """

    bounds: Bounds
    figures: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    debtors: dict[int, Debtor] = field(default_factory=dict)
    _employers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _worker: dict[str, tuple[int | None, set[str]]] = field(default_factory=dict)
    _first_seen: dict[int, str] = field(default_factory=dict)
    _last_pair: tuple[int | None, int] | None = None

    def add(self, kind: str, row: Row) -> None:
        """Count one row in every figure it belongs to."""
        if kind == "debt":
            self._owe(row)
        for measure in OF_KIND[kind]:
            if measure.takes(row, self.bounds):
                self._count(measure, row)

    def of(self, line: str) -> dict[str, int]:
        """Every figure of one line, after the last row."""
        found = {**self.figures.get(line, {}), "new_debtors": self._fresh.get(line, 0)}
        return {one.key: found.get(one.key, 0) for one in INDICATORS}

    def _count(self, measure: Measure, row: Row) -> None:
        lines: tuple[str, ...] = (row.village, row.focus, TOTAL)
        if measure.once == "worker":
            worker, counted = self._worker.get(measure.key, (None, set()))
            if worker != row.worker:
                counted = set()
                self._worker[measure.key] = row.worker, counted
            lines = tuple(one for one in lines if one not in counted)
            counted.update(lines)
        elif measure.once == "employer":
            if row.employer in self._employers[measure.key]:
                return
            self._employers[measure.key].add(row.employer)
        for line in lines:
            self.figures[line][measure.key] += (row.amount or 0) if measure.adds_up else 1

    def _owe(self, row: Row) -> None:
        one = self.debtors.get(row.employer)
        if one is None:
            one = self.debtors[row.employer] = Debtor(row.name, row.village, row.focus)
        one.fen += row.amount or 0
        one.since = min(one.since, row.month or one.since)
        if self._last_pair != (row.worker, row.employer):
            self._last_pair = row.worker, row.employer
            one.workers += 1
        known = self._first_seen.get(row.employer)
        self._first_seen[row.employer] = row.first_seen if known is None else min(known, row.first_seen)

    @cached_property
    def _fresh(self) -> Mapping[str, int]:
        """Per line, the employers none of whose debts was known before the week."""
        found: dict[str, int] = defaultdict(int)
        for employer, seen in self._first_seen.items():
            if self.bounds.monday <= seen <= self.bounds.sunday:
                one = self.debtors[employer]
                for line in (one.village, one.focus, TOTAL):
                    found[line] += 1
        return found
