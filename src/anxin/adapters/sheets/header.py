"""Finding the heading of a table: which rows it takes, and what each column's heading says, line by line.

Payrolls put titles and notes above, merge group headings across columns, repeat the heading for every pay slip and
number their columns. The anchor is a row that names people or their numbers and at least one thing more.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anxin.adapters.grids.grid import Box, Grid, letter
from anxin.adapters.sheets.months import said_in
from anxin.adapters.sheets.words import GROUP_WORDS, MONEY_KEYS, meanings, path_meanings, plain

_SEARCH = 80
_DEPTH = 4
_DAYS = 10
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?%?")
_COLUMN_NUMBER = re.compile(r"[\[(（]?(?:[\dA-Z]{1,2}|[\dA-Z]{1,2}=[\dA-Z+\-*/×()（）.%]+|第?\d+[列栏])[\])）]?")
TITLE = re.compile(r"(?:表|单|册|条|清单|明细|统计|汇总|报表|台账|一览|payroll|slip)(?:[(（].*[)）])?$", re.IGNORECASE)
_PEOPLE = re.compile(r"(?:人员|员工|基本|个人|职工|工人)(?:信息|情况|资料)")
_MONEY = MONEY_KEYS - {"day_rate"}
_PAY = frozenset({"due", "paid"})
_ANCHORS = frozenset({"name", "id_number", "bank_account", "employee_no"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading block: its rows counted from 0, each column's lines from top to bottom, and which tops are shared."""

    top: int
    bottom: int
    paths: tuple[tuple[str, ...], ...]
    shared: tuple[bool, ...]
    lines: tuple[tuple[str, ...], ...]

    def label(self, column: int) -> str:
        """The heading of a column in one line."""
        return "/".join(self.paths[column]) if column < len(self.paths) else ""

    def labels(self) -> dict[str, str]:
        """Every column's heading by its letter."""
        return {letter(number): self.label(number) for number in range(len(self.paths)) if self.paths[number]}

    def meanings(self, column: int) -> tuple[tuple[str, int], ...]:
        """What a column may mean."""
        return path_meanings(self.paths[column], shared=self.shared[column])


def signature(heading: Heading | None, grid: Grid) -> str:
    """The key under which a clerk's mapping is remembered: the headings in their columns, whatever stands above them.

    Without a heading, the words of the first rows stand in, numbers left out so that another month looks the same.
    """
    if heading is not None:
        told = "|".join(f"{key}:{plain(label)}" for key, label in heading.labels().items())
    else:
        told = "|".join(re.sub(r"[\d.]+", "", cell) for line in grid.head(10) for cell in line)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def find(grid: Grid, start: int = 0) -> Heading | None:
    """The first heading block at or below a row; None when no row names people and something about them.

    A row that also names money is preferred; a form's head (姓名 …… 部门 ……) above it is passed by.
    """
    lines = grid.head(_SEARCH, start)
    strengths = [strength(line) for line in lines]
    paying = [
        n for n, line in enumerate(lines) if strengths[n] and any(_MONEY & {k for k, _ in meanings(c)} for c in line)
    ]
    anchors = paying or [number for number, now in enumerate(strengths) if now]
    if not anchors:
        strengths = [strength(line, _PAY) for line in lines]
        anchors = [number for number, now in enumerate(strengths) if now]
    if not anchors:
        return None
    near = [number for number in anchors if number - anchors[0] < _DEPTH]
    anchor = max(near, key=lambda number: (strengths[number], -number))
    return block(grid, *_extent(grid, lines, anchor, start))


def strength(line: Sequence[str], among: frozenset[str] = _ANCHORS) -> int:
    """How many known headings a row holds; 0 unless it names people (or what else is asked), or when it is numbers."""
    told = _without_days([cell for cell in line if cell])
    if sum(bool(_NUMBER.fullmatch(cell)) for cell in told) * 3 > len(told):
        return 0
    found = [key for cell in told if len(cell) <= 40 for key, _ in meanings(cell)[:1]]
    if not among & set(found) or len(set(found)) < 2:
        return 0
    return len(set(found))


