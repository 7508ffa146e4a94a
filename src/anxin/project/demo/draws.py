"""Random draws: one independent stream per subject, so that a change in one part does not move the others."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from anxin.project.demo.schemas import schema_of

DAY_ZERO = np.datetime64("1970-01-01", "D")


def stream(seed: int, subject: str) -> np.random.Generator:
    """The generator for one subject of one town."""
    return np.random.default_rng([seed, zlib.crc32(subject.encode())])


def pick(rng: np.random.Generator, of: Sequence[str], size: int) -> npt.NDArray[Any]:
    """Texts drawn with equal chance."""
    return np.array(of, dtype=object)[rng.integers(0, len(of), size)]


def days(numbers: npt.NDArray[Any], never: int | None = None) -> pa.Array:
    """Day numbers since 1970 as Arrow dates; `never` stands for no date."""
    mask = None if never is None else numbers == never
    return pa.array(numbers.astype(np.int32), type=pa.int32(), mask=mask).cast(pa.date32())


def seconds(numbers: npt.NDArray[Any]) -> pa.Array:
    """Seconds since 1970 as Arrow instants (UTC)."""
    return pa.array(numbers.astype(np.int64), type=pa.int64()).cast(pa.timestamp("s", tz="UTC"))


def table(name: str, columns: dict[str, Any], *, truth: bool = False) -> pa.Table:
    """A table in its declared shape; a missing or surplus column is an error."""
    schema = schema_of(name, truth=truth)
    if set(columns) != set(schema.names):
        raise ValueError(f"{name}: {sorted(set(columns) ^ set(schema.names))}")
    arrays = []
    for field in schema:
        value = columns[field.name]
        array = value if isinstance(value, pa.Array | pa.ChunkedArray) else pa.array(value, from_pandas=False)
        arrays.append(array if array.type == field.type else array.cast(field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def rows(name: str, records: list[dict[str, Any]], *, truth: bool = False) -> pa.Table:
    """A table out of records, for the small ones."""
    schema = schema_of(name, truth=truth)
    return pa.Table.from_pylist(records, schema=schema)
