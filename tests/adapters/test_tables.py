"""Imported lists: headings found, values typed, every fault named with its remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from layouts import id_of, xlsx

from anxin.adapters.sheets.tables import read_table
from anxin.analytics.readings import ColumnSpec, TableSpec
from anxin.kernel.ids import uscc_check_digit
from anxin.kernel.outcome import BadInput

SPEC = TableSpec(
    "employers",
    "企业",
    (
        ColumnSpec("name", "企业名称", synonyms=("单位名称", "公司名称"), required=True),
        ColumnSpec("code", "统一社会信用代码", "uscc", synonyms=("信用代码",), required=True, unique=True),
        ColumnSpec("legal_id", "法人身份证号", "id"),
        ColumnSpec("phone", "联系电话", "phone", synonyms=("电话",)),
        ColumnSpec("head_count", "职工人数", "int", synonyms=("人数",)),
        ColumnSpec("capital", "注册资本", "money"),
        ColumnSpec("founded", "成立日期", "date"),
        ColumnSpec("since", "参保月份", "month"),
        ColumnSpec(
            "sector", "行业", "choice", choices={"工业": "manufacturing", "餐饮": "catering", "建筑": "construction"}
        ),
        ColumnSpec("insured", "是否参保", "bool"),
    ),
)


def code_of(serial: int) -> str:
    first = f"91330602MA{serial:07d}"
    return first + uscc_check_digit(first)


HEAD = [
    "序号",
    "单位名称",
    "信用代码（必填）",
    "法人身份证号",
    "电话",
    "人数",
    "注册资本（元）",
    "成立日期",
    "参保月份",
    "行业",
    "是否参保",
]


def test_a_list_with_titles_synonyms_and_a_total_line(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "企业.xlsx",
        [
            ["皋埠企业名单"],
            HEAD,
            [
                1,
                "甲公司",
                code_of(1),
                id_of(1),
                "13800000000",
                12,
                "1,000,000.50",
                "2020年3月1日",
                "2026-03",
                "工业",
                "是",
            ],
            [],
            [2, "乙公司", code_of(2).lower(), None, None, "30人", None, "2021-01-02", 202604, "catering", "否"],
            ["合计", None, None, None, None, 42],
            ["填表人：张三"],
        ],
    )
    out = read_table(path, name="企业.xlsx", spec=SPEC)
    assert out.faults == ()
    assert (out.header_row, out.row_numbers, out.rows_read) == (2, (3, 5), 2)
    assert out.columns["code"] == "C"
    assert out.rows[0] == {
        "name": "甲公司", "code": code_of(1), "legal_id": id_of(1), "phone": "13800000000", "head_count": 12,
        "capital": 100000050, "founded": date(2020, 3, 1), "since": 202603, "sector": "manufacturing", "insured": True,
    }  # fmt: skip
    assert (out.rows[1]["code"], out.rows[1]["head_count"], out.rows[1]["since"], out.rows[1]["sector"]) == (
        code_of(2),
        30,
        202604,
        "catering",
    )


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "企业.xlsx",
        [
            HEAD,
            [1, None, code_of(1), "123", "12", "很多", "一百", "昨天", "春天", "渔业", "也许"],
            [2, "乙", code_of(1)[:-1] + "0", None, None, None, None, None, None, None, None],
            [3, "丙", code_of(3), None, None, None, None, None, None, None, None],
            [4, "丁", code_of(3), None, None, None, None, None, None, None, None],
        ],
    )
    out = read_table(path, name="企业.xlsx", spec=SPEC)
    told = [fault.where.split("第 ")[1] for fault in out.faults]
    assert told == [
        "2 行 B 列（企业名称）", "2 行 D 列（法人身份证号）", "2 行 E 列（联系电话）", "2 行 F 列（职工人数）", "2 行 G 列（注册资本）",
        "2 行 H 列（成立日期）", "2 行 I 列（参保月份）", "2 行 J 列（行业）", "2 行 K 列（是否参保）", "3 行 C 列（统一社会信用代码）",
        "5 行 C 列（统一社会信用代码）",
    ]  # fmt: skip
    assert all(fault.remedy for fault in out.faults)
    assert [row["name"] for row in out.rows] == ["丙"]
    assert out.fatal


def test_a_missing_required_column_hands_on_nothing(tmp_path: Path) -> None:
    out = read_table(xlsx(tmp_path / "a.xlsx", [["企业名称", "行业"], ["甲", "工业"]]), name="a.xlsx", spec=SPEC)
    assert out.rows == ()
    assert "统一社会信用代码" in out.faults[0].what


def test_a_list_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_table(xlsx(tmp_path / "a.xlsx", [["日期", "天气"], ["今天", "晴"]]), name="a.xlsx", spec=SPEC)
    assert "企业名称" in caught.value.faults[0].remedy


def test_a_remembered_mapping_and_a_gbk_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"厂名,行业,代码\n甲,建筑,{code_of(1)}\n".encode("gb18030"))
    first = xlsx(tmp_path / "b.xlsx", [["厂名", "行业", "电话"], ["甲", "建筑", "13800000000"]])
    assert read_table(first, name="b", spec=SPEC).fatal
    told = {"header_row": 1, "columns": {"name": "A", "sector": "B", "code": "C"}}
    out = read_table(path, name="a.csv", spec=SPEC, mapping=told)
    assert out.rows[0]["code"] == code_of(1)
    assert out.rows[0]["sector"] == "construction"


def test_a_hundred_thousand_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = ["企业名称,统一社会信用代码,人数", *(f"企业{n},{code_of(n)},{n % 90}" for n in range(100_000))]
    path.write_text("\n".join(lines), encoding="utf-8")
    out = read_table(path, name="a.csv", spec=SPEC)
    assert len(out.rows) == 100_000
    assert out.faults == ()
