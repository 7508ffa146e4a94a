"""Deadlines of a whole file (批量计算到期日): a CSV with `clock,from` comes back with `due,provisional`.

Nothing is written when a row cannot be read; every such row is named.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from anxin.analytics.deadlines import BulkCalendar
from anxin.analytics.delimited import is_utf8
from anxin.domain.clocks.moments import parse_moment
from anxin.kernel.outcome import BadInput, Fault
from anxin.law.calendar import FIRST_DAY, LAST_DAY, Calendar
from anxin.law.parameters import LawBook
from anxin.law.periods import Period, Unit, period_of

CLOCK, FROM, DUE, PROVISIONAL = "clock", "from", "due", "provisional"
GB = "gb18030"
_SHOWN = 20
_ZONE = "+08:00"
_EARLIEST, _LATEST = FIRST_DAY - timedelta(days=1), date(LAST_DAY.year - 10, 12, 31)
_REMEDY = "日期写作 2026-05-18，时刻写作 2026-05-18T09:30"


@dataclass(frozen=True, slots=True)
class BatchDone:
    """What a batch came to: rows, how many are provisional, and how many began while their parameter was not in force."""

    rows: int
    provisional: int
    not_in_force: int
    clocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The two columns, each as its distinct values and a code per row."""

    clocks: list[str]
    clock_of: NDArray[np.int32]
    starts: NDArray[np.datetime64]


def compute_file(source: Path, target: Path, *, law: LawBook, calendar: Calendar) -> BatchDone:
    """Compute the deadline of every row of a file and write the file with two columns more."""
    table = _read(source)
    rows, start_of, unreadable = _rows(table)
    periods, unknown = _periods(rows, law)
    _refuse_if(source, _faults(source, rows, start_of, unreadable, unknown))
    due, provisional, outside = _compute(rows, periods, BulkCalendar.of(calendar), law)
    done = table.append_column(DUE, due).append_column(PROVISIONAL, pc.cast(_flags(provisional), pa.string()))
    _write(done, target)
    return BatchDone(len(table), int(provisional.sum()), outside, tuple(sorted(rows.clocks)))


def _read(source: Path) -> pa.Table:
    header = _header(source)
    types = dict.fromkeys(header, pa.string())
    options = pa_csv.ConvertOptions(column_types=types, strings_can_be_null=False)
    try:
        read = pa_csv.ReadOptions(encoding="utf8" if is_utf8(source) else GB)
        return pa_csv.read_csv(source, read_options=read, convert_options=options)
    except pa.ArrowInvalid as problem:
        _refuse_if(source, list(_ragged(source, len(header))) or [Fault(source.name, f"无法读取：{problem}")])
        raise


def _opened(source: Path, errors: str = "strict") -> TextIO:
    """A file as text, in UTF-8 or in what older office programs save."""
    encoding = "utf-8-sig" if is_utf8(source) else GB
    return source.open(encoding=encoding, newline="", errors=errors)


def _header(source: Path) -> list[str]:
    try:
        with _opened(source) as stream:
            header = next(csv.reader(stream), [])
    except OSError as problem:
        raise _refusal(source, [Fault(str(source), f"打不开：{problem.strerror}", "请核对路径")]) from problem
    except (UnicodeDecodeError, csv.Error) as problem:
        raise _refusal(
            source, [Fault(source.name, "不是 UTF-8 或 GB18030 编码的 CSV", "请另存为 UTF-8 的 CSV")]
        ) from problem
    faults = [
        Fault(f"{source.name} 第 1 行", f"缺少列 {name}", f"首行须含 {CLOCK},{FROM}")
        for name in (CLOCK, FROM)
        if header.count(name) != 1
    ]
    faults += [
        Fault(f"{source.name} 第 1 行", f"已有列 {name}", "请先删去该列")
        for name in (DUE, PROVISIONAL)
        if name in header
    ]
    _refuse_if(source, faults)
    return header


def _ragged(source: Path, width: int) -> Iterator[Fault]:
    with _opened(source, errors="replace") as stream:
        for number, row in enumerate(csv.reader(stream), start=1):
            if row and len(row) != width:
                yield Fault(f"第 {number} 行", f"有 {len(row)} 列，应为 {width} 列", "请补齐或删去多余的列")


def _rows(table: pa.Table) -> tuple[_Rows, NDArray[np.int32], dict[int, str]]:
    """The two columns, the code of each start, and what is wrong with starts that cannot be used."""
    clocks, clock_of = _coded(table[CLOCK])
    texts, start_of = _coded(table[FROM])
    starts, bad = _moments(texts)
    return _Rows(clocks, clock_of, starts[start_of] if texts else starts), start_of, bad


def _coded(column: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int32]]:
    coded = column.combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    return coded.dictionary.to_pylist(), np.from_dlpack(coded.indices).astype(np.int32, copy=False)


def _moments(texts: list[str]) -> tuple[NDArray[np.datetime64], dict[int, str]]:
    """The distinct starts as local seconds, and what is wrong with those that cannot be used."""
    found: list[datetime | None] = []
    bad: dict[int, str] = {}
    for code, text in enumerate(texts):
        try:
            moment = parse_moment(text).replace(tzinfo=None)
        except BadInput:
            moment, bad[code] = None, f"“{text}”不是能识别的日期或时刻"
        if moment is not None and not _EARLIEST <= moment.date() <= _LATEST:
            bad[code] = f"{text} 超出可以计算的范围（{_EARLIEST} 至 {_LATEST}）"
        found.append(moment)
    return np.array(found, dtype="datetime64[s]"), bad


