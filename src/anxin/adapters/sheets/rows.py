"""Telling persons from all other rows: titles, repeated headings, totals, notes, blank lines of a form.

Rows are sorted by whole columns; only the few that are neither clearly persons nor clearly empty are looked at singly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from anxin.adapters.grids.cells import Amounts, Bools, matches, tidy_numbers, told, valid_ids
from anxin.adapters.grids.grid import cell, letter
from anxin.adapters.sheets import header
from anxin.adapters.sheets.disguised import sums_of_all_above
from anxin.adapters.sheets.header import Heading
from anxin.adapters.sheets.labels import AVERAGE, COMPARED, LABELS, NO_NAME, NOTE, TOTAL
from anxin.adapters.sheets.months import said_in
from anxin.adapters.sheets.words import MONEY_KEYS, plain
from anxin.analytics.arrays import column_of
from anxin.analytics.readings import Doubt, Skipped, Why
from anxin.kernel.money import yuan

_UNIT_OF_WORK = re.compile(r"(?:部|部门|组|班|队|科|室|车间|公司|店|厂|处|人员|中心|项目|工程|工地|标段|类|线)$")
_PERSON = re.compile(r"[\u3400-\u9fff·•.]{2,12}|[A-Za-z][A-Za-z .'\-]{1,40}")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LOOK_LIMIT = 50_000


@dataclass(slots=True)
class Sorted:
    """The outcome: which rows are persons (counted from 0 within the part), why others are not, and where to stop."""

    persons: npt.NDArray[np.int64]
    skipped: list[Skipped]
    doubts: list[Doubt]
    stop: int
    month_titles: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a sheet below a heading, with the columns found; `first` is the sheet row of the part's row 0."""

    heading: Heading
    first: int
    texts: tuple[pa.Array, ...]
    columns: Mapping[str, int]
    money: Mapping[str, Amounts]

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.texts[0]) if self.texts else 0

    def of(self, key: str) -> pa.Array:
        """The trimmed texts of a thing's column; nothing in every row when there is no such column."""
        return self.texts[self.columns[key]] if key in self.columns else pa.nulls(self.size, pa.string())

    def line(self, row: int) -> list[str]:
        """The texts of one row."""
        return [column[row].as_py() or "" for column in self.texts]


def sort(part: Part) -> Sorted:
    """Every row of the part as person or not, with the reason."""
    empty = ~np.logical_or.reduce([told(column) for column in part.texts])
    headers = _repeated_headings(part) & ~empty
    named = _person_named(part)
    totals = _labelled_totals(part, named) & ~empty & ~headers
    paid = _has_money(part)
    known = _identified(part)
    sure = _surely_somebody(part, named)
    totals &= ~sure
    named |= sure
    persons = named & (paid | known) & ~empty & ~headers & ~totals
    persons |= known & ~empty & ~headers & ~totals
    disguised = sums_of_all_above(part.texts, part.money, persons & ~known, persons, totals)
    persons[disguised.certain], totals[disguised.certain] = False, True
    rest = np.flatnonzero(~persons & ~empty & ~headers & ~totals)
    outcome = Sorted(np.zeros(0, np.int64), [], [], part.size)
    if len(rest) <= _LOOK_LIMIT:
        _look(part, rest, _Flags(persons, totals, paid, named, matches(part.of("name"), COMPARED)), outcome)
    else:
        outcome.doubts.append(Doubt(f"{part.first + 1}行起", f"有 {len(rest)} 行认不出是谁，请检查列的对应", "unnamed"))
        outcome.skipped += [Skipped(part.first + row + 1, Why.UNNAMED) for row in rest.tolist()]
    for flags, why in ((empty, Why.EMPTY), (headers, Why.HEADER), (totals, Why.TOTAL)):
        rows = np.flatnonzero(flags[: outcome.stop]).tolist()
        outcome.skipped += [Skipped(part.first + row + 1, why) for row in rows]
    outcome.skipped = sorted({one.row: one for one in outcome.skipped}.values(), key=lambda one: one.row)
    outcome.persons = np.flatnonzero(persons[: outcome.stop])
    outcome.doubts += [_like_a_total(part, row) for row in disguised.possible if row < outcome.stop]
    outcome.doubts += _check_totals(part, persons, totals, outcome.stop, proven=disguised.certain)
    return outcome


def _like_a_total(part: Part, row: int) -> Doubt:
    where = cell(part.first + row, part.columns.get("name", 0))
    return Doubt(where, "金额正好等于上面各人之和，可能是合计行，暂按人员读入，请确认", "like-a-total")


