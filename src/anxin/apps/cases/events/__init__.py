"""What happens to cases, in words; nothing personal stands in an event."""

from anxin.apps.cases.events.matter import (
    ApprovalAsked,
    ApprovalDeclined,
    CaseAssigned,
    CaseOpened,
    ClaimantAdded,
    DoorOpened,
    FactsSettled,
    FilingAttached,
    FilingDetached,
    LedgerWritten,
    PaidAnswered,
    ProcedureMoved,
)
from anxin.apps.cases.events.proof import (
    CrimeQuestionFound,
    DossierChanged,
    EmploymentSettled,
    LimitationInterrupted,
    MonthsSettled,
    OrderRecorded,
    OrderServed,
)

__all__ = [
    "ApprovalAsked",
    "ApprovalDeclined",
    "CaseAssigned",
    "CaseOpened",
    "ClaimantAdded",
    "CrimeQuestionFound",
    "DoorOpened",
    "DossierChanged",
    "EmploymentSettled",
    "FactsSettled",
    "FilingAttached",
    "FilingDetached",
    "LedgerWritten",
    "LimitationInterrupted",
    "MonthsSettled",
    "OrderRecorded",
    "OrderServed",
    "PaidAnswered",
    "ProcedureMoved",
]
