"""Bulk work in columns: declared tables, the lake, reconciliation; Ibis expressions and where they run."""
