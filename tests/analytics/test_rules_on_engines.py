"""One rule, three readers: the expression that judges one line in Python judges columns alike."""

from __future__ import annotations

from types import SimpleNamespace

import ibis
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.domain.wages.lines import Standing
from anxin.domain.wages.rules import RULES, short_of

# Ibis 12 still calls DuckDB functions by their former names.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_.*is deprecated:DeprecationWarning")

DUCK = ibis.duckdb.connect(threads=1)
POLARS = ibis.polars.connect()
amount = st.one_of(st.integers(0, 3), st.integers(0, 10**12))
standings = st.builds(Standing, st.just(1), st.just(1), st.just(202603), amount, amount, st.integers(0, 2))
drawn = st.lists(standings, min_size=1, max_size=40)


def columns(lines: list[Standing]) -> dict[str, list[int]]:
    return {name: [getattr(line, name) for line in lines] for name in ("due_cents", "paid_cents", "days_over")}


def in_python(lines: list[Standing]) -> list[list[object]]:
    return [[bool(rule.test(line)) for line in lines] for rule in RULES] + [[short_of(line) for line in lines]]


def in_ibis(table: ibis.Table) -> list[list[object]]:
    asked = {f"r{number}": rule.test(table) for number, rule in enumerate(RULES)}
    found = table.select(**asked, short=short_of(table)).to_pyarrow()
    return [found[name].to_pylist() for name in found.column_names]


@settings(max_examples=60, deadline=None)
@given(drawn)
def test_numpy_reads_the_rules_as_python_does(lines: list[Standing]) -> None:
    line = SimpleNamespace(**{name: np.array(values) for name, values in columns(lines).items()})
    assert [rule.test(line).tolist() for rule in RULES] + [short_of(line).tolist()] == in_python(lines)


@settings(max_examples=15, deadline=None)
@given(drawn)
def test_duckdb_reads_the_rules_as_python_does(lines: list[Standing]) -> None:
    DUCK.con.register("lines", pa.table(columns(lines)))
    assert in_ibis(DUCK.table("lines")) == in_python(lines)


@settings(max_examples=15, deadline=None)
@given(drawn)
def test_polars_reads_the_rules_as_python_does(lines: list[Standing]) -> None:
    POLARS.create_table("lines", pl.DataFrame(columns(lines)), overwrite=True)
    assert in_ibis(POLARS.table("lines")) == in_python(lines)
