"""The door of cases for other rooms."""

from anxin.apps.cases import acts
from anxin.apps.cases.actions.case import open_from_filing
from anxin.apps.cases.actions.confirming import answer_paid
from anxin.apps.cases.actions.handling import Told, perform
from anxin.apps.cases.entries import owing_in
from anxin.apps.cases.facts import CaseFacts, case_facts
from anxin.apps.cases.for_filers import standing_for_filer
from anxin.apps.cases.queries import case, cases
from anxin.apps.cases.stepping import steps_of_paper

__all__ = [
    "CaseFacts",
    "Told",
    "acts",
    "answer_paid",
    "case",
    "case_facts",
    "cases",
    "open_from_filing",
    "owing_in",
    "perform",
    "standing_for_filer",
    "steps_of_paper",
]
