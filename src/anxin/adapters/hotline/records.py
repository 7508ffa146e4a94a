"""Reading an exchange's call records (话单): the sheet that fits best, each row a call, every fault by row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from anxin.adapters.grids.grid import Grid, letter
from anxin.adapters.grids.workbook import open_workbook
from anxin.adapters.hotline.headings import enough, places
from anxin.adapters.hotline.values import (
    LONGEST_EXTENSION,
    answered_of,
    direction_of,
    instant_of,
    is_inner,
    is_withheld,
    seconds_of,
)
from anxin.domain.intake.calls import CallLine, CallReading
from anxin.domain.intake.phones import plain_number
from anxin.kernel.outcome import BadInput, Fault

_SEARCH = 40
_SPOILT = re.compile(r"\d[eE]\+?\d")
_EXPORT_AGAIN = "请从交换机重新导出，号码列设为文本"
_NUMBER_WANTED = "请填电话号码；来电没有显示号码的，主叫留空"
_DIALLED = re.compile(r"\+?[\d\s\-()（）]{3,24}")


def read_calls(path: Path, *, name: str, own: Sequence[str] = ()) -> CallReading:
    """The calls of a file; `own` are the office's own lines, where the file has no column for the direction."""
    tables = [_Table(grid, name, own) for grid in open_workbook(path, name=name) if grid.rows]
    best = max(tables, key=lambda one: len(one.at) if enough(one.at) else -1)
    if not enough(best.at):
        remedy = "表头至少要有：开始时间，以及主叫和被叫（或对方号码和呼叫方向）；请从交换机重新导出通话记录"
        raise BadInput("calls.header", f"{name} 里没有找到通话记录的表头", [Fault(name, "没有认得的表头", remedy)])
    return best.reading()