def _rows_with(source: Path, codes: NDArray[np.int32], wanted: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """The lines of the file with one of some codes, numbered as a spreadsheet does; empty lines are lines too."""
    if not wanted:
        return
    with _opened(source) as stream:
        lines = [number for number, row in enumerate(csv.reader(stream), start=1) if row][1:]
    yield from ((lines[row], int(codes[row])) for row in np.flatnonzero(np.isin(codes, list(wanted))))


def _periods(rows: _Rows, law: LawBook) -> tuple[dict[int, Period], dict[int, str]]:
    """A first look at every clock named: its period, or why it has none."""
    periods: dict[int, Period] = {}
    why: dict[int, str] = {}
    for code, clock in enumerate(rows.clocks):
        try:
            periods[code] = period_of(law.history(clock)[-1])
        except BadInput as problem:
            why[code] = problem.message
    return periods, why


def _faults(
    source: Path, rows: _Rows, start_of: NDArray[np.int32], unreadable: Mapping[int, str], unknown: Mapping[int, str]
) -> list[Fault]:
    """What is wrong, row by row in the order of the file."""
    found = [
        (row, Fault(f"第 {row} 行 {CLOCK} 列", unknown[code].rstrip("。")))
        for row, code in _rows_with(source, rows.clock_of, unknown)
    ]
    found += [
        (row, Fault(f"第 {row} 行 {FROM} 列", unreadable[code], _REMEDY))
        for row, code in _rows_with(source, start_of, unreadable)
    ]
    return [fault for _, fault in sorted(found, key=lambda one: one[0])]


def _compute(
    rows: _Rows, periods: dict[int, Period], bulk: BulkCalendar, law: LawBook
) -> tuple[pa.Array, NDArray[np.bool_], int]:
    days = rows.starts.astype("datetime64[D]")
    due_days = np.empty(len(days), dtype="datetime64[D]")
    due_times = np.full(len(days), np.datetime64("NaT"), dtype="datetime64[s]")
    provisional = np.zeros(len(days), dtype=np.bool_)
    outside = 0
    for code in periods:
        mine = np.flatnonzero(rows.clock_of == code) if len(periods) > 1 else np.arange(len(days))
        for part, period, in_force in _segments(rows.clocks[code], days[mine], law):
            where = mine[part]
            outside += 0 if in_force else len(where)
            if period.unit.by_the_day:
                due_days[where] = bulk.due(period, days[where])
                provisional[where] = bulk.provisional(period, days[where], due_days[where])
            else:
                due_times[where] = rows.starts[where] + _length(period)
    return _as_text(due_days, due_times), provisional, outside


def _segments(
    clock: str, days: NDArray[np.datetime64], law: LawBook
) -> Iterator[tuple[NDArray[np.intp], Period, bool]]:
    """Rows that begin while one value of a parameter is in force, with that value."""
    edges = sorted({edge for one in law.history(clock) for edge in (one.effective.start, one.effective.end) if edge})
    which = np.searchsorted(np.array(edges, dtype="datetime64[D]"), days, side="right")
    for segment in np.unique(which):
        on = edges[segment - 1] if segment else date.fromordinal(max(1, edges[0].toordinal() - 1))
        parameter, in_force = law.nearest(clock, on=on)
        yield np.flatnonzero(which == segment), period_of(parameter), in_force


def _length(period: Period) -> np.timedelta64:
    return np.timedelta64(period.amount * (3600 if period.unit is Unit.HOURS else 60), "s")


def _as_text(due_days: NDArray[np.datetime64], due_times: NDArray[np.datetime64]) -> pa.Array:
    timed = ~np.isnat(due_times)
    days = pc.cast(_arrow(pa.date32(), due_days.astype(np.int64).astype(np.int32)), pa.string())
    if not timed.any():
        return days
    seconds = np.where(timed, due_times, np.datetime64(0, "s")).astype(np.int64)
    times = pc.strftime(_arrow(pa.timestamp("s"), seconds), format=f"%Y-%m-%dT%H:%M:%S{_ZONE}")
    return pc.if_else(_flags(timed), times, days)


def _flags(values: NDArray[np.bool_]) -> pa.Array:
    return pc.cast(_arrow(pa.uint8(), values.view(np.uint8)), pa.bool_())


def _arrow(kind: pa.DataType, values: NDArray[Any]) -> pa.Array:
    """Numbers as Arrow sees them; `pa.array` would load pandas where it is installed, which takes longer than the work."""
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def _write(table: pa.Table, target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    try:
        try:
            _write_as(table, part, quoting="none")
        except pa.ArrowInvalid:  # a value holds a comma, a quote or a line end
            _write_as(table, part, quoting="needed")
        os.replace(part, target)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise _refusal(target, [Fault(str(target), f"写不了：{problem.strerror}", "请核对目录和权限")]) from problem


def _write_as(table: pa.Table, part: Path, *, quoting: str) -> None:
    options = pa_csv.WriteOptions(quoting_style=quoting, quoting_header=quoting, batch_size=65536)
    pa_csv.write_csv(table, part, options)


def _refuse_if(source: Path, faults: list[Fault]) -> None:
    if faults:
        raise _refusal(source, faults)


def _refusal(path: Path, faults: list[Fault]) -> BadInput:
    more = f"（共 {len(faults)} 处，列出前 {_SHOWN} 处）" if len(faults) > _SHOWN else ""
    return BadInput("law.batch_refused", f"{path.name} 有误，没有写出任何结果{more}：", faults[:_SHOWN])
