"""What is stored of cases."""

from anxin.apps.cases.models.matter import Case, CaseFiling, Claimant, LedgerEntry, Procedure
from anxin.apps.cases.models.proof import Interruption

__all__ = ["Case", "CaseFiling", "Claimant", "Interruption", "LedgerEntry", "Procedure"]
