"""The engine of columns gives the very rows of the plain Python reference, whatever the dirt."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings

from anxin.analytics.reconcile import in_columns, reconcile_tables, reconcile_with_evidence
from anxin.analytics.schemas import ACCOUNTS, ATTRIBUTION, BANK, ENT, PAYROLL, RESULT
from anxin.domain.wages import owed
from anxin.domain.wages.lines import Account, Payment, PayrollLine

sys.path.insert(0, str(Path(__file__).parent))
from flows import Flow, flows, rows


def as_rows(found: tuple[object, ...], schema: pa.Schema) -> list[dict[str, object]]:
    return [{name: asdict(each)[name] for name in schema.names} for each in found]  # type: ignore[call-overload]


@settings(max_examples=120, deadline=None)
@given(flows())
def test_every_row_is_that_of_the_reference(flow: Flow) -> None:
    wanted = owed.reconcile(flow.lines, flow.payments, flow.accounts)
    found = reconcile_tables(*flow.tables(), engine=in_columns)
    assert found.result.to_pylist() == as_rows(wanted.findings, RESULT)
    assert found.ent.to_pylist() == as_rows(wanted.employers, ENT)
    assert found.summary.read.unknown == len(wanted.unknown)
    assert found.summary.read.ambiguous == len(wanted.ambiguous)


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(flows())
def test_the_evidence_is_that_of_the_reference_and_adds_up(flow: Flow) -> None:
    wanted = owed.reconcile(flow.lines, flow.payments, flow.accounts)
    found = reconcile_with_evidence(*flow.tables(), engine=in_columns)
    assert found.attribution is not None
    key = lambda row: (row["ent_id"], row["worker_id"], row["paid_date"], row["txn_id"], row["month"])  # noqa: E731
    assert found.attribution.to_pylist() == sorted(as_rows(wanted.settled, ATTRIBUTION), key=key)
    settled = sum(row["amount_cents"] for row in found.attribution.to_pylist() if row["month"])
    assert settled == found.summary.paid_cents


SPREAD = (-(2**62) + 5, 3, 2**62 + 11)
"""Numbers as keyed hashes give them: too far apart to be counted from the least."""


def far_apart(flow: Flow) -> Flow:
    def far(number: int) -> int:
        return SPREAD[number % 3] + number

    lines = [replace(line, worker_id=far(line.worker_id), ent_id=far(line.ent_id)) for line in flow.lines]
    accounts = [Account(far(each.acct), far(each.worker_id), far(each.ent_id)) for each in flow.accounts]
    payments = [
        replace(
            each,
            txn_id=far(each.txn_id),
            payee_acct=far(each.payee_acct),
            payer_id=None if each.payer_id is None else far(each.payer_id),
        )
        for each in flow.payments
    ]
    return Flow(lines, payments, accounts)


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(flows())
def test_numbers_of_any_size_are_kept_apart(flow: Flow) -> None:
    far = far_apart(flow)
    wanted = owed.reconcile(far.lines, far.payments, far.accounts)
    found = reconcile_tables(*far.tables(), engine=in_columns)
    assert found.result.to_pylist() == as_rows(wanted.findings, RESULT)
    assert found.ent.to_pylist() == as_rows(wanted.employers, ENT)


def test_due_dates_that_do_not_follow_the_months_settle_by_date() -> None:
    """A supplement for January that falls due in June is settled after March."""
    lines = [
        PayrollLine(1, 9, 202601, 100, date(2026, 6, 15)),
        PayrollLine(1, 9, 202602, 100, date(2026, 3, 15)),
        PayrollLine(1, 9, 202603, 100, date(2026, 4, 15)),
    ]
    flow = Flow(lines, [Payment(1, None, 11, 250, date(2026, 6, 1), "工资")], [Account(11, 1, 9)])
    assert reconcile_tables(*flow.tables(), engine=in_columns).result["paid_cents"].to_pylist() == [50, 100, 100]


def test_many_employments_of_far_numbers_are_put_in_order() -> None:
    far = np.random.default_rng(5).integers(-(2**62), 2**62, 3000)
    lines = [
        PayrollLine(int(worker), int(worker) % 7 - 3, 202601 + month, 100, date(2026, 4, 15))
        for worker in far
        for month in range(2)
    ]
    result = reconcile_tables(rows(lines, PAYROLL), rows([], BANK), rows([], ACCOUNTS), engine=in_columns).result
    keys = list(zip(*(result[name].to_pylist() for name in ("ent_id", "worker_id", "month")), strict=True))
    assert keys == sorted(keys)
    assert len(keys) == 6000
