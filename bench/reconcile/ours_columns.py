"""The product's other engine: NumPy on Arrow columns (`--backend columns`)."""

from __future__ import annotations

from pathlib import Path

from anxin.analytics.reconcile import in_columns, reconcile


def run(payroll: Path, bank: Path, accounts: Path, out: Path) -> None:
    """Parquet in, Parquet out, in columns."""
    reconcile(payroll, bank, accounts, out, engine=in_columns)