class _Wrong(Exception):
    """A cell that cannot be meant: its field, what is wrong, what to do."""

    def __init__(self, field: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.field, self.what, self.remedy = field, what, remedy


Value = TypeVar("Value")


def _tried(read: Callable[[], Value], wrong: list[_Wrong]) -> Value | None:
    """What a cell says; what is wrong with it joins what is wrong with the row."""
    try:
        return read()
    except _Wrong as one:
        wrong.append(one)
        return None


def _started(told: Mapping[str, str]) -> datetime:
    said, day = told["started"], told.get("day", "")
    at = instant_of(said) or instant_of(f"{day} {said}")
    if at is None:
        raise _Wrong("started", f"「{said or day}」不是能确定的日期和时刻", "请按 2026-11-23 09:15:00 的样子填写")
    return at


def _seconds(told: Mapping[str, str]) -> int:
    seconds = seconds_of(told.get("seconds", ""))
    if seconds is None:
        raise _Wrong("seconds", f"「{told['seconds']}」不是通话时长", "请填秒数，或 00:01:05")
    return seconds


class _Table:
    """One sheet with its heading row."""

    def __init__(self, grid: Grid, name: str, own: Sequence[str]) -> None:
        self._grid, self._name = grid, name
        self._own = frozenset(digits for one in own if len(digits := re.sub(r"\D", "", one)) >= LONGEST_EXTENSION)
        head = grid.head(_SEARCH)
        found = [places(line) for line in head]
        self._header = max(range(len(found)), key=lambda row: (enough(found[row]), len(found[row]), -row))
        self.at: Mapping[str, int] = found[self._header]
        self._labels = head[self._header]

    def reading(self) -> CallReading:
        """Every row below the heading that says who or when."""
        lines: list[CallLine] = []
        faults: list[Fault] = []
        internal = 0
        first = self._header + 1
        for number, cells in enumerate(self._grid.head(self._grid.rows - first, first), start=first + 1):
            told = {field: cells[column] for field, column in self.at.items()}
            if self._is_no_call(told, cells):
                continue
            line, wrong = self._line(number, told)
            faults += [self._fault(number, one) for one in wrong]
            internal += line is None and not wrong
            lines += [line] if line else []
        return CallReading(tuple(lines), internal, tuple(faults))

    def _is_no_call(self, told: Mapping[str, str], cells: Sequence[str]) -> bool:
        """Empty rows, totals, notes below the table, and the heading once more."""
        if not any(told.get(field) for field in ("started", "caller", "called", "number")):
            return True
        return list(cells) == list(self._labels) or bool(
            re.match(r"合\s*计|总\s*计|小\s*计", next(filter(None, cells)))
        )

    def _fault(self, row: int, wrong: _Wrong) -> Fault:
        column = self.at.get(wrong.field)
        where = f" {letter(column)} 列（{self._labels[column]}）" if column is not None else ""
        return Fault(f"{self._name}《{self._grid.name}》第 {row} 行{where}", wrong.what, wrong.remedy)

    def _line(self, row: int, told: Mapping[str, str]) -> tuple[CallLine | None, list[_Wrong]]:
        """The call of a row, and everything in it that cannot be meant; neither for a call within the house."""
        wrong: list[_Wrong] = []
        started_at = _tried(partial(_started, told), wrong)
        seconds = _tried(partial(_seconds, told), wrong)
        answered = _tried(partial(self._answered, told, seconds or 0), wrong)
        sides = _tried(partial(self._sides, told), wrong)
        if wrong or started_at is None or seconds is None or answered is None or sides is None:
            return None, wrong
        incoming, number, extension = sides
        line = CallLine(
            row=row, started_at=started_at, incoming=incoming, number=number, extension=extension[:20], seconds=seconds,
            answered=answered, exchange_id=told.get("id", "")[:80], recording=told.get("recording", "")[-200:],
        )  # fmt: skip
        return line, []

    @staticmethod
    def _answered(told: Mapping[str, str], seconds: int) -> bool:
        said = told.get("outcome", "")
        if not said:
            return seconds > 0
        answered = answered_of(said)
        if answered is None:
            raise _Wrong("outcome", f"「{said[:20]}」看不出是接听还是未接", "请填：接听、未接")
        return answered

    def _sides(self, told: Mapping[str, str]) -> tuple[bool, str, str] | None:
        """Whether it came in, the outer number, and the extension; None for a call within the house."""
        way = direction_of(told.get("direction", ""))
        if way == "internal":
            return None
        extension = told.get("extension", "")
        if "number" in told and not {"caller", "called"} <= told.keys():
            if not way:
                raise _Wrong("direction", "看不出是呼入还是呼出", "请补上「呼叫方向」列，填：呼入、呼出")
            return way == "in", self._outer("number", told), extension
        incoming = way == "in" if way else self._came_in(told)
        if incoming is None:
            return None
        theirs, ours = ("caller", "called") if incoming else ("called", "caller")
        inner = plain_number(told[ours])
        return incoming, self._outer(theirs, told), extension or (inner if len(inner) <= LONGEST_EXTENSION else "")

    def _came_in(self, told: Mapping[str, str]) -> bool | None:
        """Whether an outer number rang an inner one, or the other way round; None for a call within the house."""
        inner = {side: self._is_inner(side, told[side]) for side in ("caller", "called")}
        if inner["caller"] != inner["called"]:
            return inner["called"]
        if inner["caller"]:
            for side in inner:
                if not _DIALLED.fullmatch(told[side]):
                    raise _Wrong(side, f"「{told[side][:20]}」不像电话号码", _NUMBER_WANTED)
            return None
        remedy = "请补上「呼叫方向」列，或在上传时填写本单位的号码"
        raise _Wrong("called", "主叫和被叫都像外线号码，看不出是呼入还是呼出", remedy)

    def _is_inner(self, side: str, said: str) -> bool:
        """An extension, a line of the office, or (s, ivr, an agent's name) no number at all; a withheld caller is from outside."""
        if _SPOILT.search(said):
            raise _Wrong(side, f"「{said}」被 Excel 改成了科学计数，末几位已丢失", _EXPORT_AGAIN)
        if side == "caller" and is_withheld(said):
            return False
        return not _DIALLED.fullmatch(said) or is_inner(plain_number(said), self._own)

    @staticmethod
    def _outer(field: str, told: Mapping[str, str]) -> str:
        said = told[field]
        if is_withheld(said):
            return ""
        if re.search(r"\d[eE]\+?\d", said):
            raise _Wrong(
                field, f"「{said}」被 Excel 改成了科学计数，末几位已丢失", "请从交换机重新导出，号码列设为文本"
            )
        if not _DIALLED.fullmatch(said):
            raise _Wrong(field, f"「{said[:20]}」不像电话号码", "请填电话号码；没有显示号码的留空")
        return plain_number(said)
