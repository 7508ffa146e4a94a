"""Deciding which column is which: wording first, then what stands in the cells, then whether the sums come out.

应发 (due) and 实发 (paid) decide whether a sheet is a payroll at all. Where two columns could be the same thing and
neither wording nor arithmetic tells them apart, neither is taken and the doubt is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from anxin.adapters.grids.cells import Amounts, all_negative, amounts, matches, told, turned
from anxin.adapters.grids.grid import Grid, cell, letter
from anxin.adapters.sheets import header
from anxin.adapters.sheets.header import Heading
from anxin.adapters.sheets.months import said_in
from anxin.adapters.sheets.words import KEYS, MONEY_KEYS, OTHER_UNIT, plain
from anxin.analytics.readings import Doubt

_SAMPLE = 200
_CENT = 1
_FIGURE = r"^[\s￥¥(（+\-－—/]*[\d０-９]*[\d０-９.,，．\s]*[元)）eE+\d\s]*$"
_YUAN = 100


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a sheet: the column of each thing, within one band, and for one month when columns name months."""

    columns: Mapping[str, int]
    month_said: tuple[int, ...] = ()
    half_said: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class _Sheet:
    """What is asked of a sheet again and again while deciding: its heading and its first rows as amounts."""

    grid: Grid
    heading: Heading
    texts: tuple[object, ...]
    limit: int
    _amounts: dict[int, Amounts] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return self.heading.bottom + 1

    def sample(self, column: int) -> Amounts:
        """The amounts of the first rows of a column."""
        if column not in self._amounts:
            self._amounts[column] = amounts(self._part(column))
        return self._amounts[column]

    def _part(self, column: int) -> object:
        return self.texts[column].slice(self.first, self.limit)  # type: ignore[attr-defined]

    def numeric_share(self, column: int) -> float:
        """Which share of the told cells are amounts; 1 when nothing is told."""
        said = told(self._part(column)).sum()
        return float(self.sample(column).known.sum() / said) if said else 1.0

    def figure_share(self, column: int) -> float:
        """Which share of the told cells look like figures, certain or not; 1 when nothing is told."""
        part = self._part(column)
        said = told(part)
        return float(matches(part, _FIGURE).sum() / said.sum()) if said.any() else 1.0

    def said(self, column: int) -> int:
        """How many of the first rows say anything in this column."""
        return int(told(self._part(column)).sum())

    def wordy_share(self, column: int) -> float:
        """Which share of the told cells are words rather than bare numbers."""
        part = self._part(column)
        said = told(part)
        return 1 - float(matches(part, r"^[\d.,\s]+$").sum() / said.sum()) if said.any() else 1.0


def choose(grid: Grid, heading: Heading, texts: tuple[object, ...]) -> list[View]:
    """The readings of a sheet: one as a rule, several for tables or months side by side."""
    sheet = _Sheet(grid, heading, texts, header.until_another(grid, heading, _SAMPLE))
    views: list[View] = []
    for first, last in _bands(heading):
        found = _candidates(heading, first, last)
        months = _month_groups(heading, found)
        if len(months) > 1:
            views.extend(_of_month(sheet, found, months, month) for month in months)
        else:
            views.append(_view(sheet, found))
    return views


Found = dict[str, list[tuple[int, int]]]


def _candidates(heading: Heading, first: int, last: int) -> Found:
    """For every key its candidate columns with scores, best first."""
    found: Found = {}
    for column in range(first, last):
        for key, score in heading.meanings(column):
            found.setdefault(key, []).append((score, column))
    for pairs in found.values():
        pairs.sort(key=lambda pair: (-pair[0], pair[1]))
    return found


def _bands(heading: Heading) -> list[tuple[int, int]]:
    """Tables standing side by side: the same headings again to the right, each with its own names."""
    width = len(heading.paths)
    names = [c for c in range(width) if dict(heading.meanings(c)).get("name") == 100]
    alike = [c for c in names if plain(heading.label(c)) == plain(heading.label(names[0]))] if names else []
    if len(alike) < 2:
        return [(0, width)]
    step, lead = alike[1] - alike[0], alike[0]
    while lead > 0 and plain(heading.label(lead - 1)) == plain(heading.label(lead - 1 + step)) != "":
        lead -= 1
    starts = [column - (alike[0] - lead) for column in alike]
    ends = [*starts[1:], width]
    bands = list(zip([0, *starts[1:]], ends, strict=True))
    paying = [band for band in bands if {"due", "paid", "total"} & set(_candidates(heading, *band))]
    return bands if len(paying) == len(bands) else [(0, width)]


Months = dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]]


def _month_groups(heading: Heading, found: Found) -> Months:
    """Columns of due and paid by the month their heading names, when headings name months."""
    groups: Months = {}
    for key in ("due", "paid"):
        for _, column in found.get(key, ()):
            said = said_in(heading.label(column))
            if said.full or said.half:
                groups.setdefault((said.full, said.half), []).append(column)
    return groups


