"""Rows of a payroll that are nobody, cells that hold for several rows, and months as they are really written."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from layouts import doubts, id_of, people, skipped, xlsx

from anxin.adapters.grids.workbook import open_workbook
from anxin.adapters.sheets.payroll import read_payroll
from anxin.kernel.outcome import BadInput

HEAD = ["序号", "姓名", "应发工资", "扣款", "实发工资"]
PERSONS = [[1, "张三", 5000.5, 100.5, 4900], [2, "李四", 6000, 0, 6000], [3, "王五", 4321.2, 21.2, 4300]]
SUM = [15321.7, 121.7, 15200]
TITLE = ["2026年3月工资表"]


def read(path: Path) -> dict[str, Any]:
    return read_payroll(path, name=path.name).to_document()


def read_rows(tmp_path: Path, rows: list[list[Any]], **kw: Any) -> dict[str, Any]:
    return read(xlsx(tmp_path / "a.xlsx", rows, **kw))


@pytest.mark.parametrize("word", ["计", "总人数", "全部", "总数", "合計", "總計", "小計", "全厂", "本部"])
def test_a_total_is_nobody_whatever_it_is_called(tmp_path: Path, word: str) -> None:
    out = read_rows(tmp_path, [TITLE, HEAD, *PERSONS, [None, word, *SUM]])
    assert [row for row, *_ in people(out)] == [3, 4, 5]
    assert skipped(out)[6] == "total"


@pytest.mark.parametrize("word", ["最高", "环比", "上年同期", "与上月差异", "预算"])
def test_a_line_of_comparison_is_nobody(tmp_path: Path, word: str) -> None:
    out = read_rows(tmp_path, [TITLE, HEAD, *PERSONS, [None, "合计", *SUM], [None, word, 6000, 100.5, 6000]])
    assert len(people(out)) == 3
    assert doubts(out, "unnamed") == []


@pytest.mark.parametrize("word", ["管理费", "房租", "其他扣款", "奖金"])
def test_a_cost_is_nobody_and_a_doubt(tmp_path: Path, word: str) -> None:
    out = read_rows(tmp_path, [TITLE, HEAD, *PERSONS, [None, word, 500, None, 500]])
    assert len(people(out)) == 3
    assert doubts(out, "unnamed") == ["B6"]


def test_somebody_with_a_number_stays_a_person_whatever_the_name(tmp_path: Path) -> None:
    head = ["姓名", "身份证号", "应发工资", "实发工资"]
    out = read_rows(tmp_path, [TITLE, head, ["奖金", id_of(7), 500, 500], ["张三", id_of(8), 600, 600]])
    assert [name for _, name, *_ in people(out)] == ["奖金", "张三"]


def test_round_amounts_that_happen_to_be_the_sum_are_a_person_in_doubt(tmp_path: Path) -> None:
    rows = [["张三", 2000, 2000], ["李四", 1000, 1000], ["王五", 3000, 3000]]
    out = read_rows(tmp_path, [TITLE, ["姓名", "应发工资", "实发工资"], *rows])
    assert len(people(out)) == 3
    assert doubts(out, "like-a-total") == ["A5"]


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("2023年05月-06月工资", None),
        ("补发2023年5月、6月工资", None),
        ("2022年12月至2023年1月工资", None),
        ("二0二三年六月工资表", "2023-06"),
        ("贰零贰叁年拾贰月工资表", "2023-12"),
        ("2 0 2 3 年 6 月工资表", "2023-06"),
        ("2023年元月工资表", "2023-01"),
    ],
)
def test_the_month_of_a_title(tmp_path: Path, title: str, month: str | None) -> None:
    sheet = read_rows(tmp_path, [[title], HEAD, *PERSONS])["sheets"][0]
    assert sheet["month"] == month
    assert bool(month) != any(one["code"] == "month" for one in sheet["doubts"])


@pytest.mark.parametrize(
    ("shown", "month"), [('yyyy"年"m"月";@', "2026-03"), ("mmm-yy", "2026-03"), ("yyyy-mm-dd", None)]
)
def test_a_day_shown_as_a_month_is_that_month(tmp_path: Path, shown: str, month: str | None) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["工资表", None, datetime(2026, 3, 1)], HEAD, *PERSONS):
        page.append(row)
    page["C1"].number_format = shown
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")["sheets"][0]["month"] == month


def test_a_day_shown_as_a_month_in_an_old_workbook(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("Sheet1")
    for number, row in enumerate([["工资表"], HEAD, *PERSONS]):
        for column, value in enumerate(row):
            page.write(number, column, value)
    page.write(0, 2, datetime(2026, 3, 1), xlwt.easyxf(num_format_str='yyyy"年"m"月"'))
    book.save(str(tmp_path / "a.xls"))
    assert read(tmp_path / "a.xls")["sheets"][0]["month"] == "2026-03"


def test_a_number_that_may_be_january_or_october_is_a_doubt(tmp_path: Path) -> None:
    head = ["月份", "姓名", "应发工资", "实发工资"]
    out = read_rows(tmp_path, [["工资表"], head, [2023.1, "张三", 5000, 4900], ["2023.1", "李四", 5000, 4900]])
    assert [one["month"] for one in out["sheets"][0]["persons"]] == [None, "2023-01"]
    assert "A3" in doubts(out, "month")


def test_merged_cells_hold_for_every_row_they_cover(tmp_path: Path) -> None:
    head = ["月份", "姓名", "应发工资", "实发工资"]
    rows = [[202603, "张三", 5000, 4900], [None, "李四", 6000, 5900], [None, None, 300, 300], [None, None, None, None]]
    out = read_rows(tmp_path, [["工资表"], head, *rows], merge=["A3:A6", "B4:B5"])
    assert out["sheets"][0]["month"] == "2026-03"
    assert people(out)[1:] == [(4, "李四", 600000, 590000), (5, "李四", 30000, 30000)]
    assert doubts(out, "duplicate") == ["B5"]


def test_traditional_characters_and_a_heading_cut_in_two(tmp_path: Path) -> None:
    head = [["姓名", "應發", "實發"], [None, "工資", "工資"]]
    out = read_rows(tmp_path, [TITLE, *head, ["張三", 5000, 4900]], merge=["A2:A3"])
    assert people(out) == [(4, "張三", 500000, 490000)]


def test_a_sheet_that_counts_in_fen_is_not_read(tmp_path: Path) -> None:
    sheet = read_rows(tmp_path, [TITLE, ["单位：分"], HEAD, *PERSONS])["sheets"][0]
    assert sheet["persons"] == []
    assert "分" in sheet["passed_over"]


def test_a_text_table_with_an_endless_cell_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,应发工资,实发工资\n" + "张" * (1 << 21) + ",1,1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="第 2 行"):
        open_workbook(path, name=path.name)


def test_a_team_with_its_sum_above_its_members_is_nobody(tmp_path: Path) -> None:
    other = [[4, "赵六", 3001.1, 1.1, 3000], [5, "孙七", 3002, 2, 3000], [6, "周八", 3003, 3, 3000]]
    sums = [9006.1, 6.1, 9000]
    whole = [None, "合计", 24327.8, 127.8, 24200]
    rows = [[None, "一车间", *SUM], *PERSONS, [None, "二车间", *sums], *other, whole]
    out = read_rows(tmp_path, [TITLE, HEAD, *rows])
    assert [row for row, *_ in people(out)] == [4, 5, 6, 8, 9, 10]
    assert out["sheets"][0]["doubts"] == []


@pytest.mark.parametrize("line", [[None, "同意发放"], [None, "李四", "王五"]])
def test_a_name_without_pay_below_the_total_is_a_signature_in_doubt(tmp_path: Path, line: list[Any]) -> None:
    out = read_rows(tmp_path, [TITLE, HEAD, *PERSONS, [None, "合计", *SUM], ["制表", "审核", "批准"], line])
    assert len(people(out)) == 3
    assert doubts(out, "below-total") == ["B8"]


def test_two_columns_headed_as_sums_are_told_apart_by_what_was_paid(tmp_path: Path) -> None:
    head = ["姓名", "基本", "奖金", "合计", "社保", "个税", "合计", "实发工资"]
    rows = [["张三", 3000, 200, 3200, 300, 10, 310, 2890], ["李四", 4000, 300, 4300, 320, 20, 340, 3960]]
    sheet = read_rows(tmp_path, [TITLE, head, *rows])["sheets"][0]
    assert (sheet["columns"]["due"], sheet["columns"]["paid"]) == ("D", "H")


@pytest.mark.parametrize("unit", ["千元", "美元", "USD"])
def test_amounts_in_another_unit_or_currency_are_not_read_as_yuan(tmp_path: Path, unit: str) -> None:
    head = ["姓名", f"应发工资（{unit}）", f"实发工资（{unit}）"]
    sheet = read_rows(tmp_path, [TITLE, head, ["张三", 5, 4]])["sheets"][0]
    assert sheet["persons"] == []
    assert any("为单位" in one["what"] for one in sheet["doubts"])


def test_the_heading_of_an_attendance_sheet_holds_its_days(tmp_path: Path) -> None:
    head = ["序号", "姓名", *range(1, 32), "应发工资", "实发工资"]
    out = read_rows(tmp_path, [TITLE, head, [1, "张三", *[1] * 31, 5000, 4900]])
    assert people(out) == [(3, "张三", 500000, 490000)]


@pytest.mark.parametrize("title", ["工资表20240610", "24.05工资", "编号：2024-05-001 工资表"])
def test_a_title_that_is_not_merged_is_no_heading_and_a_number_no_month(tmp_path: Path, title: str) -> None:
    sheet = read_rows(tmp_path, [[title], HEAD, *PERSONS])["sheets"][0]
    assert sheet["header_rows"] == [2]
    assert sheet["month"] is None


@pytest.mark.parametrize("other", ["上月", "本年累计"])
def test_columns_under_another_time_are_left_alone(tmp_path: Path, other: str) -> None:
    head = [["姓名", "本月", None, other, None], [None, "应发", "实发", "应发", "实发"]]
    rows = [TITLE, *head, ["张三", 5000, 4900, 25000, 24000]]
    out = read_rows(tmp_path, rows, merge=["A2:A3", "B2:C2", "D2:E2"])
    assert people(out) == [(4, "张三", 500000, 490000)]
