"""Lists of insured persons (参保名单): who was insured by whom in which month."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from anxin.analytics.readings import ColumnSpec, TableReading, TableSpec
from anxin.apps.payroll.blockers import Blocker
from anxin.apps.payroll.staging import LAKE_INSURANCE, bare_name, by_bare_name
from anxin.apps.registry.api import Named, employers, register_people
from anxin.base.actors import Actor
from anxin.base.batches.reading import read_table
from anxin.kernel.outcome import Fault

SPEC = TableSpec(
    kind="insurance",
    label="参保名单",
    columns=(
        ColumnSpec("name", "姓名", "text", ("参保人", "职工姓名"), required=True),
        ColumnSpec("id_number", "身份证号", "id", ("公民身份号码", "证件号码", "社会保障号码"), required=True),
        ColumnSpec("employer", "单位名称", "text", ("用人单位", "参保单位", "企业名称"), required=True),
        ColumnSpec("employer_uscc", "统一社会信用代码", "uscc", ("信用代码", "单位信用代码")),
        ColumnSpec("month", "费款所属期", "month", ("月份", "缴费月份", "参保月份", "所属期"), required=True),
    ),
)


def parse_insurance(path: Path, *, name: str) -> TableReading:
    """The rows of a list of insured persons as typed values."""
    return read_table(path, name=name, spec=SPEC)


@dataclass(frozen=True, slots=True)
class InsuredMonths:
    """What a list of insured persons means to the register."""

    summary: dict[str, Any]
    blockers: list[Blocker]
    lines: pa.Table
    made: dict[str, list[int]]


def understand_insurance(reading: TableReading, *, by: Actor, leave_out: bool) -> InsuredMonths:
    """The insured person-months of a list; persons and employers must be told by number and code or name."""
    people, months, faults = _told(reading, by)
    shown = [asdict(one) for one in faults[:200]]
    summary = {"file": reading.file, "rows_read": reading.rows_read, "columns": dict(reading.columns), "faults": shown}
    if faults and not leave_out:
        what = f"{len(faults)} 行有误，例如：{faults[0].in_words()}。请更正后重新上传，或选择“这些行不计入”。"
        return InsuredMonths(summary, [Blocker("bad_rows", what)], LAKE_INSURANCE.empty_table(), {})
    if not people:
        what = "没有读到任何参保人员。请核对是否选错文件。"
        return InsuredMonths(summary, [Blocker("no_persons", what)], LAKE_INSURANCE.empty_table(), {})
    registered = register_people(people)
    columns = {"worker_id": registered.ids, "ent_id": [one.employer_id for one in people], "month": months}
    return InsuredMonths(summary, [], pa.table(columns, schema=LAKE_INSURANCE), registered.made)


def _told(reading: TableReading, by: Actor) -> tuple[list[Named], list[int], list[Fault]]:
    """The persons and months of the list, and every row that cannot be taken."""
    known = employers(by.scope).in_bulk()
    by_code, by_name = {one.uscc: pk for pk, one in known.items() if one.uscc}, by_bare_name(known)
    faults = list(reading.faults)
    people, months = [], []
    for number, row in zip(reading.row_numbers, reading.rows, strict=True):
        found = by_code.get(row["employer_uscc"] or "") or by_name.get(bare_name(row["employer"]))
        if found is None:
            remedy = "请先登记该企业，或填写统一社会信用代码"
            faults.append(Fault(f"第 {number} 行", f"台账中没有“{row['employer']}”", remedy))
            continue
        people.append(Named(found, row["name"], known[found].place_path, row["id_number"]))
        months.append(row["month"])
    return people, months, faults
