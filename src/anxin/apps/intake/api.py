"""The door of filings for other rooms."""

from anxin.apps.intake.actions.onward import hand_to_case, tell
from anxin.apps.intake.actions.receiving import Received, receive
from anxin.apps.intake.actions.talk import write_back
from anxin.apps.intake.ports import PORTS, CaseStanding
from anxin.apps.intake.queries import filing, filings
from anxin.apps.intake.said import FellowSaid, Handed, Said

__all__ = [
    "PORTS",
    "CaseStanding",
    "FellowSaid",
    "Handed",
    "Received",
    "Said",
    "filing",
    "filings",
    "hand_to_case",
    "receive",
    "tell",
    "write_back",
]
