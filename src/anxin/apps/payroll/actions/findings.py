"""Writing down what a comparison moved: whole employers, in parts that are short enough for those who wait meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db import models

from anxin.apps.payroll.actions.moving import OWED, SUMMED, Moved
from anxin.apps.payroll.actions.sums import MonthSums, sum_debts
from anxin.apps.payroll.models import Breach, EmployerMonth, Run, Shortfall
from anxin.base.bulk import insert_many, insert_mappings, update_many

PART = 5000
"""Rows written in one transaction; an employer with more of them is a part by itself."""
AT_ONCE = 500
M = TypeVar("M", bound=models.Model)


def parts_of(moved: Sequence[Moved]) -> list[list[Moved]]:
    """What moved, in parts of whole employers; one part without any where nothing moved."""
    parts: list[list[Moved]] = [[]]
    rows = 0
    for one in moved:
        if parts[-1] and rows + one.rows > PART:
            parts.append([])
            rows = 0
        parts[-1].append(one)
        rows += one.rows
    return parts


def write_shortfalls(run: Run, part: Sequence[Moved]) -> None:
    """Make the stored shortfalls of some employers those of this run, and sum what each still owes."""
    for row in (row for one in part for some in (one.fresh, one.changed, one.recovered) for row in some):
        row.run = run
    insert_many(row for one in part for row in one.fresh)
    update_many((row for one in part for row in one.changed), [*OWED, "run"])
    _delete(Shortfall, [pk for one in part for pk in one.gone])
    insert_many(row for one in part for row in one.recovered)
    owing = [one.employer for one in part if one.fresh or one.changed or one.gone]
    for some in _chunks(owing):
        sum_debts(some)


def write_employer_months(part: Sequence[Moved], sums: MonthSums) -> None:
    """Make the stored sums of some employers' months those of this run, and those of their villages with them."""
    insert_many(row for one in part for row in one.fresh_months)
    update_many((row for one in part for row in one.changed_months), SUMMED)
    _delete(EmployerMonth, [pk for one in part for pk in one.gone_months])
    sums.write(shift for one in part for shift in one.shifts)


def write_breaches(part: Sequence[Moved]) -> None:
    """Make the stored breaches of wage and insurance rules of some employers those of this run."""
    _delete(Breach, [pk for one in part for pk in one.stale_breaches])
    insert_mappings(Breach, (row for one in part for row in one.fresh_breaches))


def _delete(model: type[M], keys: Sequence[int]) -> None:
    for some in _chunks(keys):
        model._default_manager.filter(pk__in=some).delete()


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]
