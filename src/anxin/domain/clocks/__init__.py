"""Statutory clocks (法定期限): start, pause, resume, extend, expire."""

from anxin.domain.clocks.pauses import Pause
from anxin.domain.clocks.statutory import Deadline, Recomputed, StatutoryClock, deadline, recompute
from anxin.domain.clocks.steps import Step, StepKind, counted_days

__all__ = [
    "Deadline",
    "Pause",
    "Recomputed",
    "StatutoryClock",
    "Step",
    "StepKind",
    "counted_days",
    "deadline",
    "recompute",
]
