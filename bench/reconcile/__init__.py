"""Reconciliation beside hand-written peers on generated data with exact truth: `python -m bench.reconcile`."""
