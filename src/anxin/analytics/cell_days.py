"""Days in bulk (日期): dates, moments, texts and eight digits as one type; what is no day is refused, never guessed."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

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
    encoded = column.combine_chunks().dictionary_encode()
    found = [_day(text) for text in encoded.dictionary.to_pylist()]
    days = pa.array(found, pa.date32())
    return pa.chunked_array([days.take(encoded.indices)])


def _day(text: str) -> date | None:
    bare = text.strip()
    found = _DAY.fullmatch(bare)
    if found is None:
        if not bare:
            return None
        raise pa.ArrowInvalid(f"no day: {text}")
    year, month, day = (
        int(part) for part in (found[1], found[3] or found[5] or found[7], found[4] or found[6] or found[8])
    )
    try:
        return date(year, month, day)
    except ValueError as error:
        raise pa.ArrowInvalid(f"no day: {text}") from error
