"""The fast engine gives the very rows of the plain Python reference, whatever the dirt."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings

from anxin.analytics.reconcile import reconcile_tables, reconcile_with_evidence
from anxin.analytics.schemas import ATTRIBUTION, ENT, RESULT
from anxin.domain.wages import owed

sys.path.insert(0, str(Path(__file__).parent))
from flows import Flow, flows


def as_rows(found: tuple[object, ...], schema: pa.Schema) -> list[dict[str, object]]:
    return [{name: asdict(each)[name] for name in schema.names} for each in found]  # type: ignore[call-overload]


@settings(max_examples=120, deadline=None)
@given(flows())
def test_every_row_is_that_of_the_reference(flow: Flow) -> None:
    wanted = owed.reconcile(flow.lines, flow.payments, flow.accounts)
    found = reconcile_tables(*flow.tables())
    assert found.result.to_pylist() == as_rows(wanted.findings, RESULT)
    assert found.ent.to_pylist() == as_rows(wanted.employers, ENT)
    assert found.summary.read.unknown == len(wanted.unknown)
    assert found.summary.read.ambiguous == len(wanted.ambiguous)


@settings(max_examples=120, deadline=None)
@given(flows())
def test_the_evidence_is_that_of_the_reference_and_adds_up(flow: Flow) -> None:
    wanted = owed.reconcile(flow.lines, flow.payments, flow.accounts)
    found = reconcile_with_evidence(*flow.tables())
    assert found.attribution is not None
    key = lambda row: (row["ent_id"], row["worker_id"], row["paid_date"], row["txn_id"], row["month"])  # noqa: E731
    assert found.attribution.to_pylist() == sorted(as_rows(wanted.settled, ATTRIBUTION), key=key)
    settled = sum(row["amount_cents"] for row in found.attribution.to_pylist() if row["month"])
    assert settled == found.summary.paid_cents
