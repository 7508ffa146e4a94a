"""What stands between a file that was read and a file that counts (阻断项): never guessed away, always a person's choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


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


def payroll_blockers(table: pa.Table, *, choices: Choices, employer_known: bool) -> list[Blocker]:
    """What keeps a payroll from counting: nobody read, no month, no employer, rows without an amount due."""
    if table.num_rows == 0:
        return [Blocker("no_persons", "没有读到任何人员。请核对是否选错文件，或在下方指定表头行和各列。")]
    found = []
    if choices.month is None and table["month"].null_count:
        found.append(Blocker("no_month", "看不出是哪个月的工资，请选择工资月份。", _rows(table, "month")))
    if choices.employer is None and not employer_known:
        found.append(Blocker("no_employer", "看不出是哪家企业的工资表，请选择用人单位。"))
    if table["due_cents"].null_count and not choices.leave_out:
        what = f"{table['due_cents'].null_count} 行看不出应发金额。请更正列对应，或选择“这些行不计入”。"
        found.append(Blocker("no_due", what, _rows(table, "due_cents")))
    if table["name"].null_count and not choices.leave_out:
        what = f"{table['name'].null_count} 行没有姓名。请更正，或选择“这些行不计入”。"
        found.append(Blocker("no_name", what, _rows(table, "name")))
    return found


def _rows(table: pa.Table, column: str) -> tuple[int, ...]:
    return tuple(table.filter(pc.is_null(table[column]))["row"].to_pylist())
