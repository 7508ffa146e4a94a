"""The map of the whole system on one page: powers, reactions, ports."""

from __future__ import annotations


def connect() -> None:
    """Put the rooms together; called once when Django is ready."""