def _of_month(sheet: _Sheet, found: Found, months: Months, month: tuple[tuple[int, ...], tuple[int, ...]]) -> View:
    def fits(column: int) -> bool:
        said = said_in(sheet.heading.label(column))
        return (said.full, said.half) in (month, ((), ()))

    own = {key: [pair for pair in pairs if fits(pair[1])] for key, pairs in found.items()}
    for key in ("due", "paid"):
        own[key] = [pair for pair in own.get(key, []) if pair[1] in months[month]]
    view = _view(sheet, {key: pairs for key, pairs in own.items() if pairs})
    return View(view.columns, month[0], month[1], view.doubts)


def _told_apart(sheet: _Sheet, found: Found, taken: Mapping[str, int]) -> Found:
    """Where several columns are worded alike, the one pair of due and paid between which the deductions lie, if one does."""
    best = {key: _best(sheet, key, found.get(key, [])) for key in ("due", "paid")}
    if not all(best.values()) or max(map(len, best.values())) < 2 or not deduction_columns(taken):
        return found
    pairs = [
        (due, paid)
        for due in best["due"]
        for paid in best["paid"]
        if balance_share(*_balance(sheet, due, {**taken, "paid": paid})) >= 0.8
    ]
    if len(pairs) != 1:
        return found
    chosen = dict(zip(("due", "paid"), pairs[0], strict=True))
    return {**found, **{key: [(found[key][0][0], column)] for key, column in chosen.items()}}