def _without_days(told: Sequence[str]) -> list[str]:
    """The cells without a run of day numbers (1 2 3 … 31), as stand over an attendance sheet."""
    days = [cell for cell in told if cell.isdecimal()]
    run = [str(number) for number in range(int(days[0]), int(days[0]) + len(days))] if len(days) >= _DAYS else []
    return [cell for cell in told if not (days == run and cell.isdecimal())]


def _extent(grid: Grid, lines: Sequence[Sequence[str]], anchor: int, start: int) -> tuple[int, int]:
    names = [c for c, cell in enumerate(lines[anchor]) if any(key in _ANCHORS for key, _ in meanings(cell))]
    top = bottom = anchor
    while top > 0 and anchor - top < _DEPTH - 1 and _is_group_row(grid, lines, top - 1, start, names):
        top -= 1
    while bottom + 1 < len(lines) and bottom - anchor < _DEPTH - 1 and _continues(grid, lines, bottom, start, names):
        bottom += 1
    return start + top, start + bottom


def _is_group_row(grid: Grid, lines: Sequence[Sequence[str]], row: int, start: int, names: Sequence[int]) -> bool:
    """Whether the row above the anchor groups its columns (应发项目 | 扣款), rather than being a title or a note."""
    told = [(c, cell) for c, cell in enumerate(lines[row]) if cell]
    if not told or any(len(cell) > 14 or ":" in cell or "：" in cell for _, cell in told):
        return False
    if len(told) == 1 and names and told[0][0] <= min(names):
        return False
    months = [cell for _, cell in told if said_in(cell).full or said_in(cell).half]
    if len(months) >= 2:
        return True
    if months or any(TITLE.search(plain(cell)) for _, cell in told):
        return False
    spread = {c: _across(grid.merged, start + row, c) for c, _ in told}
    for c, cell in told:
        if spread[c] > 1 and any(c <= name < c + spread[c] for name in names) and not _PEOPLE.search(cell):
            return False
    known = [cell for _, cell in told if GROUP_WORDS.search(cell) or meanings(cell) or _PEOPLE.search(cell)]
    return len(known) * 2 >= len(told) and (len(told) > 1 or not grid.merged or max(spread.values()) > 1)


def _across(merged: Sequence[Box], row: int, column: int) -> int:
    for top, left, bottom, right in merged:
        if top <= row <= bottom and left <= column <= right:
            return right - left + 1
    return 1


def _continues(grid: Grid, lines: Sequence[Sequence[str]], row: int, start: int, names: Sequence[int]) -> bool:
    """Whether the row below still belongs to the heading: sub-headings, units, a second language, column numbers."""
    below = lines[row + 1]
    told = [(c, cell) for c, cell in enumerate(below) if cell]
    if not told:
        return False
    if len(told) >= 3 and all(_COLUMN_NUMBER.fullmatch(cell) for _, cell in told):
        return _counts_up([cell for _, cell in told])
    if any(top <= start + row and bottom > start + row for top, _, bottom, _ in _merges_at(grid, start + row, names)):
        return True
    if sum(bool(meanings(cell)) for _, cell in told) * 5 >= len(told) * 3 and len(told) > 2:
        return not _repeats(lines[row], below)
    if any(below[name] for name in names if name < len(below)) or any(_NUMBER.fullmatch(cell) for _, cell in told):
        return False
    return all(not lines[row][c] or _across(grid.merged, start + row, c) > 1 or _UNIT.fullmatch(t) for c, t in told)


_UNIT = re.compile(r"[(（\[]?(?:元|天|小时|个|元/天|元/月|人民币元|人民币|日)[)）\]]?")


def _merges_at(grid: Grid, row: int, names: Sequence[int]) -> list[Box]:
    return [box for box in grid.merged if box[0] <= row <= box[2] and any(box[1] <= name <= box[3] for name in names)]


