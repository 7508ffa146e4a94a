"""What a reconciliation comes to (合计): result rows added up as they pass, per employer and in all, whichever engine sends them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from anxin.analytics.arrays import Array, column_of, numbers
from anxin.analytics.schemas import ENT
from anxin.domain.wages.lines import PayStatus

_COUNTED = (PayStatus.UNPAID, PayStatus.UNDER, PayStatus.LATE, PayStatus.OVER)


class Tally:
    """Adds up pieces of the result in their order: by employer, worker and month."""

    def __init__(self) -> None:
        self.months = self.due = self.paid = 0
        self._parts: list[Sequence[Array]] = []

    def add(self, part: pa.Table) -> None:
        """Count a piece in."""
        names = ("ent_id", "status", "due_cents", "paid_cents", "arrears_cents", "days_late")
        ent, status, due, paid, arrears, late = (numbers(part[name]) for name in names)
        self.months += len(ent)
        self.due += int(due.sum())
        self.paid += int(paid.sum())
        counts = (np.ones(len(ent), np.int64), *((status == each).astype(np.int64) for each in _COUNTED))
        self._parts.append(_per_employer((ent, *counts, arrears, late)))

    def employers(self) -> pa.Table:
        """The rows of `ent.parquet`; an employer may be in several pieces."""
        if not self._parts:
            return ENT.empty_table()
        columns = _per_employer([np.concatenate(column) for column in zip(*self._parts, strict=True)])
        typed = [column_of(column, kind) for column, kind in zip(columns, ENT.types, strict=True)]
        return pa.Table.from_arrays(typed, schema=ENT)


def _per_employer(columns: Sequence[Array]) -> Sequence[Array]:
    """Rows in order of employers added up: the first column is the employer, the last the greatest, all others sums."""
    ent, *sums, most = columns
    if not len(ent):
        return columns
    begin = np.flatnonzero(np.diff(ent, prepend=ent[0] - 1))
    return ent[begin], *(np.add.reduceat(each, begin) for each in sums), np.maximum.reduceat(most, begin)
