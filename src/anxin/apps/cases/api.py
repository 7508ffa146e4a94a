"""The door of cases for other rooms."""

from anxin.apps.cases.actions.case import open_door, open_from_filing
from anxin.apps.cases.actions.handling import Told, answer_paid, perform
from anxin.apps.cases.actions.papering import hear_of_service
from anxin.apps.cases.facts import CaseFacts, DossierFact, case_facts
from anxin.apps.cases.for_filers import standing_for_filer
from anxin.apps.cases.queries import case, cases, late

__all__ = [
    "CaseFacts",
    "DossierFact",
    "Told",
    "answer_paid",
    "case",
    "case_facts",
    "cases",
    "hear_of_service",
    "late",
    "open_door",
    "open_from_filing",
    "perform",
    "standing_for_filer",
]
