"""The front door of warnings."""

from anxin.apps.warning.actions.level import reassess
from anxin.apps.warning.actions.signal import Observed, observe
from anxin.apps.warning.actions.warning import answer_all, close, take, verify
from anxin.apps.warning.models import Level
from anxin.apps.warning.queries import (
    assessment_of,
    complaints_between,
    mass_incidents_between,
    open_by_level,
    open_warnings,
    open_warnings_of,
    raised_between,
    warnings,
)

LEVEL_NAMES: dict[str, str] = {choice.value: str(choice.label) for choice in Level}
"""The colours in words, by code."""

__all__ = [
    "LEVEL_NAMES",
    "Observed",
    "answer_all",
    "assessment_of",
    "close",
    "complaints_between",
    "mass_incidents_between",
    "observe",
    "open_by_level",
    "open_warnings",
    "open_warnings_of",
    "raised_between",
    "reassess",
    "take",
    "verify",
    "warnings",
]
