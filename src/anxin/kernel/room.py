"""Whether an error says that a disk is full (磁盘已满), whoever raised it: the system, Arrow, SQLite or PostgreSQL."""

from __future__ import annotations

import errno

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_SAID = ("no space left on device", "database or disk is full", "disk quota exceeded", "disk full")
_POSTGRES_DISK_FULL = "53100"

WORDS = "服务器磁盘已满，这一步没有写入。请联系系统管理员清理磁盘；此前已确认收到的内容不受影响。"
"""What people are told; always with what happens next where that is known."""


def is_full(error: BaseException) -> bool:
    """Whether this error, or one that it was raised from, is about a disk without room.

    >>> is_full(OSError(errno.ENOSPC, "No space left on device")), is_full(ValueError("x"))
    (True, False)
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _FULL:
            return True
        if getattr(seen, "sqlstate", None) == _POSTGRES_DISK_FULL or any(one in str(seen).lower() for one in _SAID):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
