"""The front door of wages."""

from anxin.apps.payroll import acts
from anxin.apps.payroll.actions.file import receive, undo
from anxin.apps.payroll.actions.reconcile import reconcile
from anxin.apps.payroll.actions.settling import ingest
from anxin.apps.payroll.figures import Outcome, outcomes
from anxin.apps.payroll.insurance import parse_insurance
from anxin.apps.payroll.paid import WorkerPay, pay_of_workers
from anxin.apps.payroll.queries import (
    debts,
    employer_months,
    file,
    files,
    history,
    owed,
    week_of_wages,
)
from anxin.apps.payroll.wages_as_of import WagesAsOf, wages_as_of

__all__ = [
    "Outcome",
    "WagesAsOf",
    "WorkerPay",
    "acts",
    "debts",
    "employer_months",
    "file",
    "files",
    "history",
    "ingest",
    "outcomes",
    "owed",
    "parse_insurance",
    "pay_of_workers",
    "receive",
    "reconcile",
    "undo",
    "wages_as_of",
    "week_of_wages",
]
