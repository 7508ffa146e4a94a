"""Lists of insured persons (参保名单): who was insured by whom in which month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from anxin.analytics.readings import ColumnSpec, TableReading, TableSpec
from anxin.apps.payroll.blockers import Blocker
from anxin.apps.payroll.staging import LAKE_INSURANCE
from anxin.apps.registry.api import Named, employers, ensure, read_table
from anxin.base.actors import Actor

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
    return read_table(path, name=name, spec=SPEC, mapping=None)


def understand_insurance(
    reading: TableReading, *, by: Actor, leave_out: bool
) -> tuple[dict[str, Any], list[Blocker], pa.Table]:
    """The insured person-months of a list; persons and employers must be told by number and code or name."""
    summary = {"file": reading.file, "rows_read": reading.rows_read, "columns": dict(reading.columns)}
    known = list(employers(by.scope).values_list("pk", "uscc", "name", "place_path"))
    by_code = {uscc: (pk, place) for pk, uscc, _, place in known if uscc}
    by_name = {label: (pk, place) for pk, _, label, place in known}
    faults = [fault.in_words() for fault in reading.faults]
    people, months = [], []
    for number, row in zip(reading.row_numbers, reading.rows, strict=True):
        found = by_code.get(row["employer_uscc"] or "") or by_name.get(row["employer"])
        if found is None:
            faults.append(f"第 {number} 行：台账中没有“{row['employer']}”")
            continue
        people.append(Named(found[0], row["name"], found[1], row["id_number"]))
        months.append(row["month"])
    if faults and not leave_out:
        what = f"{len(faults)} 行有误，例如：{faults[0]}。请更正后重新上传，或选择“这些行不计入”。"
        return {**summary, "faults": faults[:200]}, [Blocker("bad_rows", what)], LAKE_INSURANCE.empty_table()
    columns = {"worker_id": ensure(people), "ent_id": [one.employer_id for one in people], "month": months}
    return summary, [], pa.table(columns, schema=LAKE_INSURANCE)
