"""The vault (保险库): sealed fields, keyed-hash search, recorded reveals, key rotation."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from anxin.base.vault.sealing import SealBroken, keyed_hash, keyed_hash63, open_, seal

if TYPE_CHECKING:
    from anxin.base.vault.actions import reveal

__all__ = ["SealBroken", "keyed_hash", "keyed_hash63", "open_", "reveal", "seal"]


def __getattr__(name: str) -> Any:
    """Django imports this package before models may be loaded, and a reveal is recorded in one."""
    if name != "reveal":
        raise AttributeError(name)
    return import_module("anxin.base.vault.actions").reveal