def _best(sheet: _Sheet, key: str, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The columns of the best wording whose cells look like amounts; of those only the ones that say something."""
    fitting = [pair for pair in pairs if _contents_fit(sheet, key, pair[1]) and sheet.said(pair[1])]
    return [column for score, column in fitting if score == fitting[0][0]]


_WORDY = frozenset({"name", "post", "employer_name", "bank_name"})


def _view(sheet: _Sheet, found: Found) -> View:
    doubts: list[Doubt] = []
    taken: dict[str, int] = {}
    for key in KEYS:
        if key not in ("due", "paid") and found.get(key):
            column = _simple_pick(sheet, key, found[key], doubts)
            if column is not None and column not in taken.values():
                taken[key] = column
    found = _told_apart(sheet, found, taken)
    paid = _money_pick(sheet, "paid", found.get("paid", []), doubts)
    if paid is not None:
        taken["paid"] = paid
    due = _money_pick(sheet, "due", found.get("due", []), doubts)
    if due is None and not found.get("due"):
        due = _due_by_sum(sheet, found.get("total", []), taken, doubts)
    if due is not None:
        taken["due"] = due
    return View(taken, doubts=tuple(doubts))


def _simple_pick(sheet: _Sheet, key: str, pairs: Sequence[tuple[int, int]], doubts: list[Doubt]) -> int | None:
    """The best-worded column whose cells do not speak against it; of equals, the one that says most."""
    fitting = [(score, sheet.said(c) > 0, -c) for score, c in pairs if _contents_fit(sheet, key, c)]
    if fitting:
        return -max(fitting)[2]
    column = pairs[0][1]
    label = sheet.heading.label(column)
    unit = OTHER_UNIT.search(label)
    unlike = f"金额以{unit[0]}为单位" if unit else "内容却不像"
    what = f"表头是「{label}」，{unlike}，没有采用，请确认"
    doubts.append(Doubt(cell(sheet.heading.bottom, column), what, "column-contents"))
    return None


def _contents_fit(sheet: _Sheet, key: str, column: int) -> bool:
    if key in MONEY_KEYS:
        return sheet.figure_share(column) >= 0.5 and not OTHER_UNIT.search(sheet.heading.label(column))
    if key in _WORDY:
        return sheet.wordy_share(column) >= 0.5
    return True


def _money_pick(sheet: _Sheet, key: str, pairs: Sequence[tuple[int, int]], doubts: list[Doubt]) -> int | None:
    fitting = [pair for pair in pairs if _contents_fit(sheet, key, pair[1])]
    if not fitting:
        if pairs:
            _simple_pick(sheet, key, pairs, doubts)
        return None
    best = [column for score, column in fitting if score == fitting[0][0]]
    column = best[0] if len(best) == 1 else _among(sheet, key, best, doubts)
    if column is not None and fitting[0][0] < 95:
        word = "应发" if key == "due" else "实发"
        what = f"没有「{word}」字样的列，按「{sheet.heading.label(column)}」读作{word}，请确认"
        doubts.append(Doubt(cell(sheet.heading.bottom, column), what, f"{key}-wording"))
    return column


_WHOLE = re.compile(r"合计|总|小计|共计")


def _among(sheet: _Sheet, key: str, columns: Sequence[int], doubts: list[Doubt]) -> int | None:
    """Of columns worded alike: any when they hold the same figures, else the one called 合计."""
    told_ones = [column for column in columns if sheet.said(column)] or list(columns)
    if len(told_ones) == 1 or all(_same(sheet, told_ones[0], other) for other in told_ones[1:]):
        return told_ones[0]
    whole = [column for column in told_ones if _WHOLE.search(sheet.heading.label(column))]
    if len(whole) == 1:
        return whole[0]
    listed = "、".join(f"{letter(column)} 列「{sheet.heading.label(column)}」" for column in told_ones)
    word = "应发" if key == "due" else "实发"
    what = f"有几列都像{word}：{listed}，不能确定是哪一列，请指定"
    doubts.append(Doubt(cell(sheet.heading.bottom, told_ones[0]), what, f"{key}-ambiguous"))
    return None


def _same(sheet: _Sheet, one: int, other: int) -> bool:
    a, b = sheet.sample(one), sheet.sample(other)
    return bool((a.known == b.known).all() and (a.fen == b.fen).all())


def _balance(sheet: _Sheet, due: int, taken: Mapping[str, int]) -> tuple[Amounts, list[Amounts], Amounts]:
    deducted = [sheet.sample(column) for column in deduction_columns(taken)]
    deducted = [turned(one) if all_negative(one) else one for one in deducted]
    return sheet.sample(due), deducted, sheet.sample(taken["paid"])


def deduction_columns(taken: Mapping[str, int]) -> list[int]:
    """The columns that lie between due and paid: the total of deductions, else its usual parts."""
    if "deductions" in taken:
        return [taken["deductions"]]
    parts = ("insurance", "pension", "medical", "unemployment", "housing_fund", "tax")
    keys = [key for key in parts if key in taken and not (key in parts[1:4] and "insurance" in taken)]
    return [taken[key] for key in keys]


def balances(due: Amounts, deducted: Sequence[Amounts], paid: Amounts) -> npt.NDArray[np.bool_]:
    """Whether due less deductions is paid, row by row, to the yuan (payrolls round)."""
    gap = due.fen - sum((one.fen for one in deducted), np.zeros(len(due.fen), np.int64)) - paid.fen
    close: npt.NDArray[np.bool_] = np.abs(gap) <= _YUAN
    return close


def balance_share(due: Amounts, deducted: Sequence[Amounts], paid: Amounts) -> float:
    """Which share of the rows with both amounts balance."""
    both = due.known & paid.known & (due.fen != 0)
    return float(balances(due, deducted, paid)[both].mean()) if both.any() else 0.0


def _due_by_sum(
    sheet: _Sheet, pairs: Sequence[tuple[int, int]], taken: Mapping[str, int], doubts: list[Doubt]
) -> int | None:
    """A column that only says 合计 or 工资 is due when its figures prove it: a sum, a product, or what paid leaves."""
    proven = [c for _, c in pairs if c not in taken.values() and _proven(sheet, c, taken)]
    if len(proven) > 1 and "paid" in taken:
        proven = [c for c in proven if any(_leaves(sheet, c, other, taken["paid"]) for other in proven)]
    if len(proven) != 1:
        return None
    column = proven[0]
    what = f"「{sheet.heading.label(column)}」经计算等于各项之和，读作应发，请确认"
    doubts.append(Doubt(cell(sheet.heading.bottom, column), what, "due-by-sum"))
    return column


def _leaves(sheet: _Sheet, due: int, deducted: int, paid: int) -> bool:
    """Whether one sum less the other is what was paid, as where both are headed 合计."""
    return balance_share(sheet.sample(due), [sheet.sample(deducted)], sheet.sample(paid)) >= 0.9


def _proven(sheet: _Sheet, column: int, taken: Mapping[str, int]) -> bool:
    total = sheet.sample(column)
    rows = total.known & (total.fen != 0)
    if not rows.any():
        return False
    if "day_rate" in taken and "attendance_days" in taken:
        days = sheet.sample(taken["attendance_days"]).fen / 100
        product = sheet.sample(taken["day_rate"]).fen * days
        if (np.abs(product - total.fen)[rows] <= _YUAN).mean() >= 0.9:
            return True
    if "paid" in taken and deduction_columns(taken) and balance_share(*_balance(sheet, column, taken)) >= 0.9:
        return True
    return _is_sum(sheet, column, total, rows)


def _is_sum(sheet: _Sheet, column: int, total: Amounts, rows: npt.NDArray[np.bool_]) -> bool:
    """Whether the column is the sum of two or more columns that stand together to its left."""
    running = np.zeros(len(total.fen), np.int64)
    for count, left in enumerate(range(column - 1, -1, -1), start=1):
        part = sheet.sample(left)
        if said_in(sheet.heading.label(left)).half or said_in(sheet.heading.label(left)).full:
            return False
        if sheet.numeric_share(left) < 0.9 or not part.known.any():
            return False
        running = running + part.fen
        if count >= 2 and (np.abs(running - total.fen)[rows] <= _CENT).mean() >= 0.9:
            return True
    return False
