"""From sorted rows to the staged table of persons, with every cell that could not be read with certainty named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from anxin.adapters.grids import cells
from anxin.adapters.grids.cells import Amounts, Bools
from anxin.adapters.grids.grid import Grid, Marks, cell, letter
from anxin.adapters.grids.grid import column_of as column_named
from anxin.adapters.sheets.columns import balance_share, balances, deduction_columns
from anxin.adapters.sheets.months import month_of_cell
from anxin.adapters.sheets.rows import Part
from anxin.adapters.sheets.words import MONEY_KEYS
from anxin.analytics.arrays import column_of, mask_of, numbers
from anxin.analytics.readings import STAGED_PAYROLL, Doubt
from anxin.kernel.money import yuan

Rows = npt.NDArray[np.int64]
_MANY = 20


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for every row of a part: the sheet, its month when known, a year for half months, the employer's name."""

    grid: Grid
    month: int | None
    year: int | None
    employer: str | None
    month_titles: tuple[tuple[int, int], ...] = ()


class Staging:
    """Builds the table of one part; `doubts` grows as columns are read."""

    def __init__(self, part: Part, rows: Rows, context: Context) -> None:
        self._part, self._rows, self._context = part, rows, context
        self.doubts: list[Doubt] = []

    def table(self) -> pa.Table:
        """The persons in the schema STAGED_PAYROLL."""
        size = len(self._rows)
        employer = self._text("employer_name")
        if self._context.employer:
            employer = pc.fill_null(employer, self._context.employer)
        columns = {
            "sheet": pa.array([self._context.grid.name]).take(column_of(np.zeros(size), pa.int64())),
            "row": column_of(self._rows + self._part.first + 1, pa.int32()),
            "name": self._names(),
            "id_number": self._id_numbers(),
            "employer_code": self._text("employer_code"),
            "employer_name": employer,
            "month": self._months(),
            "due_cents": self._money("due"),
            "paid_cents": self._money("paid"),
            "bank_account": self._accounts(),
            "phone": self._phones(),
            "pay_date": self._pay_dates(),
            "department": self._text("department"),
            "post": self._text("post"),
            "base_cents": self._money("base"),
            "insurance_cents": self._insurance(),
            "tax_cents": self._money("tax"),
            "attendance_days": cells.counts(self._text("attendance_days")),
            "remark": self._text("remark"),
            "housing_fund_cents": self._money("housing_fund"),
        }
        self._check_money()
        self._check_marks()
        return pa.Table.from_pydict(columns, schema=STAGED_PAYROLL)

    def _text(self, key: str) -> pa.Array:
        if key not in self._part.columns:
            return pa.nulls(len(self._rows), pa.string())
        return cells.taken(self._part.of(key), self._rows)

    def _where(self, position: int, key: str) -> str:
        return cell(self._part.first + int(self._rows[position]), self._part.columns[key])

    def _doubt(self, position: int, key: str, what: str, code: str) -> None:
        self.doubts.append(Doubt(self._where(position, key), what, code))

    def _names(self) -> pa.Array:
        names = cells.unpadded(self._text("name"))
        odd = cells.matches(names, r"^[\d.,\s%]+$")
        for position in np.flatnonzero(~cells.told(names) | odd).tolist():
            if "name" in self._part.columns:
                self._doubt(position, "name", "有证件号或银行账号但没有姓名，请补上姓名", "name-missing")
        for position in np.flatnonzero(cells.matches(names, r"[0-9]{6,}") & ~odd).tolist():
            self._doubt(position, "name", "姓名里有号码，请把姓名和号码分成两列", "name-with-number")
        return pc.if_else(mask_of(odd), None, names) if odd.any() else names

    def _numbers_of(self, key: str) -> pa.Array | None:
        known = self._context.grid.numbers[self._part.columns[key]]
        return None if known is None else cells.taken(known.slice(self._part.first), self._rows)

    def _may_be_numbers(self, key: str) -> Bools:
        """Which cells were numbers or cannot be told from them: as a number 2023.10 reads 2023.1."""
        known = self._numbers_of(key)
        return np.ones(len(self._rows), bool) if known is None else cells.flags_of(known)

    def _id_numbers(self) -> pa.Array:
        if "id_number" not in self._part.columns:
            return self._text("id_number")
        raw = self._text("id_number")
        column = cells.tidy_numbers(raw)
        right = cells.valid_ids(column)
        known = self._numbers_of("id_number")
        spoilt = np.zeros(len(right), bool)
        if known is not None:
            spoilt = cells.mangled(column, known)
        elif not right.all():
            spoilt[~right] = cells.mangled(column.filter(mask_of(~right)), None)
        for position in np.flatnonzero(~right | spoilt).tolist():
            self._doubt_id(position, column[position].as_py(), mangled=bool(spoilt[position]))
        return pc.if_else(mask_of(spoilt), None, column) if spoilt.any() else column

    def _doubt_id(self, position: int, text: str | None, *, mangled: bool) -> None:
        if mangled:
            what = "身份证号被 Excel 当作数字，末几位已丢失，不能采用；请把该列设为文本后重新填写"
            self._doubt(position, "id_number", what, "id-mangled")
        elif text is None:
            self._doubt(position, "id_number", "没有身份证号", "id-missing")
        else:
            self._doubt(position, "id_number", cells.id_fault(text), "id-invalid")

    def _accounts(self) -> pa.Array:
        if "bank_account" not in self._part.columns:
            return self._text("bank_account")
        column = cells.tidy_numbers(self._text("bank_account"))
        spoilt = cells.mangled(column, self._numbers_of("bank_account"))
        for position in np.flatnonzero(spoilt).tolist():
            if cells.luhn(column[position].as_py()) if column[position].as_py().isdigit() else False:
                spoilt[position] = False
                continue
            what = "银行账号被 Excel 当作数字，末几位已丢失，不能采用；请把该列设为文本后重新填写"
            self._doubt(position, "bank_account", what, "account-mangled")
        return pc.if_else(mask_of(spoilt), None, column) if spoilt.any() else column

    def _phones(self) -> pa.Array:
        if "phone" not in self._part.columns:
            return self._text("phone")
        column = cells.tidy_numbers(self._text("phone"))
        odd = cells.told(column) & ~cells.matches(column, r"^(1[3-9][0-9]{9}|0?[0-9]{7,12})$")
        for position in np.flatnonzero(odd).tolist():
            self._doubt(position, "phone", "不像电话号码，请核对", "phone")
        return column

    def _pay_dates(self) -> pa.Array:
        column = self._text("pay_date")
        days = cells.dates(column)
        for position in np.flatnonzero(cells.told(column) & ~cells.told(days)).tolist():
            self._doubt(position, "pay_date", f"「{column[position].as_py()}」不是能确定的日期", "pay-date")
        return days

    def _months(self) -> pa.Array:
        size = len(self._rows)
        fallback = np.zeros(size, np.int64)
        fallback[:] = self._context.month or 0
        for row, month in self._context.month_titles:
            fallback[self._rows > row] = month
        general = column_of(fallback, pa.int32(), fallback != 0)
        if "month" not in self._part.columns:
            return general
        column = self._text("month")
        years = self._text("year")
        if "year" in self._part.columns:
            column = pc.binary_join_element_wise(pc.replace_substring(years, "年", ""), column, "年")
            column = pc.if_else(
                pc.match_substring_regex(column, r"年[0-9]{1,2}$"),
                pc.binary_join_element_wise(column, "月", ""),
                column,
            )
        year = self._context.year
        own = cells.each_distinct(column, lambda text: month_of_cell(text, year), pa.int32())
        cut = cells.matches(column, r"^20[0-9]{2}\.1$") & self._may_be_numbers("month")
        own = pc.if_else(pa.array(cut), None, own)
        for position in np.flatnonzero(cells.told(column) & ~cells.told(own)).tolist():
            self._doubt(position, "month", f"「{column[position].as_py()}」不能确定是哪年哪月", "month")
        return pc.coalesce(own, pc.if_else(column.is_valid(), None, general))

    def _money(self, key: str) -> pa.Array:
        if key not in self._part.money:
            return pa.nulls(len(self._rows), pa.int64())
        return self._part.money[key].array(self._rows)

    def _insurance(self) -> pa.Array:
        if "insurance" in self._part.money:
            return self._money("insurance")
        parts = [key for key in ("pension", "medical", "unemployment") if key in self._part.money]
        if not parts:
            return self._money("insurance")
        known = np.logical_or.reduce([self._part.money[key].known[self._rows] for key in parts])
        fen = sum((self._part.money[key].fen[self._rows] for key in parts), np.zeros(len(self._rows), np.int64))
        bad = {row for key in parts for row in self._part.money[key].bad}
        if bad:
            known &= ~np.isin(self._rows, list(bad))
        return column_of(fen, pa.int64(), known)

    def _check_money(self) -> None:
        persons = np.zeros(self._part.size, bool)
        persons[self._rows] = True
        for key, money in self._part.money.items():
            self._doubt_amounts(key, money, persons)
        self._check_both(persons)

    def _doubt_amounts(self, key: str, money: Amounts, persons: Bools) -> None:
        column, first = self._part.columns[key], self._part.first
        for row in money.bad:
            if persons[row]:
                text = self._part.texts[column][row].as_py()
                self.doubts.append(Doubt(cell(first + row, column), f"「{text}」不是能确定的金额，没有读入", "amount"))
        rounded = [row for row in money.rounded if persons[row]]
        if rounded:
            where = cell(first + rounded[0], column)
            where += f":{cell(first + rounded[-1], column)}" if len(rounded) > 1 else ""
            what = f"{len(rounded)} 个金额带有不足一分的尾数（多为公式结果），已四舍五入到分"
            self.doubts.append(Doubt(where, what, "rounded"))

    def _check_both(self, persons: Bools) -> None:
        part, nothing = self._part, cells.no_amounts(self._part.size)
        due, paid = part.money.get("due", nothing), part.money.get("paid", nothing)
        neither = np.flatnonzero(persons & ~due.known & ~paid.known)
        self._each(neither, "name" if "name" in part.columns else "due", "应发和实发都没有金额，请确认", "no-amount")
        for key, money, word in (("due", due, "应发"), ("paid", paid, "实发")):
            if key in part.money:
                self._each(np.flatnonzero(persons & (money.fen < 0)), key, f"{word}是负数，请核对", f"{key}-negative")
                lone = persons & ~money.known & (due.known | paid.known)
                lone[list(money.bad)] = False
                self._each(np.flatnonzero(lone), key, f"没有{word}金额，请核对", f"{key}-missing")
        if "due" in part.money and "paid" in part.money:
            self._compare(persons & due.known & paid.known, due, paid)

    def _each(self, rows: Rows, key: str, what: str, code: str) -> None:
        column = self._part.columns.get(key, 0)
        self.doubts += [Doubt(cell(self._part.first + row, column), what, code) for row in rows.tolist()]

    def _compare(self, both: Bools, due: Amounts, paid: Amounts) -> None:
        """Pay above due, and rows that do not balance where the others do, are named; they are read as they stand."""
        more = both & (paid.fen > due.fen + 100)
        if more.sum() > max(3, 0.3 * both.sum()):
            where = cell(self._part.heading.bottom, self._part.columns["paid"])
            self.doubts.append(Doubt(where, "多数人实发大于应发，请确认应发、实发两列没有弄反", "paid-over-due"))
        else:
            self._each(np.flatnonzero(more), "paid", "实发大于应发，请核对", "paid-over-due")
        parts = [self._part.money[key] for key in self._deducting() if key in self._part.money]
        if not parts or both.sum() < 5 or balance_share(due, parts, paid) < 0.8:
            return
        for row in np.flatnonzero(both & ~balances(due, parts, paid) & ~more).tolist():
            gap = int(due.fen[row] - sum(int(one.fen[row]) for one in parts) - paid.fen[row])
            where = cell(self._part.first + row, self._part.columns["paid"])
            self.doubts.append(Doubt(where, f"应发减扣款与实发相差 {yuan(gap)} 元，请核对", "unbalanced"))

    def _deducting(self) -> list[str]:
        names = {column: key for key, column in self._part.columns.items()}
        return [names[column] for column in deduction_columns(self._part.columns)]

    def _check_marks(self) -> None:
        marks = self._context.grid.marks
        taken = {column: key for key, column in self._part.columns.items()}
        self.doubts += _cell_marks(
            marks.uncached, taken, "公式没有计算结果，请用 Excel 或 WPS 打开保存一次再上传", "uncached"
        )
        self.doubts += _cell_marks(marks.errors, taken, "单元格是错误值（如 #REF!），没有读入", "error-value")
        self._hidden(marks, taken)

    def _hidden(self, marks: Marks, taken: Mapping[int, str]) -> None:
        hidden = np.array(marks.hidden_rows, np.int64)
        rows = hidden[np.isin(hidden, self._rows + self._part.first + 1)].tolist()
        if rows:
            what = f"有 {len(rows)} 行被隐藏或筛掉（第 {_listed(rows)} 行），仍按人员读入，请确认"
            self.doubts.append(Doubt(f"{rows[0]}行", what, "hidden-rows"))
        columns = [column for column in marks.hidden_columns if column < self._context.grid.width]
        told = [column for column in columns if cells.told(self._part.texts[column]).any()]
        if told:
            what = f"{'、'.join(letter(column) for column in told)} 列被隐藏，内容照样读取，请确认"
            self.doubts.append(Doubt(f"{letter(told[0])}列", what, "hidden-columns"))


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(str(number) for number in numbers[:_MANY]) + (" 等" if len(numbers) > _MANY else "")


