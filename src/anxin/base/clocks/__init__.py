"""Running clocks (时限): every obligation with an owner and a due instant.

Django imports this package before models may be loaded, so the verbs below are found when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anxin.base.clocks.actions import hand_over, move_due, pause, rename, restart, resume, start, stop
    from anxin.base.clocks.queries import due, late, mine, of, running, running_of, soonest
    from anxin.base.clocks.sweeping import sweep

__all__ = [
    "due",
    "hand_over",
    "late",
    "mine",
    "move_due",
    "of",
    "pause",
    "rename",
    "restart",
    "resume",
    "running",
    "running_of",
    "soonest",
    "start",
    "stop",
    "sweep",
]
_READS = frozenset({"due", "late", "mine", "of", "running", "running_of", "soonest"})


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    module = "sweeping" if name == "sweep" else "queries" if name in _READS else "actions"
    return getattr(import_module(f"anxin.base.clocks.{module}"), name)