def _repeats(line: Sequence[str], other: Sequence[str]) -> bool:
    same = sum(a == b for a, b in zip(line, other, strict=True) if b)
    return same * 2 >= sum(bool(cell) for cell in other)


def _counts_up(cells: Sequence[str]) -> bool:
    """Whether the cells number the columns: 1 2 3 …, A B C …, or 栏次 with sums."""
    numbers = [int(found[0]) for cell in cells if (found := re.match(r"\d+", cell.lstrip("[(（第")))]
    if len(numbers) * 2 > len(cells):
        return all(0 <= b - a <= 3 for a, b in itertools.pairwise(numbers)) and numbers[0] <= 3
    return [cell[:1] for cell in cells[:3]] == ["A", "B", "C"]


def block(grid: Grid, top: int, bottom: int) -> Heading:
    """The heading that fills the given rows, merged cells spread over what they cover."""
    lines = [list(line) for line in grid.head(bottom - top + 1, top)]
    width = grid.width
    spread = [list(line) for line in lines]
    for first, left, last, right in grid.merged:
        if top <= first <= bottom:
            for row in range(first, min(last, bottom) + 1):
                for column in range(left, min(right, width - 1) + 1):
                    spread[row - top][column] = lines[first - top][left]
    if not any(top <= box[0] <= bottom and box[3] > box[1] for box in grid.merged):
        _fill_groups(spread)
    paths = tuple(_path([line[column] for line in spread]) for column in range(width))
    shared = tuple(_is_shared(paths, column) for column in range(width))
    return Heading(top, bottom, paths, shared, tuple(tuple(line) for line in lines))


def _fill_groups(lines: list[list[str]]) -> None:
    """In files without merges (CSV), a group heading reaches right while sub-headings stand below empty cells."""
    for upper, lower in itertools.pairwise(lines):
        group = ""
        for column, cell in enumerate(upper):
            below = lower[column]
            if cell:
                group = cell if below and not _NUMBER.fullmatch(below) else ""
            elif group and below:
                upper[column] = group
            else:
                group = ""


def _path(cells: Sequence[str]) -> tuple[str, ...]:
    parts: list[str] = []
    for cell in cells:
        bare = re.sub(r"\s+", " ", cell).strip()
        if bare and not _COLUMN_NUMBER.fullmatch(bare) and not _UNIT.fullmatch(bare) and bare not in parts[-1:]:
            parts.append(bare)
    return tuple(parts)


def _is_shared(paths: Sequence[tuple[str, ...]], column: int) -> bool:
    path = paths[column]
    if len(path) < 2:
        return False
    beside = [paths[other] for other in (column - 1, column + 1) if 0 <= other < len(paths)]
    return any(other[:1] == path[:1] for other in beside)


def repeats_of(heading: Heading) -> Mapping[int, tuple[tuple[int, str], ...]]:
    """The told cells of each heading line, by which a repeated heading is known further down."""
    return {
        number: tuple((column, cell) for column, cell in enumerate(line) if cell)
        for number, line in enumerate(heading.lines)
    }


def until_another(grid: Grid, heading: Heading, count: int) -> int:
    """How many of the rows below a heading, at most `count`, come before a heading of another layout."""
    for number, line in enumerate(grid.head(count, heading.bottom + 1)):
        if strength(line) >= 3 and not any(_repeats(own, line) for own in heading.lines):
            return number
    return count


def is_foreign(line: Sequence[str]) -> bool:
    """Whether a row below the persons heads some other small table (部门 人数 金额): words only, two of them headings."""
    told = [cell for cell in line if cell]
    if any(_NUMBER.fullmatch(cell) for cell in told):
        return False
    return len(told) >= 2 and sum(bool(meanings(cell)) or cell in _OTHER for cell in told) >= 2


_OTHER = frozenset({"人数", "序号", "项目", "类别", "笔数", "日期", "数量", "单价"})
