"""Reading a payroll workbook (工资表) as it is: every sheet understood or passed over with the reason, nothing guessed.

The steps, each in its own module: open (workbook), find the heading (header), decide the columns (columns), tell persons
from other rows (rows), type and check (persons), settle the month (months). A mapping a clerk corrected on screen and
the office remembered for that employer overrides what is found.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from anxin.adapters.grids import cells
from anxin.adapters.grids.grid import Grid, letter
from anxin.adapters.grids.workbook import MAX_BYTES, column_letter_index, open_workbook
from anxin.adapters.sheets import columns, header, months, rows
from anxin.adapters.sheets.columns import View
from anxin.adapters.sheets.header import Heading
from anxin.adapters.sheets.merged import spread_down
from anxin.adapters.sheets.months import Decided, Evidence
from anxin.adapters.sheets.persons import Context, Staging, duplicates
from anxin.adapters.sheets.words import KEYS, MONEY_KEYS, meanings
from anxin.analytics.readings import STAGED_PAYROLL, Doubt, PayrollReading, SheetReading, Skipped, Why, people_of
from anxin.kernel.outcome import BadInput, Fault

_EMPLOYER = re.compile(
    r"[\u4e00-\u9fff（）()·A-Za-z0-9]{2,40}?(?:有限责任公司|股份有限公司|有限公司|合伙企业\(有限合伙\))(?:[\u4e00-\u9fff]{2,12}分公司)?"
)
_EMPLOYER_LEAD = re.compile(r"^(?:.*(?:单位|公司|企业|雇主|名称|编制)(?:名称)?[:：]|\d{2,4}年\d{0,2}月?份?)")
_SAMPLE_ROWS = 12
_CARD = "像一人一张的工资条（左边是项目、右边是数值），请改成一行一人的表再上传"
_LYING = "姓名排成一行、项目排成一列，像横放的表；请在 Excel 里复制后“选择性粘贴—转置”，一行一人再上传"
_MAX_SECTIONS = 200


def read_payroll(
    path: Path, *, name: str, mapping: Mapping[str, Any] | None = None, max_bytes: int = MAX_BYTES
) -> PayrollReading:
    """What a payroll workbook says, sheet by sheet, with everything uncertain named; refuses what cannot be opened."""
    readings: list[SheetReading] = []
    for grid in open_workbook(path, name=name, max_bytes=max_bytes):
        readings.extend(_Sheet(grid, name, mapping or {}).readings())
    return PayrollReading(name, tuple(_cross_checked(readings)))


def signature(grid: Grid) -> str:
    """The key under which a mapping for a sheet of this layout is remembered."""
    return header.signature(header.find(grid), grid)


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What a clerk settled for this layout: heading rows (from 0), columns, month, or that the sheet is no payroll."""

    header_rows: tuple[int, ...]
    columns: Mapping[str, int]
    month: int | None
    skip: bool


def _remembered(told: Mapping[str, Any], where: str) -> _Remembered:
    try:
        rows_told = tuple(int(row) - 1 for row in told.get("header_rows") or ())
        wanted = {
            str(key): column_letter_index(str(value)) for key, value in (told.get("columns") or {}).items() if value
        }
        month = str(told["month"]).replace("-", "") if told.get("month") else ""
        code = int(month) if month else None
    except (TypeError, ValueError, AttributeError) as error:
        raise BadInput(
            "sheets.mapping", f"{where} 的列对应设置不正确", [Fault(where, str(error), "请在页面上重新指定")]
        ) from error
    return _Remembered(rows_told, wanted, code, bool(told.get("skip")))


