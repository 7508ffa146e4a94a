"""Which kind of file was dropped on the page (类别判断): by what the readers make of it, by its name where that is too slow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from anxin.analytics.readings import BankReading, PayrollReading, TableReading
from anxin.apps.payroll.insurance import parse_insurance
from anxin.apps.payroll.models import FileKind
from anxin.apps.payroll.ports import PORTS
from anxin.kernel.outcome import BadInput

QUICK = 4 << 20
"""Files up to this size are read to tell their kind; larger ones are told by their name."""
_BY_NAME = (
    (FileKind.INSURANCE, ("参保", "社保", "缴费名单")),
    (FileKind.BANK, ("流水", "回盘", "代发", "交易", "对账", "转账", "银行", "statement")),
    (FileKind.PAYROLL, ("工资", "薪", "payroll")),
)
R = TypeVar("R")


def kind_of_file(path: Path, name: str) -> FileKind:
    """The kind of a stored file; a person can always say otherwise."""
    if path.stat().st_size > QUICK:
        return by_name(name)
    insured = _try(lambda: parse_insurance(path, name=name))
    if insured is not None and _says_insurance(insured):
        return FileKind.INSURANCE
    payroll = _try(lambda: PORTS.read_payroll(path, name=name, mapping=None))
    if _says_wages_due(payroll):
        return FileKind.PAYROLL
    bank = _try(lambda: PORTS.read_bank(path, name=name))
    if bank is not None and bank.table.num_rows and (not _has_persons(payroll) or _is_known_bank(bank)):
        return FileKind.BANK
    return FileKind.PAYROLL if _has_persons(payroll) else by_name(name)


def by_name(name: str) -> FileKind:
    """The kind that a file's name speaks of; a payroll when it says nothing."""
    folded = name.lower()
    return next((kind for kind, words in _BY_NAME if any(word in folded for word in words)), FileKind.PAYROLL)


def _try(read: Callable[[], R]) -> R | None:
    try:
        return read()
    except BadInput:
        return None


def _has_persons(reading: PayrollReading | None) -> bool:
    return reading is not None and reading.persons_count > 0


def _says_wages_due(reading: PayrollReading | None) -> bool:
    """Whether somebody's wage due (应发) stands in it: no bank exports that."""
    return reading is not None and any(sheet.table.num_rows and sheet.columns.get("due") for sheet in reading.sheets)


def _is_known_bank(reading: BankReading) -> bool:
    return reading.adapter != "generic"


def _says_insurance(reading: TableReading) -> bool:
    return all(reading.columns.get(key) for key in ("id_number", "employer", "month")) and bool(reading.rows)
