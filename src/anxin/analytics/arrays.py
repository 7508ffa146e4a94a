"""Arrow columns as NumPy arrays and back, over the same memory.

Arrow's own `to_numpy`, `array` and `scalar` look for pandas first, and where it is installed importing it takes longer
than reconciling a million rows; `array` loads NumPy's masked arrays as well. These go by the buffers instead.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Array: TypeAlias = npt.NDArray[Any]

_KINDS = {
    pa.int8(): np.int8,
    pa.uint8(): np.uint8,
    pa.int32(): np.int32,
    pa.date32(): np.int32,
    pa.int64(): np.int64,
}


def numbers(column: pa.ChunkedArray | pa.Array) -> Array:
    """A column of numbers or days (since 1970-01-01); what stands in an empty cell is left to chance."""
    if isinstance(column, pa.ChunkedArray):
        parts = [numbers(chunk) for chunk in column.chunks]
        if len(parts) == 1:
            return parts[0]
        return np.concatenate(parts) if parts else np.zeros(0, _KINDS[column.type])
    if not len(column):
        return np.zeros(0, _KINDS[column.type])
    values = np.frombuffer(column.buffers()[1], _KINDS[column.type])
    return values[column.offset : column.offset + len(column)]


def flags(column: pa.ChunkedArray | pa.Array) -> npt.NDArray[np.bool_]:
    """A column of truth values without empty cells."""
    return numbers(pc.cast(column, pa.uint8())).view(np.bool_)


def column_of(values: Array, kind: pa.DataType, known: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """Numbers as a column of a declared type, without copying where the type is the same; empty where they are not known."""
    plain = np.ascontiguousarray(values, _KINDS[kind])
    filled = None if known is None or known.all() else mask_of(known).buffers()[1]
    return pa.Array.from_buffers(kind, len(plain), [filled, pa.py_buffer(plain)])


def mask_of(values: npt.NDArray[np.bool_]) -> pa.Array:
    """Truth values as a column."""
    bits = np.packbits(values, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(bits)])


def byte_lengths(column: pa.Array) -> Array:
    """How many bytes each text has; an empty cell counts as its place in the buffer says."""
    offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    return np.diff(offsets)