class _Sheet:
    """The reading of one sheet."""

    def __init__(self, grid: Grid, file: str, mapping: Mapping[str, Any]) -> None:
        self._grid, self._file = grid, file
        self._found = header.find(grid) if grid.rows else None
        self._signature = header.signature(self._found, grid) if grid.rows else ""
        told = mapping.get(self._signature)
        self._told = _remembered(told, f"{file}《{grid.name}》") if told else None
        self._texts = tuple(cells.every(cells.texts, grid.columns))

    def readings(self) -> list[SheetReading]:
        """One reading as a rule; several for tables side by side or one below the other."""
        if self._told and self._told.skip:
            return [self._passed("按记住的设置，这张表不是工资表", self._found)]
        if not self._grid.rows:
            return [self._passed("空工作表", None)]
        found = list(self._sections(self._first_heading()))
        found = [one for one in found if not one.passed_over] or found[:1]
        if not found:
            lying = self._is_lying()
            return [self._passed(_LYING if lying else "没有找到含姓名、应发或实发的表头，不像工资表", None)]
        if found[0].passed_over and self._is_card():
            return [self._passed(_CARD, self._found)]
        return found

    def _is_card(self) -> bool:
        """Whether labels stand left of their values (姓名 张三 / 应发工资 3200) instead of above them."""
        keys = set()
        for line in self._grid.head(_SAMPLE_ROWS * 2):
            for label, value in itertools.pairwise(line):
                keys |= {key for key, _ in meanings(label)} if label and value and not meanings(value) else set()
        return {"name"} <= keys and bool({"due", "paid"} & keys)

    def _is_lying(self) -> bool:
        """Whether names run along a row and 应发, 实发 stand below one another: a table turned on its side."""
        firsts = [next(filter(None, line), "") for line in self._grid.head(_SAMPLE_ROWS * 2)]
        keys = {key for text in firsts for key, _ in meanings(text)}
        return self._grid.width > 2 and "name" in keys and bool({"due", "paid"} & keys)

    def _first_heading(self) -> Heading | None:
        if self._told and self._told.header_rows:
            top, bottom = min(self._told.header_rows), max(self._told.header_rows)
            return header.block(self._grid, top, min(bottom, self._grid.rows - 1))
        return self._found

    def _sections(self, heading: Heading | None) -> Iterator[SheetReading]:
        for _ in range(_MAX_SECTIONS):
            if heading is None:
                return
            stop = self._grid.rows
            for view in self._views(heading):
                reading, ended = self._read(heading, view)
                stop = min(stop, ended)
                yield reading
            heading = header.find(self._grid, stop) if stop < self._grid.rows else None

    def _views(self, heading: Heading) -> list[View]:
        if self._told and self._told.columns:
            wide = {key: column for key, column in self._told.columns.items() if column < self._grid.width}
            return [View(wide)]
        return columns.choose(self._grid, heading, self._texts)

    def _passed(self, why: str, heading: Heading | None, view: View | None = None) -> SheetReading:
        return SheetReading(
            name=self._grid.name,
            header_rows=_rows_of(heading),
            month=None,
            columns=_letters(view.columns if view else {}),
            rows_read=self._grid.rows,
            table=STAGED_PAYROLL.empty_table(),
            doubts=() if view is None else view.doubts,
            passed_over=why,
            signature=self._signature,
            labels=heading.labels() if heading else {},
            sample=self._sample(),
            hidden=self._grid.hidden,
        )

    def _sample(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(line) for line in self._grid.head(_SAMPLE_ROWS))

    def _read(self, heading: Heading, view: View) -> tuple[SheetReading, int]:
        lacking = _lacking(heading, view) or _other_unit(self._titles(heading))
        if lacking:
            return self._passed(lacking, heading, view), heading.bottom + 1
        first = heading.bottom + 1
        texts = tuple(column.slice(first) for column in self._texts)
        keys = [key for key in view.columns if key in MONEY_KEYS]
        money = dict(zip(keys, cells.every(cells.amounts, [texts[view.columns[key]] for key in keys]), strict=True))
        negative = [key for key in money if key in _TAKEN_OFF and cells.all_negative(money[key])]
        money |= {key: cells.turned(money[key]) for key in negative}
        texts = spread_down(self._grid.merged, texts, view.columns, money, first)
        part = rows.Part(heading, first, texts, view.columns, money)
        outcome = rows.sort(part)
        decided, year = self._month(heading, view, part, outcome)
        titled = months.below_titles(outcome.month_titles, year)
        employer = _employer(self._titles(heading))
        staging = Staging(part, outcome.persons, Context(self._grid, decided.month, year, employer, titled))
        table = staging.table()
        month, month_doubts = self._settled(decided, table, heading)
        signs = [_turned_doubt(heading, view.columns[key]) for key in negative]
        doubts = [
            *view.doubts,
            *signs,
            *_untaken(heading, view),
            *month_doubts,
            *outcome.doubts,
            *staging.doubts,
            *duplicates(table, view.columns),
        ]
        if self._grid.hidden:
            doubts.append(Doubt(self._grid.name, "这张工作表是隐藏的，内容照样读取，请确认", "hidden-sheet"))
        skipped = [*self._above(heading), *outcome.skipped]
        reading = SheetReading(
            name=self._grid.name,
            header_rows=_rows_of(heading),
            month=month,
            columns=_letters(view.columns),
            rows_read=self._grid.rows,
            table=table,
            skipped=tuple(skipped),
            doubts=tuple(doubts),
            signature=self._signature,
            labels=heading.labels(),
            sample=self._sample(),
            hidden=self._grid.hidden,
        )
        return reading, first + outcome.stop

    def _above(self, heading: Heading) -> list[Skipped]:
        """The rows above the first heading: titles, notes and blanks."""
        if self._found is not None and heading.top > self._found.top:
            return []
        lines = self._grid.head(heading.top)
        return [Skipped(row + 1, _above_why(line)) for row, line in enumerate(lines)]

    def _titles(self, heading: Heading) -> list[Evidence]:
        first = max(0, heading.top - 40)
        lines = self._grid.head(heading.top - first, first)
        months_shown = set(self._grid.marks.month_cells)
        told = [
            (row + 1, _title_text(line, {column for at, column in months_shown if at == row}))
            for row, line in enumerate(lines, first)
        ]
        return [Evidence(f"第{row}行", text) for row, text in told if text]

    def _month(self, heading: Heading, view: View, part: rows.Part, outcome: rows.Sorted) -> tuple[Decided, int | None]:
        """The month from columns' headings, titles, tab and file name, and a year for half months in cells."""
        titles = self._titles(heading)
        everywhere = [*(one.text for one in titles), self._grid.name, self._file, *self._foot(outcome, part)]
        years = {year for text in everywhere for year in _years(text)}
        year = next(iter(years)) if len(years) == 1 else None
        if self._told and self._told.month:
            return Decided(self._told.month), year
        if view.month_said:
            return Decided(view.month_said[0]), year
        if view.half_said:
            known = (
                Decided(year * 100 + view.half_said[0])
                if year
                else Decided(None, f"表头只写了{view.half_said[0]}月，没有年份，请确认")
            )
            return known, year
        dates = [day for text in self._foot(outcome, part) for day in months.said_in(text).days]
        dates += _pay_days(part)
        return months.decide(titles, self._grid.name, Path(self._file).stem, dates=dates), year

    def _foot(self, outcome: rows.Sorted, part: rows.Part) -> list[str]:
        """The note rows below the persons, where 制表日期 stands."""
        noted = [one.row for one in outcome.skipped if one.why in (Why.NOTE, Why.TITLE)][-8:]
        return [" ".join(filter(None, part.line(row - part.first - 1))) for row in noted]

    def _settled(self, decided: Decided, table: pa.Table, heading: Heading) -> tuple[int | None, list[Doubt]]:
        """The month of the sheet: that of all its rows; rows of several months are no doubt when each says its own."""
        told = [code for code in pc.unique(table["month"]).to_pylist() if code is not None]
        if len(told) == 1 and table["month"].null_count == 0:
            return told[0], []
        if len(told) > 1 and table["month"].null_count == 0:
            return None, []
        if not table.num_rows:
            return decided.month, []
        where = decided.doubt_place or self._grid.name
        return None, [Doubt(where, decided.doubt or "没有写明工资所属月份，请确认", "month")]


