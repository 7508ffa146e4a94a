"""The demonstration town as a value: what the office would know, what it does not know yet, and the truth."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class Truth:
    """What is really so, to the fen and to the week; never shown to the product, only compared with it.

    `results` and `employers` are what `anxin reconcile` must find in `Town.payroll`, `Town.settled_bank()` and
    `Town.accounts`. `corrected` holds the same rows for the firm whose statement comes in late (`Town.late_bank`),
    as they must be afterwards.
    """

    results: pa.Table
    employers: pa.Table
    corrected: pa.Table
    spells: pa.Table
    stress: pa.Table
    minimum_wage: pa.Table
    insurance_gaps: pa.Table


@dataclass(frozen=True, slots=True)
class Town:
    """One invented 皋埠街道; tables have the columns of `schemas.COLUMNS`.

    `fresh_payroll` and `fresh_bank` are one more month of a few employers, held back so that a newcomer has
    something to drop on the page; `late_bank` is a statement that was forgotten.
    """

    seed: int
    as_of: date
    first_month: int
    last_month: int
    fresh_month: int
    places: pa.Table
    grids: pa.Table
    parks: pa.Table
    units: pa.Table
    duties: pa.Table
    people: pa.Table
    roster: pa.Table
    employers: pa.Table
    projects: pa.Table
    parties: pa.Table
    workers: pa.Table
    employments: pa.Table
    accounts: pa.Table
    payers: pa.Table
    payroll: pa.Table
    bank: pa.Table
    late_bank: pa.Table
    fresh_payroll: pa.Table
    fresh_bank: pa.Table
    insurance: pa.Table
    signals: pa.Table
    complaints: pa.Table
    posts: pa.Table
    patrols: pa.Table
    incidents: pa.Table
    panel: pa.Table
    stories: pa.Table
    truth: Truth

    def tables(self) -> dict[str, pa.Table]:
        """Every table that is not truth, by name."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, pa.Table)}

    def settled_bank(self) -> pa.Table:
        """The bank rows that are payments: failed transfers (转账失败) left out, double exports left in."""
        return self.bank.filter(pc.equal(self.bank["status"], "success"))
