"""Spells of arrears (欠薪期): when an employer's debt of four weeks or more began, ended, was first complained of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from anxin.project.demo.draws import days, table
from anxin.project.demo.firms import Firms
from anxin.project.demo.labour import Labour
from anxin.project.demo.span import NEVER, Span
from anxin.project.demo.stress import Plan
from anxin.project.demo.wages import Rolls, employed

Array = npt.NDArray[Any]
LONG = 28
"""Days of arrears that make a spell: four weeks, as the early warning of contracts.md counts."""


@dataclass(slots=True)
class Spell:
    """One employer's run of months that stayed unpaid for four weeks or more."""

    ent: int
    onset: int
    end: int  # day number or NEVER
    workers: int
    amount_cents: int
    first_complaint: int = NEVER
    mass: bool = False


def settled_on(span: Span, drawn: Plan) -> Array:
    """Employers × months: the day on which the month was fully paid, NEVER if not by today."""
    day = np.where(drawn.share < 1, drawn.rest, drawn.first)
    return np.where(day > span.today, NEVER, day)


def spells(span: Span, made: Firms, grown: Labour, paid: Rolls, drawn: Plan) -> list[Spell]:
    """Every spell that began so early that it is known to be one today, in the order of employers."""
    settled = settled_on(span, drawn)
    running = (made.closed[:, None] > span.lasts()[None, :]) & (made.founded[:, None] <= span.firsts()[None, :])
    bad = (np.minimum(settled, span.today) - drawn.due >= LONG) & running
    bad[:, span.loaded :] = False
    people, owed = _owed(span, made, grown, paid, drawn)
    facts = {"due": drawn.due, "settled": settled, "people": people, "owed": owed}
    found = []
    for ent in np.flatnonzero(bad.any(axis=1)).tolist():
        run: list[int] = []
        for month in np.flatnonzero(bad[ent]):
            if run and drawn.due[ent, month] > settled[ent, run].max():
                found.append(_spell(ent, run, **facts))
                run = []
            run.append(int(month))
        found.append(_spell(ent, run, **facts))
    return found


def _spell(ent: int, run: list[int], *, due: Array, settled: Array, people: Array, owed: Array) -> Spell:
    return Spell(
        ent=ent,
        onset=int(due[ent, run[0]]),
        end=int(settled[ent, run].max()),
        workers=int(people[ent, run].max()),
        amount_cents=int(owed[ent, run].sum()),
    )


def _owed(span: Span, made: Firms, grown: Labour, paid: Rolls, drawn: Plan) -> tuple[Array, Array]:
    """Workers and unpaid fen of each employer and month; where no payroll came in, from the wages agreed."""
    shape = drawn.share.shape
    people, sums = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    row, month = employed(span, grown)
    silent = ~made.reports[grown.ent[row]]
    np.add.at(people, (grown.ent[row], month), 1)
    np.add.at(sums, (grown.ent[row[silent]], month[silent]), grown.base[row[silent]])
    np.add.at(sums, (paid.ent, paid.month), paid.due)
    late_whole = (drawn.share == 1) & (drawn.first - drawn.due >= LONG)
    part = np.where(late_whole, 1.0, 1 - drawn.share)
    return people, np.floor(sums * part).astype(np.int64)


def week_of(span: Span, day: int) -> int:
    """The panel's week of a day; -1 for never."""
    return -1 if day >= NEVER else (day - span.monday) // 7


def spell_table(span: Span, town: str, found: list[Spell]) -> pa.Table:
    """The truth for fitting, in the columns of contracts.md and the days behind them."""
    ends = np.array([each.end for each in found], np.int64)
    return table(
        "spells",
        {
            "town": pa.array([town] * len(found), pa.string()),
            "ent": [each.ent + 1 for each in found],
            "onset": [week_of(span, each.onset) for each in found],
            "end": [week_of(span, each.end) for each in found],
            "first_complaint": [week_of(span, each.first_complaint) for each in found],
            "mass": [each.mass for each in found],
            "workers": [each.workers for each in found],
            "amount_yuan": [each.amount_cents / 100 for each in found],
            "onset_day": days(np.array([each.onset for each in found], np.int64)),
            "end_day": days(ends, never=NEVER),
        },
        truth=True,
    )
