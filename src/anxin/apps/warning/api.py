"""The front door of warnings."""

from anxin.apps.warning.actions.level import reassess
from anxin.apps.warning.actions.signal import Observed, observe
from anxin.apps.warning.actions.warning import answer, close, take, verify
from anxin.apps.warning.queries import (
    assessment_of,
    happened,
    open_by_level,
    open_warnings,
    warnings,
)

__all__ = [
    "Observed",
    "answer",
    "assessment_of",
    "close",
    "happened",
    "observe",
    "open_by_level",
    "open_warnings",
    "reassess",
    "take",
    "verify",
    "warnings",
]
