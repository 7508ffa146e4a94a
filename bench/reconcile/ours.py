"""The product, called as the command calls it."""

from __future__ import annotations

from pathlib import Path

from anxin.analytics.reconcile import reconcile


def run(payroll: Path, bank: Path, accounts: Path, out: Path) -> None:
    """Parquet in, Parquet out, by the default engine."""
    reconcile(payroll, bank, accounts, out)
