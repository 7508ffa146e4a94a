"""The door of filings for other rooms."""

from anxin.apps.intake.actions.filing import FellowSaid, Handed, Received, Said, receive, subject_of
from anxin.apps.intake.actions.talk import write_back
from anxin.apps.intake.queries import filing, filings, inbox, waiting

__all__ = [
    "FellowSaid",
    "Handed",
    "Received",
    "Said",
    "filing",
    "filings",
    "inbox",
    "receive",
    "subject_of",
    "waiting",
    "write_back",
]
