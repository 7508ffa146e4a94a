"""What people do with cases, for whoever acts in their stead (the demonstration town)."""

from anxin.apps.cases.actions.case import assign, open_door, settle_facts
from anxin.apps.cases.actions.crime import add_paper, find, record_order, serve
from anxin.apps.cases.actions.excusing import excuse_workers, missing_in
from anxin.apps.cases.actions.handling import approve
from anxin.apps.cases.actions.ledger import add_claimant, write
from anxin.apps.cases.actions.mediating import Part, calculate, keep_minutes, record_agreement, schedule
from anxin.apps.cases.actions.work import keep_template
from anxin.apps.cases.applying import PAPERS, Door
from anxin.apps.cases.example import lay_out as lay_out_examples
from anxin.domain.casework.crime import Service
from anxin.domain.casework.ledger import Kind

__all__ = [
    "PAPERS",
    "Door",
    "Kind",
    "Part",
    "Service",
    "add_claimant",
    "add_paper",
    "approve",
    "assign",
    "calculate",
    "excuse_workers",
    "find",
    "keep_minutes",
    "keep_template",
    "lay_out_examples",
    "missing_in",
    "open_door",
    "record_agreement",
    "record_order",
    "schedule",
    "serve",
    "settle_facts",
    "write",
]
