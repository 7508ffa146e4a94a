"""The same Ibis expressions on Spark: needs the extra `scale` and Java, so it runs only when asked for (`--engines ours_spark`)."""

from __future__ import annotations

from pathlib import Path

import ibis.backends.pyspark  # noqa: F401 - loaded lazily otherwise, inside the time of the run

from anxin.analytics import engine, reconcile_ibis
from anxin.analytics.reconcile import reconcile

SPARK = engine.open("spark://local[2]")
"""Started before the clock, as a cluster would be."""


def run(payroll: Path, bank: Path, accounts: Path, out: Path) -> None:
    """Parquet in, Parquet out, by Ibis on Spark."""
    reconcile(payroll, bank, accounts, out, engine=reconcile_ibis.on(SPARK))
