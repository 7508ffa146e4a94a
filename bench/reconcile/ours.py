"""The product, called as the command calls it: Ibis expressions on DuckDB."""

from __future__ import annotations

from pathlib import Path

import ibis.backends.duckdb  # noqa: F401 - loaded lazily otherwise, inside the time of the run

from anxin.analytics import reconcile_ibis  # noqa: F401 - likewise
from anxin.analytics.reconcile import engine_at, reconcile


def run(payroll: Path, bank: Path, accounts: Path, out: Path) -> None:
    """Parquet in, Parquet out, by the default engine."""
    reconcile(payroll, bank, accounts, out, engine=engine_at("duckdb://"))
