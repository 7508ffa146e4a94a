"""Days in bulk (日期): dates, moments, texts and eight digits as one type; what is no day is refused, never guessed."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from anxin.analytics.arrays import column_of

_EPOCH: Final = date(1970, 1, 1).toordinal()
_TIME: Final = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY: Final = re.compile(
    rf"(\d{{4}})(?:([-/.])(\d{{1,2}})\2(\d{{1,2}})|年(\d{{1,2}})月(\d{{1,2}})日|(\d{{2}})(\d{{2}})){_TIME}"
)


def days_of(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as days; a moment counts as its day, one with a zone as its day in China (北京时间)."""
    kind = column.type
    if pa.types.is_timestamp(kind):
        if kind.tz is not None:
            column = pc.local_timestamp(column.cast(pa.timestamp(kind.unit, tz="Asia/Shanghai")))
        return pc.floor_temporal(column, unit="day").cast(pa.date32())
    if pa.types.is_date(kind) or pa.types.is_null(kind):
        return pc.cast(column, pa.date32())
    return _from_texts(column.cast(pa.string()))


def _from_texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    bare = pc.utf8_trim_whitespace(column)
    bare = pc.if_else(pc.equal(bare, ""), None, bare)
    encoded = bare.combine_chunks().dictionary_encode()
    found = np.fromiter((_day(text) for text in encoded.dictionary.to_pylist()), np.int32)
    return pa.chunked_array([column_of(found, pa.date32()).take(encoded.indices)])


def _day(text: str) -> int:
    """The day a text says, counted from 1970-01-01."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise pa.ArrowInvalid(f"no day: {text}")
    year, month, day = (
        int(part) for part in (found[1], found[3] or found[5] or found[7], found[4] or found[6] or found[8])
    )
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError as error:
        raise pa.ArrowInvalid(f"no day: {text}") from error
