"""The Ibis expressions give the very rows of the plain Python reference, on every engine that is installed."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings

from anxin.analytics import engine, reconcile_ibis
from anxin.analytics.reconcile import reconcile_tables
from anxin.analytics.schemas import ENT, RESULT
from anxin.domain.wages import owed

sys.path.insert(0, str(Path(__file__).parent))
from flows import Flow, flows

# Ibis 12 still calls two DuckDB functions by their former names.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:fetch_.*is deprecated:DeprecationWarning")]

DUCK = engine.open("duckdb://", threads=1)


def as_rows(found: tuple[object, ...], schema: pa.Schema) -> list[dict[str, object]]:
    return [{name: asdict(each)[name] for name in schema.names} for each in found]  # type: ignore[call-overload]


@settings(max_examples=25, deadline=None)
@given(flows())
def test_every_row_on_duckdb_is_that_of_the_reference(flow: Flow) -> None:
    wanted = owed.reconcile(flow.lines, flow.payments, flow.accounts)
    found = reconcile_tables(*flow.tables(), engine=reconcile_ibis.on(DUCK))
    assert found.result.to_pylist() == as_rows(wanted.findings, RESULT)
    assert found.ent.to_pylist() == as_rows(wanted.employers, ENT)
    assert found.summary.read == reconcile_tables(*flow.tables()).summary.read
