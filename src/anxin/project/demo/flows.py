"""Bank flows (银行流水) for the payrolls, with the dirt of real ones: splits, halves, doubles, cents, failures, lumps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from anxin.project.demo.draws import stream
from anxin.project.demo.firms import Firms
from anxin.project.demo.labour import Labour
from anxin.project.demo.memos import BACKPAY, FREE, FREE_BACKPAY, FREE_STYLES, NOT_WAGES, PLAIN
from anxin.project.demo.numbers import card_numbers
from anxin.project.demo.span import NEVER, Span
from anxin.project.demo.stress import Plan
from anxin.project.demo.wages import Rolls

Array = npt.NDArray[Any]


class Dirt(IntEnum):
    """What may go wrong with one payment of an employer who pays."""

    NONE = 0
    SPLIT = 1
    HALF = 2
    DOUBLE = 3
    UNDER = 4
    OVER = 5
    FAILED = 6
    SKIPPED = 7
    PART = 8


_RATE = {
    Dirt.SPLIT: 0.015,
    Dirt.HALF: 0.002,
    Dirt.DOUBLE: 0.0012,
    Dirt.UNDER: 0.0006,
    Dirt.OVER: 0.0005,
    Dirt.FAILED: 0.005,
    Dirt.SKIPPED: 0.0007,
    Dirt.PART: 0.0007,
}
AGENCY, PROJECT, OWNER = 1_000_000, 2_000_000, 3_000_000
"""Payers that are not the employer: agencies, projects' special accounts, owners' private accounts."""


@dataclass(slots=True)
class Flows:
    """Bank rows as columns; `month` is -1 where the row belongs to no payroll row."""

    ent: Array
    employment: Array
    month: Array
    acct: Array
    amount: Array
    day: Array
    style: Array  # what kind of memo, see `memos`
    failed: Array
    payer: Array
    txn: Array

    def __len__(self) -> int:
        return len(self.ent)

    def take(self, which: Array) -> Flows:
        """Some of the rows."""
        return Flows(*(getattr(self, name)[which] for name in self.__slots__))


def flows(seed: int, span: Span, *, made: Firms, grown: Labour, paid: Rolls, drawn: Plan) -> Flows:
    """Every transfer made by today, in the order of days."""
    rng = stream(seed, "flows")
    dirt = _dirt(rng, span, made, paid, drawn)
    found = _join(
        [
            *_regular(rng, made, grown, paid=paid, drawn=drawn, dirt=dirt),
            _not_wages(rng, span, grown),
            _strangers(rng, span, made),
        ]
    )
    found = found.take(np.flatnonzero((found.day <= span.today) & (found.amount > 0)))
    found.payer = _payers(rng, made, found)
    found = found.take(np.lexsort((found.employment, found.ent, found.day)))
    found.txn = 26_000_000_000 + np.arange(len(found))
    twice = np.flatnonzero((rng.random(len(found)) < 0.008) & ~found.failed)
    return _join([found, found.take(twice)])


def _join(parts: list[Flows]) -> Flows:
    return Flows(*(np.concatenate([getattr(part, name) for part in parts]) for name in Flows.__slots__))


def _dirt(rng: np.random.Generator, span: Span, made: Firms, paid: Rolls, drawn: Plan) -> Array:
    """Which row suffers what; only rows that are paid in full, and no story but the fresh one."""
    edges = np.cumsum(list(_RATE.values()))
    kind = (np.searchsorted(edges, rng.random(len(paid)), side="right") + 1) % (len(_RATE) + 1)
    told = np.array([story is not None for story in made.story])
    whole = drawn.share[paid.ent, paid.month] == 1
    kind[~whole | told[paid.ent]] = Dirt.NONE
    kind[(drawn.first[paid.ent, paid.month] > paid.due_day + 27)] = Dirt.NONE
    held = np.flatnonzero(paid.fresh & (paid.month == span.loaded - 1))
    kind[held[3:6]] = Dirt.SKIPPED
    kind[held[8:10]] = Dirt.PART
    kind[held[12:14]] = Dirt.FAILED
    return kind


def _rows(paid: Rolls, grown: Labour, which: Array, amount: Array, *, day: Array, style: Array | int) -> Flows:
    employment = paid.employment[which]
    count = len(which)
    return Flows(
        paid.ent[which], employment, paid.month[which], grown.card[employment], amount.astype(np.int64), day.astype(np.int64),
        np.broadcast_to(np.asarray(style), count).copy(), np.zeros(count, bool), np.zeros(count, np.int64), np.zeros(count, np.int64),
    )  # fmt: skip


def _regular(
    rng: np.random.Generator, made: Firms, grown: Labour, *, paid: Rolls, drawn: Plan, dirt: Array
) -> list[Flows]:
    every = np.arange(len(paid))
    style = made.memo[paid.ent]
    share, first = drawn.share[paid.ent, paid.month], drawn.first[paid.ent, paid.month]
    amount = np.where(share == 1, paid.due, np.floor(paid.due * share)).astype(np.int64)
    rest_day = drawn.rest[paid.ent, paid.month]
    part = np.floor(amount * rng.uniform(0.3, 0.8, len(paid))).astype(np.int64)
    cents = rng.integers(1, 100, len(paid))
    exact = np.isin(dirt, (Dirt.DOUBLE, Dirt.UNDER, Dirt.OVER, Dirt.PART))
    style = np.where(exact & np.isin(style, FREE_STYLES), PLAIN, style)
    main = amount.copy()
    main[dirt == Dirt.UNDER] -= cents[dirt == Dirt.UNDER]
    main[dirt == Dirt.OVER] += cents[dirt == Dirt.OVER]
    pieces = np.isin(dirt, (Dirt.SPLIT, Dirt.HALF, Dirt.PART))
    main[pieces] = part[pieces]
    main[dirt == Dirt.SKIPPED] = 0
    day = first + np.where(dirt == Dirt.FAILED, rng.integers(1, 6, len(paid)), 0)
    regular = _rows(paid, grown, every, main, day=day, style=style)
    _spare_accounts(rng, grown, regular)
    regular = _lumped(regular)
    again = np.flatnonzero((dirt == Dirt.SPLIT) | (dirt == Dirt.HALF))
    later = first[again] + np.where(dirt[again] == Dirt.HALF, rng.integers(6, 21, len(again)), 0)
    double, failed = np.flatnonzero(dirt == Dirt.DOUBLE), np.flatnonzero(dirt == Dirt.FAILED)
    second = first[double] + rng.integers(0, 4, len(double))
    forgotten = np.isin(dirt, (Dirt.SKIPPED, Dirt.PART)) & ~paid.fresh & (rng.random(len(paid)) < 0.85)
    mended = np.flatnonzero(forgotten)
    mend_day = first[mended] + rng.integers(5, 46, len(mended))
    back = np.flatnonzero((share < 1) & (rest_day < NEVER))
    loose = np.isin(made.memo[paid.ent[back]], FREE_STYLES)
    kind = np.where(loose, FREE_BACKPAY, BACKPAY)
    owed = _rows(paid, grown, back, paid.due[back] - amount[back], day=rest_day[back], style=kind)
    bounced = _rows(paid, grown, failed, amount[failed], day=first[failed], style=style[failed])
    bounced.failed[:] = True
    return [
        regular,
        _rows(paid, grown, again, amount[again] - part[again], day=later, style=style[again]),
        _rows(paid, grown, double, amount[double], day=second, style=style[double]),
        bounced,
        _rows(paid, grown, mended, amount[mended] - main[mended], day=mend_day, style=BACKPAY),
        _lumped(owed),
    ]


def _spare_accounts(rng: np.random.Generator, grown: Labour, found: Flows) -> None:
    """Who has a second account gets part of the wages there."""
    spare = grown.spare[found.employment]
    there = (spare > 0) & (rng.random(len(found)) < 0.4)
    found.acct[there] = spare[there]


def _lumped(found: Flows) -> Flows:
    """Several months without a month in the memo, paid to one person on one day, are one transfer."""
    loose = np.isin(found.style, (*FREE_STYLES, FREE_BACKPAY)) & (found.amount > 0)
    key = np.where(loose, found.employment * 100_000 + found.day, -1 - np.arange(len(found)))
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    total = np.zeros(len(first), np.int64)
    np.add.at(total, group, found.amount)
    out = found.take(first)
    out.amount = total
    return out


def _not_wages(rng: np.random.Generator, span: Span, grown: Labour) -> Flows:
    """Reimbursements, loans, bonuses under other names: same accounts, not wages."""
    count = len(grown) // 8
    who = rng.integers(0, len(grown), count)
    day = span.monday + rng.integers(0, span.today - span.monday, count)
    amount = rng.integers(50, 5000, count) * 100
    zero = np.zeros(count, np.int64)
    style = NOT_WAGES + rng.integers(0, 6, count)
    return Flows(grown.ent[who], who, zero - 1, grown.card[who], amount, day, style, zero > 0, zero.copy(), zero.copy())


def _strangers(rng: np.random.Generator, span: Span, made: Firms) -> Flows:
    """Wage transfers to accounts that stand on no list."""
    count = max(4, int(made.head.sum()) // 60)
    ent = rng.integers(0, len(made), count)
    day = span.monday + rng.integers(0, span.today - span.monday, count)
    card = card_numbers(5_000_000_000 + np.arange(count), np.full(count, 9))
    zero = np.zeros(count, np.int64)
    style = np.full(count, FREE)
    return Flows(
        ent,
        zero - 1,
        zero - 1,
        card,
        rng.integers(2000, 7000, count) * 100,
        day,
        style,
        zero > 0,
        zero.copy(),
        zero.copy(),
    )


def _payers(rng: np.random.Generator, made: Firms, found: Flows) -> Array:
    """Who pays: the employer; the project's special account for subcontractors; an agency; now and then the owner."""
    payer = np.arange(len(made)) + 1
    agency = rng.random(len(made)) < 0.012
    payer = np.where(agency, AGENCY + rng.integers(1, 8, len(made)), payer)
    special = (made.project >= 0) & (made.upper >= 0)
    payer = np.where(special, PROJECT + made.project + 1, payer)
    owner = np.isin(made.sector, (1, 3)) & (rng.random(len(made)) < 0.04)
    mixed = owner[found.ent] & (rng.random(len(found)) < 0.5)
    return np.where(mixed, OWNER + found.ent + 1, payer[found.ent])
