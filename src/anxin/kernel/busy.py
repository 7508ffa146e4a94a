"""Whether an error says that a database is too busy just now (数据库正忙): another one writes, or no connection is free."""

from __future__ import annotations

_SAID = ("database is locked", "database table is locked")
_POSTGRES = frozenset({"40001", "40P01", "53300", "55P03", "57P03"})
"""A serialization failure, a deadlock, too many connections, a lock not to be had, a server that starts or stops."""

RETRY_SECONDS = 30
BUSY = "系统正忙，这一步没有写入。请过半分钟再试一次；此前已确认收到的内容不受影响。"
"""What people are told."""


def is_busy(error: BaseException | None) -> bool:
    """Whether this error, or one that it was raised from, goes away by waiting.

    >>> is_busy(RuntimeError("database is locked")), is_busy(ValueError("x"))
    (True, False)
    """
    seen = error
    while seen is not None:
        if getattr(seen, "sqlstate", None) in _POSTGRES or any(one in str(seen).lower() for one in _SAID):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
