"""The door of cases for other rooms."""

from anxin.apps.cases.actions.case import open_door, open_from_filing
from anxin.apps.cases.actions.handling import Told, answer_paid, perform
from anxin.apps.cases.facts import CaseFacts, case_facts
from anxin.apps.cases.for_filers import standing_for_filer
from anxin.apps.cases.queries import case, case_of_filing, cases, late

__all__ = [
    "CaseFacts",
    "Told",
    "answer_paid",
    "case",
    "case_facts",
    "case_of_filing",
    "cases",
    "late",
    "open_door",
    "open_from_filing",
    "perform",
    "standing_for_filer",
]