def _cell_marks(names: Iterable[str], taken: Mapping[int, str], what: str, code: str) -> list[Doubt]:
    by_column: dict[str, list[str]] = {}
    for name in names:
        letters = name.rstrip("0123456789")
        if column_named(letters) in taken and taken[column_named(letters)] in MONEY_KEYS | {
            "name",
            "id_number",
            "month",
        }:
            by_column.setdefault(letters, []).append(name)
    doubts: list[Doubt] = []
    for letters, found in by_column.items():
        if len(found) > _MANY:
            doubts.append(Doubt(f"{found[0]}:{found[-1]}", f"{letters} 列有 {len(found)} 处：{what}", code))
        else:
            doubts += [Doubt(name, what, code) for name in found]
    return doubts


def duplicates(table: pa.Table, columns: Mapping[str, int]) -> list[Doubt]:
    """The same identity number, or the same name without one, standing twice for a month is a doubt on the later row."""
    ids = table["id_number"].combine_chunks()
    doubts = _twice(ids, table, columns.get("id_number", 0), "同一身份证号")
    if not ids.null_count:
        return doubts
    bare = pc.if_else(pc.is_null(ids), table["name"].combine_chunks(), None)
    return doubts + _twice(bare, table, columns.get("name", 0), "同名")


def _twice(keys: pa.Array, table: pa.Table, column: int, word: str) -> list[Doubt]:
    if keys.null_count == len(keys):
        return []
    codes = numbers(pc.fill_null(pc.dictionary_encode(keys).indices, -1)).astype(np.int64)
    often = np.flatnonzero(np.bincount(codes + 1)[1:] > 1)
    if not len(often):
        return []
    several = np.flatnonzero(np.isin(codes, often))
    months = numbers(pc.fill_null(table["month"], 0)).astype(np.int64)[several]
    lines = numbers(table["row"])[several]
    _, first, pair = np.unique(codes[several] * 1_000_000 + months, return_index=True, return_inverse=True)
    places = np.flatnonzero(first[pair] != np.arange(len(several)))
    return [
        Doubt(
            cell(int(lines[place]) - 1, column),
            f"与第 {lines[first[pair[place]]]} 行{word}，请确认是两个人还是重复填写",
            "duplicate",
        )
        for place in places.tolist()
    ]
