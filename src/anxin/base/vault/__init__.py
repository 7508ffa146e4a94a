"""The vault (保险库): sealed fields, keyed-hash search, recorded reveals, key rotation."""

from anxin.base.vault.sealing import SealBroken, keyed_hash, keyed_hash63, open_, seal

__all__ = ["SealBroken", "keyed_hash", "keyed_hash63", "open_", "seal"]
