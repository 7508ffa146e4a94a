"""Cells merged downwards (纵向合并): what they say holds for every row they cover in which somebody is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from anxin.adapters.grids.cells import Amounts
from anxin.adapters.grids.grid import Box

_SPREAD = frozenset(["name", "id_number", "bank_account", "month", "year", "department", "employer_name", "pay_date"])


def spread_down(
    merged: Sequence[Box],
    texts: tuple[pa.Array, ...],
    columns: Mapping[str, int],
    money: Mapping[str, Amounts],
    first: int,
) -> tuple[pa.Array, ...]:
    """The columns with merged cells written into the rows below; `first` is the sheet row of row 0."""
    wanted = {columns[key] for key in _SPREAD & set(columns)}
    boxes = [box for box in merged if box[1] in wanted and box[2] > box[0] >= first]
    pay = [money[key] for key in ("due", "paid") if key in money]
    if not boxes or not pay:
        return texts
    paid = np.logical_or.reduce([one.known for one in pay])
    spread = list(texts)
    for top, column, bottom, _ in boxes:
        rows = np.arange(top + 1 - first, min(bottom + 1 - first, len(paid)))
        rows = rows[paid[rows]]
        if len(rows):
            mask = np.zeros(len(paid), bool)
            mask[rows] = True
            spread[column] = pc.if_else(pa.array(mask), spread[column][top - first], spread[column])
    return tuple(spread)
