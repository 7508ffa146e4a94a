"""The demonstration town's workbooks and bank files read back exactly as they were written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from layouts import id_of

from anxin.adapters.banks.registry import read_bank
from anxin.adapters.sheets.payroll import read_payroll
from anxin.project.demo import bankfiles, workbooks

JOBS = ("木工", "瓦工", "钢筋工")


def _lines(count: int) -> list[dict[str, Any]]:
    return [
        {
            "worker_id": number,
            "name": f"{'赵钱孙李周吴'[number % 6]}{'一二三四五六七八九'[number % 9]}{'甲乙丙丁'[number % 4]}",
            "id_number": id_of(number),
            "phone": f"1380000{number:04d}",
            "acct": 6228480000000000000 + number * 7919,
            "bank_name": "农业银行",
            "job": JOBS[number % 3],
            "attendance_days": 20.5,
            "base_cents": 300000,
            "overtime_cents": 1000 * number,
            "gross_cents": 300000 + 1000 * number,
            "insurance_cents": 20000,
            "tax_cents": 100 * number,
            "due_cents": 280000 + 900 * number + number % 3,
            "declared_paid_cents": 280000 + 900 * number - number % 2,
        }
        for number in range(1, 48)
    ]


@pytest.mark.parametrize("layout", workbooks.LAYOUTS, ids=lambda pair: pair[1].__name__)
def test_a_demonstration_workbook_reads_back(layout: tuple[str, Any], tmp_path: Path) -> None:
    suffix, write = layout
    lines = _lines(47)
    path = tmp_path / f"工资.{suffix}"
    write(path, workbooks.Sheet("绍兴演示建筑有限公司", 202603, lines))
    reading = read_payroll(path, name=path.name)
    told = {row["id_number"]: row for row in reading.table.to_pylist()}
    due = "gross_cents" if write is workbooks.two_line_layout else "due_cents"
    assert reading.persons_count == len(lines)
    for line in lines:
        row = told[line["id_number"]]
        expected = (line["name"], str(line["acct"]), line[due], line["declared_paid_cents"], 202603)
        assert (row["name"], row["bank_account"], row["due_cents"], row["paid_cents"], row["month"]) == expected
    codes = {one.code for sheet in reading.sheets for one in sheet.doubts}
    assert codes <= {"hidden-rows", "paid-over-due", "unbalanced"}


@pytest.mark.parametrize("kind", bankfiles.FILES, ids=lambda triple: triple[2].__name__)
def test_a_demonstration_bank_file_reads_back(kind: tuple[str, str, Any], tmp_path: Path) -> None:
    suffix, _, write = kind
    rows = [
        {
            "paid_date": date(2026, 3, 10 + number % 5),
            "txn_id": 9000 + number,
            "payer_name": "绍兴演示建筑有限公司",
            "payer_acct": 6228481234567890123,
            "payee_name": line["name"],
            "payee_acct": line["acct"],
            "amount_cents": line["due_cents"],
            "memo": "2026年2月工资",
            "status": "success" if number % 10 else "failed",
        }
        for number, line in enumerate(_lines(30))
    ]
    path = tmp_path / f"银行.{suffix}"
    write(path, rows)
    out = read_bank(path, name=path.name)
    assert out.faults == ()
    told = [
        (
            line["txn_id"],
            line["payee_name"],
            line["payee_account"],
            line["amount_cents"],
            line["paid_date"],
            line["memo"],
            line["status"] == "ok",
        )
        for line in out.table.to_pylist()
    ]
    assert told == [
        (
            str(row["txn_id"]),
            row["payee_name"],
            str(row["payee_acct"]),
            row["amount_cents"],
            row["paid_date"],
            row["memo"],
            row["status"] == "success",
        )
        for row in rows
    ]
