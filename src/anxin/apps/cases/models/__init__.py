"""What is stored of cases."""

from anxin.apps.cases.models.assisting import Assistance
from anxin.apps.cases.models.disorder import Disorder, DisorderCheck, DisorderLook, DisorderPerson
from anxin.apps.cases.models.matter import Case, CaseFiling, Claimant, Excusal, LedgerEntry, Procedure
from anxin.apps.cases.models.mediating import Agreement, Calculation, Sitting
from anxin.apps.cases.models.proof import Delivery, Finding, Interruption, Paper, PayOrder
from anxin.apps.cases.models.work import Archived, CoHandler, Destruction, Note, ReplyTemplate, RetentionRule

__all__ = [
    "Agreement",
    "Archived",
    "Assistance",
    "Calculation",
    "Case",
    "CaseFiling",
    "Claimant",
    "CoHandler",
    "Delivery",
    "Destruction",
    "Disorder",
    "DisorderCheck",
    "DisorderLook",
    "DisorderPerson",
    "Excusal",
    "Finding",
    "Interruption",
    "LedgerEntry",
    "Note",
    "Paper",
    "PayOrder",
    "Procedure",
    "ReplyTemplate",
    "RetentionRule",
    "Sitting",
]
