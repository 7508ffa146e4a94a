"""Looking for garbage (垃圾回收) seldom, while an act makes far more than it drops or drops all of it at its end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """What lives by now is never looked at again, and what is made meanwhile seldom: a fifth of the time of migrating."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
