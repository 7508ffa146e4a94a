"""The front door of warnings."""

from anxin.apps.warning.actions.level import reassess
from anxin.apps.warning.actions.signal import Observed, observe
from anxin.apps.warning.actions.warning import answer, assign, close, reopen, take, verify
from anxin.apps.warning.models import Level
from anxin.apps.warning.over_time import SignalsOverTime, signals_over_time
from anxin.apps.warning.queries import (
    assessment_of,
    assessments,
    complaints_between,
    mass_incidents_between,
    open_by_level,
    open_warnings,
    open_warnings_of,
    raised_between,
    warnings,
)
from anxin.apps.warning.recomputed import Recomputed, recompute

LEVEL_NAMES: dict[str, str] = {choice.value: str(choice.label) for choice in Level}
"""The colours in words, by code."""

__all__ = [
    "LEVEL_NAMES",
    "Observed",
    "Recomputed",
    "SignalsOverTime",
    "answer",
    "assessment_of",
    "assessments",
    "assign",
    "close",
    "complaints_between",
    "mass_incidents_between",
    "observe",
    "open_by_level",
    "open_warnings",
    "open_warnings_of",
    "raised_between",
    "reassess",
    "recompute",
    "reopen",
    "signals_over_time",
    "take",
    "verify",
    "warnings",
]