def _repeated_headings(part: Part) -> Bools:
    result = np.zeros(part.size, bool)
    for cells in header.repeats_of(part.heading).values():
        if len(cells) < 2:
            continue
        same = np.zeros(part.size, np.int64)
        for column, text in cells:
            same += pc.fill_null(pc.equal(part.texts[column], text), False).to_numpy(zero_copy_only=False)  # noqa: FBT003
        result |= same * 5 >= max(2 * 5, len(cells) * 3)
    return result


def _first_money(part: Part) -> int:
    money = [column for key, column in part.columns.items() if key in MONEY_KEYS]
    return min(money, default=len(part.texts))


def _labelled_totals(part: Part, named: Bools) -> Bools:
    """Rows that call themselves a total in a column left of the money or in a naming column."""
    naming = {
        part.columns[key] for key in ("name", "department", "post", "employee_no", "remark") if key in part.columns
    }
    labelled = np.zeros(part.size, bool)
    rest = np.flatnonzero(~named)
    index = column_of(rest, pa.int64())
    for column in {*range(min(_first_money(part), len(part.texts))), *naming}:
        labelled[rest] |= matches(part.texts[column].take(index), TOTAL)
    return labelled


def _person_named(part: Part) -> Bools:
    """Whether the name column holds what can be a person's name."""
    names = part.of("name")
    labels = np.asarray(pc.is_in(names, value_set=pa.array(LABELS)).to_numpy(zero_copy_only=False), dtype=bool)
    named: Bools = told(names) & ~matches(names, NO_NAME) & ~labels
    return named


def _identified(part: Part) -> Bools:
    numbers = matches(part.of("id_number"), r"[0-9]{6,}|[0-9]\.[0-9]+E")
    return numbers | matches(part.of("bank_account"), r"^[0-9\s\-']{12,}$")


def _surely_somebody(part: Part, named: Bools) -> Bools:
    """A short name beside a valid identity number is a person, even one whose name ends in 合计."""
    sure = np.zeros(part.size, bool)
    rest = np.flatnonzero(~named)
    if "id_number" not in part.columns or not len(rest):
        return sure
    index = column_of(rest, pa.int64())
    names, numbers = part.of("name").take(index), part.of("id_number").take(index)
    sure[rest] = matches(names, NO_NAME) & matches(names, r"^.{2,4}$") & valid_ids(tidy_numbers(numbers))
    return sure


def _has_money(part: Part) -> Bools:
    result = np.zeros(part.size, bool)
    for key, one in part.money.items():
        result |= one.known & (one.fen != 0)
        for row in one.bad:
            result[row] = result[row] or not _CJK.search(part.texts[part.columns[key]][row].as_py())
    return result


@dataclass(frozen=True, slots=True)
class _Flags:
    persons: Bools
    totals: Bools
    paid: Bools
    named: Bools
    compared: Bools

    def is_below_the_total(self, row: int) -> bool:
        """Whether a total stands above and nobody who is paid stands below it: there the signatures are."""
        totals = np.flatnonzero(self.totals[:row])
        return bool(len(totals)) and not (self.persons & self.paid)[totals[-1] :].any()


def _look(part: Part, rest: npt.NDArray[np.int64], flags: _Flags, outcome: Sorted) -> None:
    """The rows that columns alone do not settle, one by one, until a heading of another layout begins."""
    sums, passed = _Sums(part, flags.persons), 0
    for row in rest.tolist():
        line = part.line(row)
        if row < passed:
            continue
        if header.strength(line) >= 3:
            outcome.stop = row
            return
        if header.is_foreign(line):
            passed = _pass_foreign(part, row, flags, outcome)
        else:
            _settle(part, row, line, flags, sums, outcome)


def _settle(part: Part, row: int, line: Sequence[str], flags: _Flags, sums: _Sums, outcome: Sorted) -> None:  # noqa: PLR0917
    """One row: a person without pay, an unlabelled total, an amount without a name, or a line of words."""
    if flags.named[row] and _is_unpaid_person(part, row, line):
        if flags.is_below_the_total(row):
            _below_total(part, row, outcome)
        else:
            flags.persons[row] = True
    elif flags.paid[row] and sums.is_total(row):
        flags.totals[row] = True
    elif flags.paid[row] and not flags.named[row] and not flags.compared[row]:
        _unnamed(part, row, outcome)
    else:
        why = _why(line)
        outcome.skipped.append(Skipped(part.first + row + 1, why))
        if why == Why.TITLE:
            outcome.month_titles.append((row, " ".join(filter(None, line))))


def _pass_foreign(part: Part, row: int, flags: _Flags, outcome: Sorted) -> int:
    """Leaves out another small table below the persons, down to the next blank row; returns where to go on."""
    end = row
    while end < part.size and any(part.line(end)):
        flags.persons[end] = flags.totals[end] = False
        outcome.skipped.append(Skipped(part.first + end + 1, Why.HEADER if end == row else Why.NOTE))
        end += 1
    what = "这里起是另一张小表，不是人员，没有读入，请确认"
    outcome.doubts.append(Doubt(f"第{part.first + row + 1}行", what, "other-table"))
    return end


