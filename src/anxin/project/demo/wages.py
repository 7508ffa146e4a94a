"""Payrolls (工资表): one row per employment and month, with what is due net, and insurance records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from anxin.project.demo.assumptions import assumptions
from anxin.project.demo.draws import days, stream, table
from anxin.project.demo.firms import Firms
from anxin.project.demo.labour import Labour
from anxin.project.demo.span import Span
from anxin.project.demo.stress import Plan

Array = npt.NDArray[Any]


@dataclass(slots=True)
class Rolls:
    """Payroll rows as columns; `fresh` marks rows that are held back for the newcomer."""

    employment: Array
    ent: Array
    month: Array  # number of the month in the span
    due: Array  # fen
    due_day: Array
    gross: Array
    base: Array
    overtime: Array
    insurance: Array
    tax: Array
    attendance: Array
    handed_in: Array
    fresh: Array

    def __len__(self) -> int:
        return len(self.ent)


def employed(span: Span, grown: Labour) -> tuple[Array, Array]:
    """Employment and month of every pair that overlaps by a day or more."""
    from_day, to_day = span.firsts()[None, :], span.lasts()[None, :]
    found = np.nonzero((grown.joined[:, None] <= to_day) & (grown.left[:, None] > from_day))
    return found[0], found[1]


def rolls(seed: int, span: Span, made: Firms, grown: Labour, drawn: Plan) -> Rolls:
    """All payroll rows that were handed in by today, and the fresh ones."""
    rng = stream(seed, "rolls")
    row, month = employed(span, grown)
    ent = grown.ent[row]
    fresh_ent = np.array([story is not None and story.fresh for story in made.story])
    due_day = drawn.due[ent, month]
    fresh = fresh_ent[ent] & (month >= span.loaded - 1)
    open_all_month = made.closed[ent] > span.lasts()[month]
    keep = made.reports[ent] & open_all_month & (fresh | ((due_day <= span.today) & (month < span.loaded)))
    row, month, ent, due_day, fresh = (part[keep] for part in (row, month, ent, due_day, fresh))
    part = np.minimum(span.lasts()[month] + 1, grown.left[row]) - np.maximum(span.firsts()[month], grown.joined[row])
    whole = span.weekdays()[month]
    length = span.lasts()[month] + 1 - span.firsts()[month]
    absent = (rng.random(len(row)) < 0.13) * rng.integers(1, 7, len(row)) / 2
    attendance = np.maximum(0.5, np.floor(2 * (whole * part / length - absent)) / 2)
    attendance = np.where((part == length) & (absent == 0), whole, attendance)
    base = np.maximum(1000, np.rint(grown.base[row] * attendance / whole)).astype(np.int64)
    extra = np.array((0.22, 0.06, 0.12, 0.05))[made.sector[ent]] * rng.random(len(row)) * ~grown.part_time[row]
    overtime = (np.rint(base * extra / 50) * 50).astype(np.int64)
    gross = base + overtime
    insured = grown.insured[row] & ~drawn.gap[ent, month]
    figures = assumptions()
    own = insured * (figures.insurance_base_cents * figures.insurance_own_permille // 1000)
    own = np.minimum(own, gross // 3)
    tax = np.maximum(gross - own - figures.tax_free_cents, 0) * figures.tax_permille // 1000
    handed = np.minimum(due_day + rng.integers(-4, 4, len(made))[ent], span.today)
    return Rolls(
        row, ent, month, gross - own - tax, due_day, gross, base, overtime, own, tax, attendance, handed, fresh
    )


def payroll_table(span: Span, grown: Labour, made: Rolls, drawn: Plan, declared: Array) -> pa.Table:
    """The payroll in its canonical columns; `declared` is what the employer claims to have paid."""
    columns = {
        "worker_id": grown.worker[made.employment] + 1,
        "ent_id": made.ent + 1,
        "month": span.codes()[made.month],
        "due_cents": made.due,
        "due_date": days(made.due_day),
        "declared_paid_cents": declared,
        "gross_cents": made.gross,
        "base_cents": made.base,
        "overtime_cents": made.overtime,
        "insurance_cents": made.insurance,
        "tax_cents": made.tax,
        "attendance_days": made.attendance,
        "handed_in": days(made.handed_in),
    }
    return table("payroll", columns)


def declared(seed: int, made: Rolls, drawn: Plan) -> Array:
    """What payrolls claim was paid: mostly everything; some employers in trouble admit what they could not pay."""
    rng = stream(seed, "declared")
    honest = rng.random(len(drawn.share)) < 0.5
    share = drawn.share[made.ent, made.month]
    return np.where(honest[made.ent], np.floor(made.due * share), made.due).astype(np.int64)


def insurance_tables(span: Span, made: Firms, grown: Labour, drawn: Plan) -> tuple[pa.Table, pa.Table]:
    """The insurance bureau's records known by today, and the gaps (欠保) in them: employed all month, not insured."""
    row, month = employed(span, grown)
    ent = grown.ent[row]
    known = span.lasts()[month] + 25
    keep = (
        (month < span.loaded) & ~grown.part_time[row] & (known <= span.today) & (made.closed[ent] > span.lasts()[month])
    )
    row, month, ent, known = row[keep], month[keep], ent[keep], known[keep]
    insured = grown.insured[row] & ~drawn.gap[ent, month]
    codes = span.codes()[month]
    base = np.where(insured, assumptions().insurance_base_cents, 0)
    records = table(
        "insurance",
        {
            "ent_id": ent + 1,
            "worker_id": grown.worker[row] + 1,
            "month": codes,
            "insured": insured,
            "base_cents": base,
            "known_on": days(known),
        },
    )
    whole = (grown.joined[row] <= span.firsts()[month]) & (grown.left[row] > span.lasts()[month])
    gap = whole & ~insured
    gaps = table(
        "insurance_gaps",
        {"ent_id": ent[gap] + 1, "worker_id": grown.worker[row[gap]] + 1, "month": codes[gap]},
        truth=True,
    )
    return records, gaps


def minimum_wage_table(span: Span, grown: Labour, made: Rolls) -> pa.Table:
    """Who worked every paid day of a month, full time, and whose normal wage was below the minimum (最低工资)."""
    least = assumptions().minimum_wage_cents
    full = made.attendance >= span.weekdays()[made.month]
    hit = full & (made.base < least) & ~grown.part_time[made.employment] & ~made.fresh
    columns = {
        "worker_id": grown.worker[made.employment[hit]] + 1,
        "ent_id": made.ent[hit] + 1,
        "month": span.codes()[made.month[hit]],
        "base_cents": made.base[hit],
        "minimum_cents": np.full(int(hit.sum()), least),
        "short_cents": least - made.base[hit],
    }
    return table("minimum_wage", columns, truth=True)
