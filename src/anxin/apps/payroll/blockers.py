"""What stands between a file that was read and a file that counts (阻断项): never guessed away, always a person's choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from anxin.analytics.readings import PayrollReading, SheetReading, people_of
from anxin.kernel.period import Month


@dataclass(frozen=True, slots=True)
class Choices:
    """What the clerk decided about a file: its month, its employer, and whether unreadable rows stay out."""

    month: int | None = None
    employer: int | None = None
    leave_out: bool = False
    layout: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> Choices:
        kept = stored or {}
        return cls(kept.get("month"), kept.get("employer"), bool(kept.get("leave_out")), kept.get("layout"))

    def to_json(self) -> dict[str, Any]:
        return {"month": self.month, "employer": self.employer, "leave_out": self.leave_out, "layout": self.layout}


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing a person must settle, with the rows concerned as a spreadsheet shows them."""

    code: str
    what: str
    rows: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "what": self.what, "rows": list(self.rows[:200])}


EARLIEST = 200001


def payroll_blockers(table: pa.Table, *, choices: Choices, employer_known: bool, on: date) -> list[Blocker]:
    """What keeps a payroll from counting: nobody read, no or an impossible month, no employer, rows without an amount due."""
    if table.num_rows == 0:
        return [Blocker("no_persons", "没有读到任何人员。请核对是否选错文件，或在下方指定表头行和各列。")]
    found = []
    if choices.month is None and table["month"].null_count:
        found.append(Blocker("no_month", "看不出是哪个月的工资，请选择工资月份。", _rows(table, "month")))
    found += _impossible_months(table, choices, on)
    found += _other_month(table, choices)
    if not employer_known:
        found.append(Blocker("no_employer", "看不出是哪家企业的工资表，请选择用人单位。"))
    if table["due_cents"].null_count and not choices.leave_out:
        what = f"{table['due_cents'].null_count} 行看不出应发金额。请更正列对应，或选择“这些行不计入”。"
        found.append(Blocker("no_due", what, _rows(table, "due_cents")))
    if table["name"].null_count and not choices.leave_out:
        what = f"{table['name'].null_count} 行没有姓名。请更正，或选择“这些行不计入”。"
        found.append(Blocker("no_name", what, _rows(table, "name")))
    return found


_REPEATED = "same-as-other-sheet"


def counted(reading: PayrollReading, choices: Choices) -> pa.Table:
    """The persons of a file; once the clerk leaves repeats out, whom another sheet (工资条 beside 工资表) names with the same amounts once."""
    if not choices.leave_out or not any(map(_repeats, reading.sheets)):
        return reading.table
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for sheet in sorted(reading.sheets, key=_repeats):
        people = people_of(sheet.table)
        kept.append(
            sheet.table.filter(pa.array([one not in seen for one in people], pa.bool_()))
            if _repeats(sheet)
            else sheet.table
        )
        seen.update(people)
    return pa.concat_tables(kept)


def repeated_sheets(reading: PayrollReading, choices: Choices) -> list[Blocker]:
    """Sheets with the same persons and amounts: counted twice, everybody would seem to be paid by half."""
    return [
        Blocker(
            "repeated_sheet",
            f"工作表《{sheet.name}》与另一张工作表的人和金额相同，都计入就会多算一倍应发。请选择“这些行不计入”，同一人只计一次。",
        )
        for sheet in reading.sheets
        if _repeats(sheet) and not choices.leave_out
    ]


def _repeats(sheet: SheetReading) -> bool:
    return any(one.code == _REPEATED for one in sheet.doubts)


def _rows(table: pa.Table, column: str) -> tuple[int, ...]:
    return tuple(table.filter(pc.is_null(table[column]))["row"].to_pylist())


def _impossible_months(table: pa.Table, choices: Choices, on: date) -> list[Blocker]:
    """A month that has not begun by the day of handing in, or one of the last century, is a slip of the pen."""
    codes = pc.unique(pc.fill_null(table["month"], choices.month or 0)).to_pylist()
    latest = Month.of_day(on).code
    wrong = sorted(code for code in codes if code and not EARLIEST <= code <= latest)
    if not wrong:
        return []
    told = "、".join(_in_words(code) for code in wrong)
    rows = tuple(table.filter(pc.is_in(table["month"], value_set=pa.array(wrong, pa.int32())))["row"].to_pylist())
    return [Blocker("wrong_month", f"工资月份“{told}”不对（尚未到该月，或年份有误）。请更正文件后重新上传。", rows)]


def _other_month(table: pa.Table, choices: Choices) -> list[Blocker]:
    """A file that says another month than the clerk chose may be the wrong file: neither month is taken for right."""
    said = sorted(code for code in pc.unique(table["month"]).to_pylist() if code)
    if choices.month is None or not said or choices.month in said:
        return []
    told, chosen = "、".join(_in_words(code) for code in said), _in_words(choices.month)
    what = f"文件写的是{told}的工资，上传时选的是{chosen}。请核对是否选错文件；没有选错的，请在下方选定工资月份。"
    return [Blocker("other_month", what)]


def _in_words(code: int) -> str:
    return f"{code // 100}年{code % 100}月"
