"""The same Ibis expressions on Spark, as `anxin reconcile --backend spark` runs them: needs the extra `scale` and Java 17."""

from __future__ import annotations

from pathlib import Path

import ibis.backends.pyspark  # noqa: F401 - loaded lazily otherwise, inside the time of the run

from anxin.analytics import engine, reconcile_ibis
from anxin.analytics.reconcile import reconcile

SPARK = engine.open("spark://local[2]")
"""Started before the clock, as a cluster would be; "with start" counts it."""
JAVA = Path(f"/proc/{SPARK.raw_sql('SELECT 1').sparkSession.sparkContext._gateway.proc.pid}")
TICKS, MB = 100, 1024


def run(payroll: Path, bank: Path, accounts: Path, out: Path) -> None:
    """Parquet in, Parquet out, by Ibis on Spark."""
    reconcile(payroll, bank, accounts, out, engine=reconcile_ibis.on(SPARK))


def beside() -> tuple[float, float]:
    """CPU seconds and peak MB of the Java process, where nearly all of the work is done."""
    fields = (JAVA / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    peak = next(line for line in (JAVA / "status").read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) / TICKS, int(peak.split()[1]) / MB
