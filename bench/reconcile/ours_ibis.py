"""The product's portable engine: Ibis expressions on DuckDB."""

from __future__ import annotations

from pathlib import Path

import ibis.backends.duckdb  # noqa: F401 - loaded lazily otherwise, inside the time of the run

from anxin.analytics import engine, reconcile_ibis
from anxin.analytics.reconcile import reconcile


def run(payroll: Path, bank: Path, accounts: Path, out: Path) -> None:
    """Parquet in, Parquet out, by Ibis on DuckDB."""
    reconcile(payroll, bank, accounts, out, engine=reconcile_ibis.on(engine.open("duckdb://", threads=2)))
