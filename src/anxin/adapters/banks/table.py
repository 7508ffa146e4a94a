"""A bank file as a table: its sheet, its heading row, and the notes above it that name the account and the date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pyarrow as pa

from anxin.adapters.grids import cells
from anxin.adapters.grids.grid import Grid, letter

_SEARCH = 60
_BRACKETS = re.compile(r"[\[(（【].*?[\])）】]")


@lru_cache(maxsize=16_384)
def plain(label: str) -> str:
    """A heading without spaces, brackets (units, translations) and marks, in lower case.

    >>> plain("收款人账号[ Payee's Account Number ]"), plain("借方发生额（支取）")
    ('收款人账号', '借方发生额')
    """
    narrow = re.sub(r"\s+", "", unicodedata.normalize("NFKC", label)).lower()
    return (_BRACKETS.sub("", narrow) or narrow).strip(":：*_/元")


@dataclass(frozen=True, slots=True)
class BankTable:
    """One sheet of a bank file; `header` is the heading row counted from 0, or -1 when there is none."""

    grid: Grid
    name: str
    header: int
    labels: tuple[str, ...]
    notes: tuple[str, ...]
    texts: tuple[pa.Array, ...]

    @property
    def first(self) -> int:
        """The first row below the heading, counted from 0."""
        return self.header + 1

    @property
    def size(self) -> int:
        """How many rows lie below the heading."""
        return self.grid.rows - self.first

    def column(self, number: int) -> pa.Array:
        """The trimmed texts of a column below the heading."""
        return self.texts[number].slice(self.first)

    def has(self, *wanted: str) -> int:
        """How many of the headings stand in the table."""
        told = set(self.labels)
        return sum(one in told for one in wanted)

    def note(self, *words: str) -> str | None:
        """What stands behind one of these words in the notes above the table (账号：…)."""
        for text in self.notes:
            for word in words:
                found = re.search(rf"{word}(?:\s*[:：]|\s|\s*[\[【])\s*([^\s,，:：\]】;；|]+)", text)
                if found:
                    return found[1]
        return None

    def noted_date(self) -> date | None:
        """The one date that the notes call the day of payment (代发日期、入账日期)."""
        for text in self.notes:
            found = re.search(
                r"(?:代发|发放|入账|交易|付款|处理|记账)(?:日期|时间|日)\s*[:：]?\s*([\d年月日./\-]{8,11})", text
            )
            day = cells.date_of(found[1]) if found else None
            if day:
                return day
        return None

    def where(self, row: int, column: int | None = None) -> str:
        """How a row below the heading, and a cell in it, is called in a fault."""
        place = f"{self.name} 第 {self.first + row + 1} 行"
        return place if column is None else f"{place} {letter(column)} 列"


def tabulate(grid: Grid, name: str, vocabulary: frozenset[str]) -> BankTable:
    """The table of a sheet: the heading is the row among the first with the most known headings."""
    lines = grid.head(_SEARCH)
    scores = [sum(plain(cell) in vocabulary for cell in line if cell) for line in lines]
    best = max(range(len(lines)), key=lambda row: (scores[row], -row), default=-1)
    header = best if best >= 0 and scores[best] >= 3 else -1
    top, header, labels = _two_lines(lines, header, vocabulary) if header >= 0 else (0, -1, ())
    notes = tuple(" ".join(filter(None, line)) for line in lines[: max(top, 0)])
    return BankTable(grid, name, header, labels, notes, tuple(cells.texts(column) for column in grid.columns))


_GROUP = re.compile(r"(?:信息|资料|情况|内容)$")


def _two_lines(
    lines: Sequence[Sequence[str]], best: int, vocabulary: frozenset[str]
) -> tuple[int, int, tuple[str, ...]]:
    """The heading's first and last row and its labels: 对方信息 above 户名 is 对方户名; what stands only above is kept."""
    below = [plain(cell) for cell in lines[best + 1] if cell] if best + 1 < len(lines) else []
    known = sum(word in vocabulary for word in below)
    if below and known >= 2 and known * 2 >= len(below) and not any(re.search(r"\d", word) for word in below):
        best += 1
        top = best - 1
    else:
        top = best - 1 if best and sum(bool(cell) for cell in lines[best - 1]) >= 2 else best
    low = [plain(cell) if cell else "" for cell in lines[best]]
    if top == best:
        return best, best, tuple(low)
    labels, group = [], ""
    for above, word in zip((plain(cell) if cell else "" for cell in lines[top]), low, strict=True):
        group = above or (group if word else "")
        joined = _GROUP.sub("", group) + word
        labels.append(joined if word and joined in vocabulary else word or (above if above in vocabulary else ""))
    heads = labels != low or set(labels) - set(low)
    return (top if heads else best), best, tuple(labels)


def places(labels: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """The columns of every field, in the order in which the field's headings are preferred."""
    found: dict[str, list[int]] = {}
    for field, words in wanted.items():
        columns = [labels.index(word) for word in words if word in labels]
        if columns:
            found[field] = list(dict.fromkeys(columns))
    return found
