"""What is stored of cases."""

from anxin.apps.cases.models.matter import Case, CaseFiling, Claimant, LedgerEntry, Procedure
from anxin.apps.cases.models.proof import Delivery, Finding, Interruption, Paper, PayOrder

__all__ = [
    "Case",
    "CaseFiling",
    "Claimant",
    "Delivery",
    "Finding",
    "Interruption",
    "LedgerEntry",
    "Paper",
    "PayOrder",
    "Procedure",
]
