"""The door of filings for other rooms."""

from anxin.apps.intake import acts
from anxin.apps.intake.actions.onward import hand_to_case, tell_all
from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.pacing import note_source, pace_of
from anxin.apps.intake.ports import PORTS, CaseStanding
from anxin.apps.intake.queries import filing, filings, in_figures
from anxin.apps.intake.said import Said

__all__ = [
    "PORTS",
    "CaseStanding",
    "Said",
    "acts",
    "filing",
    "filings",
    "hand_to_case",
    "in_figures",
    "note_source",
    "pace_of",
    "receive",
    "tell_all",
]
