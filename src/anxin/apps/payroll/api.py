"""The front door of wages."""

from anxin.apps.payroll import acts
from anxin.apps.payroll.actions.file import receive, undo
from anxin.apps.payroll.actions.reconcile import reconcile
from anxin.apps.payroll.actions.settling import ingest
from anxin.apps.payroll.figures import Outcome, outcomes
from anxin.apps.payroll.insurance import parse_insurance
from anxin.apps.payroll.paid import WorkerPay, pay_of_workers
from anxin.apps.payroll.queries import (
    breaches,
    debts,
    debts_of,
    disputes,
    employer_months,
    file,
    files,
    files_waiting,
    history,
    owed,
    recoveries,
    shortfalls,
)
from anxin.apps.payroll.readings_for_warning import sheet_readings
from anxin.apps.payroll.staging import LAKE_SCHEMAS

__all__ = [
    "LAKE_SCHEMAS",
    "Outcome",
    "WorkerPay",
    "acts",
    "breaches",
    "debts",
    "debts_of",
    "disputes",
    "employer_months",
    "file",
    "files",
    "files_waiting",
    "history",
    "ingest",
    "outcomes",
    "owed",
    "parse_insurance",
    "pay_of_workers",
    "receive",
    "reconcile",
    "recoveries",
    "sheet_readings",
    "shortfalls",
    "undo",
]