def _title_text(line: Sequence[str], months_shown: set[int]) -> str:
    """A title row as one text; a date shown as 2023年6月, or behind a label that asks for a month (月份：), is that month."""
    said: list[str] = []
    for column, text in enumerate(line):
        day = cells.date_of(text) if text else None
        if day is not None and (column in months_shown or (said and _ASKS_MONTH.search(said[-1]))):
            said.append(f"{day.year}年{day.month}月")
        elif text and text not in said:
            said.append(text)
    return " ".join(said)


_ASKS_MONTH = re.compile(r"(?:月份|所属期|年月|期间|所属月)\s*[:：]?$")


_TAKEN_OFF = frozenset({"insurance", "pension", "medical", "unemployment", "housing_fund", "tax", "deductions"})


def _turned_doubt(heading: Heading, column: int) -> Doubt:
    what = f"「{heading.label(column)}」以负数填写，按扣款金额读入，请确认"
    return Doubt(f"{letter(column)}{heading.bottom + 1}", what, "negative-deduction")


def _above_why(line: Sequence[str]) -> Why:
    said = [text for text in line if text]
    return Why.EMPTY if not said else Why.TITLE


def _years(text: str) -> set[int]:
    said = months.said_in(text)
    return {*said.years, *(code // 100 for code in said.full), *(day.year for day in said.days)}


def _pay_days(part: rows.Part) -> list[Any]:
    days = pc.unique(cells.dates(part.of("pay_date"))) if "pay_date" in part.columns else pa.array([], pa.date32())
    return [day for day in days.to_pylist()[:12] if day is not None]


def _employer(titles: Sequence[Evidence]) -> str | None:
    """The employer a title names in full, when titles name exactly one."""
    named = {
        found[0] for one in titles for found in _EMPLOYER.finditer(_EMPLOYER_LEAD.sub("", one.text.replace(" ", "")))
    }
    return next(iter(named)) if len(named) == 1 else None


def _lacking(heading: Heading, view: View) -> str:
    """Why a table is no payroll: it names nobody, or says neither what is due nor what was paid."""
    if not {"name", "id_number", "bank_account"} & set(view.columns):
        return "没有姓名或证件号码列，不能对应到人"
    if {"due", "paid"} & set(view.columns):
        return ""
    label = {column: heading.label(column) for column in range(len(heading.paths))}
    vague = [f"「{label[c]}」" for c in label if dict(heading.meanings(c)).get("total")]
    if any(one.code.endswith("ambiguous") for one in view.doubts):
        return "有几列都像应发或实发，不能确定，请在页面上指定"
    if vague:
        return f"只有{'、'.join(vague)}列，不能确定是应发还是实发，请在页面上指定"
    return "没有应发或实发的列，不是工资发放表"


_PART_PAID = re.compile(r"实发|实付|实领|已发|已付|到手|到账|打卡|代发|现金|银行发")
_NOT_PAY = re.compile(r"签|日期|时间|备注|账号|卡号|开户|户名|未|上月|累计|差额|欠|年度|天|方式|奖金|补贴|加班")


def _untaken(heading: Heading, view: View) -> list[Doubt]:
    """A sheet without 实发 that yet has columns of money handed over (银行实发、现金): which it is, a clerk must say."""
    if "paid" in view.columns or view.half_said or view.month_said:
        return []
    if any(one.code.startswith("paid") for one in view.doubts):
        return []
    taken = {*view.columns.values()}
    left = {c: heading.label(c) for c in range(len(heading.paths)) if c not in taken}
    told = [(c, text) for c, text in left.items() if _PART_PAID.search(text) and not _NOT_PAY.search(text)]
    if not told:
        return []
    listed = "、".join(f"{letter(column)} 列「{text}」" for column, text in told)
    what = f"没有能确定的实发列，{listed}像是实际发放的金额，没有采用，请指定"
    return [Doubt(f"{letter(told[0][0])}{heading.bottom + 1}", what, "paid-ambiguous")]


_UNIT = re.compile(
    r"单位\s*[:：]?\s*(?:人民币)?\s*([十百千万]+元|[美欧日]元|美金|港[元币]|[角分](?=[\s)）]|$))|[(（]\s*(?:人民币)?\s*([百千万]+元)\s*[)）]"
)


def _other_unit(titles: Sequence[Evidence]) -> str:
    """Why a sheet whose title counts in thousands (单位：万元) is not read: its figures would be silently too small."""
    found = next((found for one in titles if (found := _UNIT.search(one.text))), None)
    return f"表上写明金额单位是{found[1] or found[2]}，请改成以元为单位再上传" if found else ""


def _rows_of(heading: Heading | None) -> tuple[int, ...]:
    return tuple(range(heading.top + 1, heading.bottom + 2)) if heading else ()


def _letters(found: Mapping[str, int]) -> dict[str, str | None]:
    return {key: letter(found[key]) if key in found else None for key in KEYS}


def _cross_checked(readings: list[SheetReading]) -> Iterator[SheetReading]:
    """Sheets that repeat another sheet's persons with the same amounts are named, so that nobody is counted twice."""
    seen: list[tuple[SheetReading, set[tuple[Any, ...]]]] = []
    several = sum(reading.table.num_rows > 0 for reading in readings) > 1
    for reading in readings:
        people: set[tuple[Any, ...]] = set()
        if several and reading.table.num_rows:
            people = set(people_of(reading.table))
        other = next(
            (name for name, theirs in seen if len(people & theirs) * 5 >= len(people) * 4 and len(people) > 1), None
        )
        seen.append((reading, people))
        if other is None or not people:
            yield reading
            continue
        same = len(people & next(theirs for name, theirs in seen if name is other))
        what = f"{len(people)} 人中有 {same} 人与工作表《{other.name}》的姓名、应发、实发完全相同，可能重复，请确认"
        yield replace(reading, doubts=(*reading.doubts, Doubt(reading.name, what, "same-as-other-sheet")))
