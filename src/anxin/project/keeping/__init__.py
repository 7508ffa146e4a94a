"""Keeping the whole state (备份与恢复): one archive with a hash for each of its members, and the way back from it."""