def _is_unpaid_person(part: Part, row: int, line: Sequence[str]) -> bool:
    """A name with no amount beside it: a person, unless the row is a department's heading or a signature line."""
    name = part.of("name")[row].as_py()
    said = [text for text in line if text]
    if any(NOTE.search(text) and ("：" in text or ":" in text or len(said) <= 6) for text in said if text != name):
        return False
    return (
        bool(_PERSON.fullmatch(name))
        and (len(said) > 1 or not _UNIT_OF_WORK.search(name))
        and not (len(said) == 1 and len(name) > 4)
    )


def _below_total(part: Part, row: int, outcome: Sorted) -> None:
    outcome.skipped.append(Skipped(part.first + row + 1, Why.NOTE))
    what = f"合计行以下只有「{part.of('name')[row].as_py()}」而没有金额，没有作为人员读入，请确认"
    outcome.doubts.append(Doubt(cell(part.first + row, part.columns["name"]), what, "below-total"))


def _unnamed(part: Part, row: int, outcome: Sorted) -> None:
    outcome.skipped.append(Skipped(part.first + row + 1, Why.UNNAMED))
    where = cell(part.first + row, part.columns["name"]) if "name" in part.columns else f"第{part.first + row + 1}行"
    told_name = part.of("name")[row].as_py()
    what = f"姓名栏写的是「{told_name}」，不像人名" if told_name else "有金额但没有姓名"
    outcome.doubts.append(Doubt(where, f"{what}，也不等于上面各行之和，没有作为人员读入，请补上姓名", "unnamed"))


def _why(line: Sequence[str]) -> Why:
    said = [text for text in line if text]
    words = [text for text in said if not re.fullmatch(r"[\d.,%\-\s]+", text)]
    if not words:
        return Why.EMPTY
    joined = " ".join(words)
    if NOTE.search(joined) or any("：" in text or ":" in text for text in words):
        month = said_in(joined)
        return Why.TITLE if (month.full and header.TITLE.search(plain(words[0]))) else Why.NOTE
    heads = len(words) <= 2 and len(words[0]) <= 16 and not re.match(r"\d+\s*[、.．)）]", words[0])
    return Why.TITLE if heads or said_in(joined).full else Why.NOTE


class _Sums:
    """Running sums of due and paid over the persons above, to know a total that is not called one."""

    def __init__(self, part: Part, persons: Bools) -> None:
        self._keys = [key for key in ("due", "paid") if key in part.money]
        self._money = part.money
        counted = persons.astype(np.int64)
        self._count = np.cumsum(counted)
        self._sums = {key: np.cumsum(part.money[key].fen * counted) for key in self._keys}
        self._last = -1

    def is_total(self, row: int) -> bool:
        """Whether the row's amounts are the sum of the two or more persons since the last total, or of all above."""
        for start in dict.fromkeys((self._last, -1)):
            if self._count[row] - (self._count[start] if start >= 0 else 0) >= 2 and self._adds_up(row, start):
                self._last = row
                return True
        return False

    def _adds_up(self, row: int, start: int) -> bool:
        told_keys = [key for key in self._keys if self._money[key].known[row]]
        return bool(told_keys) and all(
            abs(self._sums[key][row] - (self._sums[key][start] if start >= 0 else 0) - self._money[key].fen[row]) <= 100
            for key in told_keys
        )


def _check_totals(part: Part, persons: Bools, totals: Bools, stop: int, *, proven: Sequence[int]) -> list[Doubt]:
    """A stated total that is neither the sum since the last total nor of all persons is a doubt: somebody is missing."""
    doubts: list[Doubt] = []
    rows = np.flatnonzero(totals[:stop]).tolist()
    if len(rows) > 2000:
        return doubts
    for key in ("due", "paid"):
        if key not in part.money:
            continue
        money = part.money[key]
        running = np.concatenate([[0], np.cumsum(np.where(persons, money.fen, 0)[:stop])])
        marks = [0]
        for row in rows:
            sums = {int(running[row] - running[mark]) for mark in marks} | {int(running[-1])}
            told = money.known[row] and money.fen[row] and row not in proven
            if told and not any(abs(money.fen[row] - one) <= 100 for one in sums):
                what = f"合计 {yuan(int(money.fen[row]))} 与上面各人之和 {yuan(int(running[row] - running[marks[-1]]))} 不符，请核对是否有遗漏"
                if not AVERAGE.search(" ".join(part.line(row))):
                    doubts.append(Doubt(f"{letter(part.columns[key])}{part.first + row + 1}", what, "total-mismatch"))
            marks = [*marks[-8:], row]
    return doubts
