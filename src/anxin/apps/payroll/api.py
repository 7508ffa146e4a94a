"""The front door of wages."""

from anxin.apps.payroll.actions.bulk import settle_lines
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
    "settle_lines",
    "undo",
    "wages_as_of",
    "week_of_wages",
]
