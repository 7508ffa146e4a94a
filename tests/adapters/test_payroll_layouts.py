"""Payroll layouts of many makes, each with the exact persons that must come out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt
from layouts import doubts, id_of, people, skipped, xlsx

from anxin.adapters.sheets.payroll import read_payroll


def read(path: Path, name: str | None = None, **kw: Any) -> dict[str, Any]:
    return read_payroll(path, name=name or path.name, **kw).to_document()


def test_title_units_and_a_signature_line_are_no_persons(tmp_path: Path) -> None:
    out = read(
        xlsx(
            tmp_path / "a.xlsx",
            [
                ["绍兴某某纺织有限公司2026年3月工资表"],
                ["单位：绍兴某某纺织有限公司", None, None, None, "单位：元"],
                ["序号", "姓名", "应发工资", "扣款", "实发工资"],
                [1, "张三", 5000, 100, 4900],
                [2, "李四", 6000.5, 0, 6000.5],
                ["合计", None, 11000.5, 100, 10900.5],
                ["制表人：王五", None, "审核：赵六", None, "2026年4月5日"],
            ],
            merge=["A1:E1"],
        )
    )
    sheet = out["sheets"][0]
    assert people(out) == [(4, "张三", 500000, 490000), (5, "李四", 600050, 600050)]
    assert skipped(out) == {1: "title", 2: "title", 6: "total", 7: "note"}
    assert (sheet["header_rows"], sheet["month"], sheet["rows_read"]) == ([3], "2026-03", 7)
    assert sheet["columns"]["due"] == "C"
    assert sheet["columns"]["paid"] == "E"
    assert sheet["columns"]["id_number"] is None
    assert sheet["persons"][0]["employer_name"] == "绍兴某某纺织有限公司"


def test_three_merged_heading_lines(tmp_path: Path) -> None:
    out = read(
        xlsx(
            tmp_path / "a.xlsx",
            [
                ["2025年12月份员工工资明细表"],
                ["序号", "姓名", "应发工资", None, None, None, "代扣代缴", None, None, "实发工资", "签名"],
                [None, None, "基本工资", "津贴", None, "合计", "社保", "个税", "小计", None, None],
                [None, None, None, "岗位", "高温", None, None, None, None, None, None],
                [1, "张三", 3000, 200, 100, 3300, 300, 0, 300, 3000, None],
                [2, "李四", 4000, 200, 100, 4300, 300, 20, 320, 3980, None],
                ["合计", None, 7000, 400, 200, 7600, 600, 20, 620, 6980, None],
            ],
            merge=[
                "A1:K1",
                "A2:A4",
                "B2:B4",
                "C2:F2",
                "C3:C4",
                "D3:E3",
                "F3:F4",
                "G2:I2",
                "G3:G4",
                "H3:H4",
                "I3:I4",
                "J2:J4",
                "K2:K4",
            ],
        )
    )
    sheet = out["sheets"][0]
    assert sheet["header_rows"] == [2, 3, 4]
    assert people(out) == [(5, "张三", 330000, 300000), (6, "李四", 430000, 398000)]
    columns = {key: value for key, value in sheet["columns"].items() if value}
    assert columns == {
        "name": "B",
        "due": "F",
        "paid": "J",
        "base": "C",
        "insurance": "G",
        "tax": "H",
        "deductions": "I",
    }
    assert sheet["month"] == "2025-12"
    assert skipped(out) == {1: "title", 7: "total"}


def test_the_same_headings_without_merges_in_a_gbk_csv(tmp_path: Path) -> None:
    path = tmp_path / "2025年12月工资.csv"
    text = (
        "序号,姓名,应发工资,,,代扣代缴,,实发工资\n,,基本工资,津贴,合计,社保,个税,\n"
        '1,张三,"3,000.00",200,"3,200.00",300,0,"2,900.00"\n2,李四,4000,200,4200,300,20,3880\n总计,,7000,400,7400,600,20,6780\n'
    )
    path.write_bytes(text.encode("gb18030"))
    out = read(path)
    assert people(out) == [(3, "张三", 320000, 290000), (4, "李四", 420000, 388000)]
    assert out["sheets"][0]["header_rows"] == [1, 2]
    assert out["sheets"][0]["columns"]["due"] == "E"
    assert out["sheets"][0]["month"] == "2025-12"
    assert skipped(out) == {5: "total"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_text_tables_in_every_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "工资.csv"
    lines = [
        ["姓名", "身份证号码", "应发工资", "实发工资"],
        ["张三", id_of(1), "5000.10", "4000"],
        ["李四", id_of(2), "6000", "5000.99"],
    ]
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    assert people(read(path)) == [(2, "张三", 500010, 400000), (3, "李四", 600000, 500099)]


def test_pay_slips_repeat_their_heading_for_everyone(tmp_path: Path) -> None:
    head = ["姓名", "部门", "基本工资", "加班费", "应发合计", "代扣社保", "实发金额"]
    rows: list[list[Any]] = []
    for number, name in enumerate(["张三", "李四", "王五"]):
        rows += [["2026年1月工资条"], head, [name, "一车间", 3000, 500 + number, 3500 + number, 300, 3200 + number], []]
    out = read(xlsx(tmp_path / "slips.xlsx", rows))
    assert people(out) == [(3, "张三", 350000, 320000), (7, "李四", 350100, 320100), (11, "王五", 350200, 320200)]
    assert skipped(out) == {1: "title", 4: "empty", 5: "title", 6: "header", 8: "empty", 9: "title", 10: "header"}
    assert out["sheets"][0]["month"] == "2026-01"


def test_two_line_pay_slips(tmp_path: Path) -> None:
    one = ["工号", "姓名", "应发", None, None, "实发工资"]
    two = [None, None, "基本工资", "奖金", "小计", None]
    rows = [one, two, ["01", "张三", 3000, 100, 3100, 3000], one, two, ["02", "李四", 3000, 200, 3200, 3100]]
    out = read(xlsx(tmp_path / "slips.xlsx", rows, merge=["C1:E1", "A1:A2", "B1:B2", "F1:F2"]))
    assert people(out) == [(3, "张三", 310000, 300000), (6, "李四", 320000, 310000)]
    assert skipped(out) == {4: "header", 5: "header"}


def test_department_subtotals_and_department_lines(tmp_path: Path) -> None:
    out = read(
        xlsx(
            tmp_path / "a.xlsx",
            [
                ["序号", "姓名", "应发工资", "实发工资"],
                ["生产部"],
                [1, "张三", 5000, 4900],
                [2, "李四", 6000, 5900],
                ["生产部小计", None, 11000, 10800],
                ["销售部"],
                [3, "王五", 7000, 6900],
                [4, "赵六", 8000, 7900],
                ["小  计", None, 15000, 14800],
                ["总 计", None, 26000, 25600],
                ["本页合计：", None, 26000, 25600],
                ["平均", None, 6500, 6400],
            ],
        )
    )
    assert people(out) == [
        (3, "张三", 500000, 490000),
        (4, "李四", 600000, 590000),
        (7, "王五", 700000, 690000),
        (8, "赵六", 800000, 790000),
    ]
    assert skipped(out) == {2: "title", 5: "total", 6: "title", 9: "total", 10: "total", 11: "total", 12: "total"}
    assert doubts(out, "total-mismatch") == []


def test_a_total_without_a_label_is_known_by_its_sum(tmp_path: Path) -> None:
    rows = [
        ["姓名", "应发工资", "实发工资"],
        ["张三", 5000, 4900],
        ["李四", 6000, 5900],
        [None, 11000, 10800],
        [None, 123, 45],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert people(out) == [(2, "张三", 500000, 490000), (3, "李四", 600000, 590000)]
    assert skipped(out) == {4: "total", 5: "unnamed"}
    assert doubts(out, "unnamed") == ["A5"]


def test_a_total_that_does_not_add_up_is_a_doubt(tmp_path: Path) -> None:
    rows = [["姓名", "应发工资", "实发工资"], ["张三", 5000, 4900], ["李四", 6000, 5900], ["合计", 12000, 10800]]
    assert doubts(read(xlsx(tmp_path / "a.xlsx", rows)), "total-mismatch") == ["B4"]


def test_a_sheet_per_month_takes_its_month_from_the_tab(tmp_path: Path) -> None:
    head = ["姓名", "应发工资", "实发工资"]
    path = xlsx(
        tmp_path / "2025年工资.xlsx",
        [head, ["张三", 5000, 4900]],
        sheet="1月",
        more=[
            ("2月", [head, ["张三", 5100, 5000]]),
            ("十二月份", [head, ["张三", 5200, 5100]]),
            ("2024年12月", [head, ["张三", 1, 1]]),
        ],
    )
    out = read(path)
    assert [sheet["month"] for sheet in out["sheets"]] == ["2025-01", "2025-02", "2025-12", "2024-12"]


def test_months_side_by_side_become_one_reading_each(tmp_path: Path) -> None:
    out = read(
        xlsx(
            tmp_path / "a.xlsx",
            [
                ["姓名", "身份证号", "2026年1月", None, "2026年2月", None],
                [None, None, "应发", "实发", "应发", "实发"],
                ["张三", id_of(1), 5000, 4900, 5100, 5000],
                ["李四", id_of(2), 6000, 5900, 6100, None],
            ],
            merge=["A1:A2", "B1:B2", "C1:D1", "E1:F1"],
        )
    )
    assert [sheet["month"] for sheet in out["sheets"]] == ["2026-01", "2026-02"]
    assert people(out, 0) == [(3, "张三", 500000, 490000), (4, "李四", 600000, 590000)]
    assert people(out, 1) == [(3, "张三", 510000, 500000), (4, "李四", 610000, None)]
    assert doubts(out, "paid-missing", 1) == ["F4"]


def test_two_tables_side_by_side(tmp_path: Path) -> None:
    head = ["序号", "姓名", "应发工资", "实发工资"]
    rows = [
        [*head, None, *head],
        [1, "张三", 1000, 900, None, 3, "王五", 3000, 2900],
        [2, "李四", 2000, 1900, None, None, None, None, None],
    ]
    out = read(xlsx(tmp_path / "2026年5月.xlsx", rows))
    assert people(out, 0) == [(2, "张三", 100000, 90000), (3, "李四", 200000, 190000)]
    assert people(out, 1) == [(2, "王五", 300000, 290000)]
    assert {sheet["month"] for sheet in out["sheets"]} == {"2026-05"}


def test_tables_of_different_layout_one_below_the_other(tmp_path: Path) -> None:
    out = read(
        xlsx(
            tmp_path / "a.xlsx",
            [
                ["姓名", "应发工资", "实发工资"],
                ["张三", 1000, 900],
                [],
                ["临时工工资"],
                ["序号", "姓名", "工种", "出勤天数", "日工资", "应发工资", "实发工资"],
                [1, "李四", "泥工", 10, 300, 3000, 3000],
            ],
        )
    )
    assert people(out, 0) == [(2, "张三", 100000, 90000)]
    assert people(out, 1) == [(6, "李四", 300000, 300000)]
    assert out["sheets"][1]["header_rows"] == [5]
    assert out["sheets"][1]["persons"][0]["attendance_days"] == 10


def test_hidden_rows_are_read_and_named(tmp_path: Path) -> None:
    rows = [["姓名", "应发工资", "实发工资"], ["张三", 1000, 900], ["李四", 2000, 1900], ["合计", 3000, 2800]]
    out = read(xlsx(tmp_path / "a.xlsx", rows, hidden_rows=[3], hidden_columns=["B"]))
    assert people(out) == [(2, "张三", 100000, 90000), (3, "李四", 200000, 190000)]
    assert doubts(out, "hidden-rows") == ["3行"]
    assert doubts(out, "hidden-columns") == ["B列"]


def test_formulas_never_computed_are_doubts_not_zeros(tmp_path: Path) -> None:
    rows = [
        ["姓名", "基本工资", "奖金", "应发工资", "实发工资"],
        ["张三", 1000, 100, "=B2+C2", 1000],
        ["李四", 2000, 100, "=B3+C3", 2000],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert people(out) == [(2, "张三", None, 100000), (3, "李四", None, 200000)]
    assert doubts(out, "uncached") == ["D2", "D3"]


def test_stored_formula_values_and_error_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write_row(0, 0, ["姓名", "应发工资", "实发工资"])
    page.write(1, 0, "张三")
    page.write_formula("B2", "=10000/3", value=3333.3333333333335)
    page.write_number("C2", 3333.33)
    page.write(2, 0, "李四")
    page.write_formula("B3", "=X!A1", value="#REF!")
    page.write_number("C3", 0.1 + 0.2)
    book.close()
    out = read(path)
    assert people(out) == [(2, "张三", 333333, 333333), (3, "李四", None, 30)]
    assert doubts(out, "error-value") == ["B3"]
    assert doubts(out, "rounded") == ["B2"]


def test_amounts_as_text_in_many_spellings(tmp_path: Path) -> None:
    spellings = {
        "1,234.50": 123450,
        "￥2,000": 200000,
        "３０００．５": 300050,
        " 4000元 ": 400000,
        "5，000.25": 500025,
        "-": None,
        "234,22": None,
        "1.2万": None,
    }
    rows = [["姓名", "应发工资", "实发工资"], *([f"工人{n}", text, 1000] for n, text in enumerate(spellings))]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [one[2] for one in people(out)] == list(spellings.values())
    assert doubts(out, "amount") == ["B8", "B9"]


def test_identity_numbers_spoilt_by_excel_are_not_taken(tmp_path: Path) -> None:
    good, wrong = id_of(1), id_of(2)[:-1] + ("0" if id_of(2)[-1] != "0" else "1")
    rows: list[list[Any]] = [
        ["姓名", "身份证号", "应发工资", "实发工资"],
        ["张三", good, 1, 1],
        ["李四", float("330602198801150020"), 1, 1],
        ["王五", "3.30602E+17", 1, 1],
        ["赵六", wrong, 1, 1],
        ["钱七", "'" + id_of(3).lower(), 1, 1],
        ["孙八", "330602880115001", 1, 1],
        ["周九", " 3306 " + id_of(4)[4:], 1, 1],
        ["吴十", None, 1, 1],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [p["id_number"] for p in out["sheets"][0]["persons"]] == [
        good,
        None,
        None,
        wrong,
        id_of(3),
        "330602880115001",
        id_of(4),
        None,
    ]
    assert doubts(out, "id-mangled") == ["B3", "B4"]
    assert doubts(out, "id-invalid") == ["B5", "B7"]
    assert doubts(out, "id-missing") == ["B9"]


def test_a_card_number_kept_as_a_number_is_a_doubt(tmp_path: Path) -> None:
    rows = [
        ["姓名", "银行卡号", "应发工资", "实发工资"],
        ["张三", 6228480402564890018, 1, 1],
        ["李四", "6228 4804 0256 4890 018", 1, 1],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [p.get("bank_account") for p in out["sheets"][0]["persons"]] == [None, "6228480402564890018"]
    assert doubts(out, "account-mangled") == ["B2"]


def test_the_month_stands_in_a_column(tmp_path: Path) -> None:
    rows = [
        ["月份", "姓名", "应发工资", "实发工资"],
        [202306, "张三", 1, 1],
        ["2023-07", "张三", 1, 1],
        ["2023年8月", "张三", 1, 1],
        ["9月", "张三", 1, 1],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [p["month"] for p in out["sheets"][0]["persons"]] == ["2023-06", "2023-07", "2023-08", None]
    assert out["sheets"][0]["month"] is None
    assert doubts(out, "month") == ["Sheet1", "A5"] or doubts(out, "month") == ["A5", "Sheet1"]
    rows = [["年份", "月份", "姓名", "应发工资", "实发工资"], [2023, 6, "张三", 1, 1], [2023, 6, "李四", 1, 1]]
    assert read(xlsx(tmp_path / "b.xlsx", rows))["sheets"][0]["month"] == "2023-06"


def test_a_half_month_needs_a_year_near_it(tmp_path: Path) -> None:
    rows = [["12月份工资表"], ["姓名", "应发工资", "实发工资"], ["张三", 1, 1]]
    assert read(xlsx(tmp_path / "a.xlsx", rows))["sheets"][0]["month"] is None
    dated = [*rows, ["制表日期：2020年1月10日"]]
    assert read(xlsx(tmp_path / "b.xlsx", dated))["sheets"][0]["month"] == "2019-12"
    assert read(xlsx(tmp_path / "2019年.xlsx", rows))["sheets"][0]["month"] == "2019-12"


def test_two_months_that_contradict_are_no_month(tmp_path: Path) -> None:
    rows = [["2026年3月工资表"], ["姓名", "应发工资", "实发工资"], ["张三", 1, 1]]
    out = read(xlsx(tmp_path / "2026年4月工资.xlsx", rows))
    assert out["sheets"][0]["month"] is None
    assert len(doubts(out, "month")) == 1


def test_english_headings_and_bilingual_ones(tmp_path: Path) -> None:
    rows = [
        ["Name", "ID Number", "Basic Salary", "Overtime", "Gross Pay", "Tax", "Net Pay"],
        ["Zhang San", id_of(1), 3000, 100, 3100, 100, 3000],
    ]
    out = read(xlsx(tmp_path / "Payroll 2026-03.xlsx", rows))
    assert people(out) == [(2, "Zhang San", 310000, 300000)]
    assert out["sheets"][0]["month"] == "2026-03"
    rows = [["姓名\nName", "应发工资\nGross Pay", "实发工资\nNet Pay"], ["张三", 3100, 3000]]
    assert people(read(xlsx(tmp_path / "b.xlsx", rows))) == [(2, "张三", 310000, 300000)]
    rows = [["姓名", "应发工资", "实发工资"], ["Name", "Gross Pay", "Net Pay"], ["张三", 3100, 3000]]
    out = read(xlsx(tmp_path / "c.xlsx", rows))
    assert (out["sheets"][0]["header_rows"], people(out)) == ([1, 2], [(3, "张三", 310000, 300000)])


def test_piece_rates_with_only_a_sum(tmp_path: Path) -> None:
    rows = [
        ["2026年6月计件工资"],
        ["姓名", "数量", "计件工资", "全勤奖", "合计"],
        ["张三", 100, 3000, 100, 3100],
        ["李四", 120, 3600, 0, 3600],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert people(out) == [(3, "张三", 310000, None), (4, "李四", 360000, None)]
    assert doubts(out, "due-by-sum") == ["E2"]


def test_a_site_payroll_of_days_times_rate(tmp_path: Path) -> None:
    rows = [
        ["项目部民工工资发放表（2026年2月）"],
        [
            "序号",
            "姓名",
            "身份证号",
            "工种",
            "出勤天数",
            "日工资",
            "应发工资",
            "预支",
            "实发工资",
            "银行卡号",
            "领款人签字",
        ],
        [1, "张三", id_of(1), "木工", 20.5, 300, 6150, 1000, 5150, "6228480402564890018", None],
        [2, "李四", id_of(2), "瓦工", 18, 280, 5040, 0, 5040, "6228480402564890026", None],
        [3, None, None, None, None, None, None, None, None, None, None],
        ["合计", None, None, None, 38.5, None, 11190, 1000, 10190, None, None],
        ["项目负责人：", None, None, "劳资员：", None, None, None, None, "日期："],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert people(out) == [(3, "张三", 615000, 515000), (4, "李四", 504000, 504000)]
    assert skipped(out) == {1: "title", 5: "empty", 6: "total", 7: "note"}
    person = out["sheets"][0]["persons"][0]
    assert (person["attendance_days"], person["post"], person["bank_account"]) == (20.5, "木工", "6228480402564890018")


def test_one_vague_amount_is_not_guessed(tmp_path: Path) -> None:
    out = read(xlsx(tmp_path / "a.xlsx", [["姓名", "卡号", "金额"], ["张三", "6228480402564890018", 3000]]))
    assert people(out) == []
    assert "金额" in out["sheets"][0]["passed_over"]


def test_two_due_columns_are_told_apart_by_arithmetic_or_not_at_all(tmp_path: Path) -> None:
    head = ["姓名", "应发工资", "应发金额", "代扣社保", "个税", "实发工资"]
    rows = [head, ["张三", 3000, 3500, 300, 10, 3190], ["李四", 4000, 4600, 300, 20, 4280]]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert out["sheets"][0]["columns"]["due"] == "C"
    rows = [["姓名", "应发工资", "应发金额", "实发工资"], ["张三", 3000, 3500, 3190], ["李四", 4000, 4600, 4280]]
    out = read(xlsx(tmp_path / "b.xlsx", rows))
    assert people(out) == [(2, "张三", None, 319000), (3, "李四", None, 428000)]
    assert doubts(out, "due-ambiguous") == ["B1"]


def test_cumulative_and_employer_columns_are_left_alone(tmp_path: Path) -> None:
    rows = [
        [
            "姓名",
            "累计应发工资",
            "应发工资",
            "社保（单位）",
            "社保（个人）",
            "累计个税",
            "个税",
            "实发工资",
            "欠发工资",
        ],
        ["张三", 90000, 5000, 1500, 500, 900, 10, 4490, 0],
    ]
    columns = read(xlsx(tmp_path / "a.xlsx", rows))["sheets"][0]["columns"]
    assert (columns["due"], columns["insurance"], columns["tax"], columns["paid"]) == ("C", "E", "G", "H")


def test_an_old_xls_with_a_hidden_row_and_a_column_number_line(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("3月")
    for r, row in enumerate(
        [
            ["某厂2024年3月工资发放表"],
            ["序号", "姓名", "应发工资", "扣款合计", "实发工资"],
            ["1", "2", "3", "4", "5=3-4"],
            [1, "张三", 5000, 500, 4500],
            [2, "李四", 6000, 500, 5500],
        ]
    ):
        for c, value in enumerate(row):
            page.write(r, c, value)
    page.row(4).hidden = True
    path = tmp_path / "a.xls"
    book.save(str(path))
    out = read(path)
    assert out["sheets"][0]["header_rows"] == [2, 3]
    assert people(out) == [(4, "张三", 500000, 450000), (5, "李四", 600000, 550000)]
    assert doubts(out, "hidden-rows") == ["5行"]
    assert out["sheets"][0]["month"] == "2024-03"


def test_html_that_calls_itself_xls(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    html = """<html><head><meta charset="gb2312"></head><body><table border=1>
    <tr><th colspan=4>2026年7月工资</th></tr>
    <tr><th rowspan=2>姓名</th><th colspan=2>应发工资</th><th rowspan=2>实发工资</th></tr>
    <tr><th>基本工资</th><th>合计</th></tr>
    <tr><td>张三</td><td>3000</td><td>3,100.00</td><td>3000&nbsp;</td></tr></table></body></html>"""
    path.write_bytes(html.encode("gb18030"))
    out = read(path)
    assert people(out) == [(4, "张三", 310000, 300000)]
    assert out["sheets"][0]["month"] == "2026-07"


def test_spreadsheet_xml_2003(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"

    def cells(values: list[tuple[str, str]]) -> str:
        return (
            "<Row>"
            + "".join(f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' for kind, value in values)
            + "</Row>"
        )

    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="2026年8月"><Table>'
        + cells([("String", "姓名"), ("String", "应发工资"), ("String", "实发工资")])
        + cells([("String", "张三"), ("Number", "3000.5"), ("Number", "2900")])
        + "</Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    out = read(path)
    assert people(out) == [(2, "张三", 300050, 290000)]
    assert out["sheets"][0]["month"] == "2026-08"


def test_the_table_starts_far_from_the_corner(tmp_path: Path) -> None:
    rows = [
        [],
        [],
        [None, None, "2026年9月工资表"],
        [],
        [None, None, "姓名", "应发工资", "实发工资"],
        [None, None, "张三", 10, 9],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert people(out) == [(6, "张三", 1000, 900)]
    assert out["sheets"][0]["columns"]["name"] == "C"
    assert skipped(out) == {1: "empty", 2: "empty", 3: "title", 4: "empty"}


def test_names_that_look_like_totals_and_notes_stay_persons(tmp_path: Path) -> None:
    rows = [
        ["姓名", "部门", "应发工资", "实发工资"],
        ["计小明", "总计划部", 10, 9],
        ["金合", "小计算组", 20, 19],
        ["Total Wang", "x", 30, 29],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [one[1] for one in people(out)] == ["计小明", "金合", "Total Wang"]


def test_the_same_person_twice_is_a_doubt(tmp_path: Path) -> None:
    rows = [
        ["姓名", "身份证号", "应发工资", "实发工资"],
        ["张三", id_of(1), 1, 1],
        ["张三", id_of(2), 1, 1],
        ["李四", id_of(1), 1, 1],
    ]
    assert doubts(read(xlsx(tmp_path / "a.xlsx", rows)), "duplicate") == ["B4"]
    rows = [["姓名", "应发工资", "实发工资"], ["张三", 1, 1], ["张三", 2, 2]]
    assert doubts(read(xlsx(tmp_path / "b.xlsx", rows)), "duplicate") == ["A3"]


def test_a_sheet_repeated_in_the_workbook_is_a_doubt(tmp_path: Path) -> None:
    rows = [["姓名", "应发工资", "实发工资"], ["张三", 1, 1], ["李四", 2, 2]]
    out = read(xlsx(tmp_path / "a.xlsx", rows, sheet="汇总", more=[("工资条", rows)]))
    assert doubts(out, "same-as-other-sheet", 0) == []
    assert doubts(out, "same-as-other-sheet", 1) == ["工资条"]


def test_rows_that_do_not_balance_where_the_others_do(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["姓名", "应发工资", "扣款合计", "实发工资"]]
    rows += [[f"工{n}", 5000, 100, 4900] for n in range(9)] + [["工九", 5000, 100, 3900]]
    assert doubts(read(xlsx(tmp_path / "a.xlsx", rows)), "unbalanced") == ["D11"]


def test_a_remembered_mapping_overrides_what_is_found(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["姓名", "卡号", "金额"], ["张三", "6228480402564890018", 3000]])
    key = read(path)["sheets"][0]["signature"]
    told = {key: {"header_rows": [1], "columns": {"name": "A", "bank_account": "B", "paid": "C"}, "month": "2026-05"}}
    out = read(path, mapping=told)
    assert people(out) == [(2, "张三", None, 300000)]
    assert out["sheets"][0]["month"] == "2026-05"
    out = read(path, mapping={key: {"skip": True}})
    assert people(out) == []


def test_the_signature_is_the_same_next_month(tmp_path: Path) -> None:
    one = xlsx(tmp_path / "a.xlsx", [["2026年3月工资表"], ["姓名", "应发工资", "实发工资"], ["张三", 1, 1]])
    two = xlsx(tmp_path / "b.xlsx", [["2026年4月工资表"], [], ["姓名", "应发工资", "实发工资"], ["李四", 2, 2]])
    other = xlsx(tmp_path / "c.xlsx", [["姓名", "应发工资", "津贴", "实发工资"], ["李四", 2, 1, 2]])
    keys = [read(path)["sheets"][0]["signature"] for path in (one, two, other)]
    assert keys[0] == keys[1] != keys[2]


def test_a_person_without_amounts_is_kept_and_doubted(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "应发工资", "实发工资"], [1, "张三", None, None], [2, "李四", 0, 0]]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert people(out) == [(2, "张三", None, None), (3, "李四", 0, 0)]
    assert doubts(out, "no-amount") == ["B2"]


def test_a_cover_page_and_staff_list_are_passed_over(tmp_path: Path) -> None:
    out = read(
        xlsx(
            tmp_path / "a.xlsx",
            [["说明"], ["本表由人事部填写"]],
            sheet="封面",
            more=[
                ("花名册", [["姓名", "身份证号", "入职日期", "电话"], ["张三", id_of(1), "2020-01-01", "13800000000"]])
            ],
        )
    )
    assert [sheet["persons"] for sheet in out["sheets"]] == [[], []]
    assert all(sheet["passed_over"] for sheet in out["sheets"])


def test_a_small_table_below_the_persons_is_left_out(tmp_path: Path) -> None:
    rows = [
        ["姓名", "应发工资", "实发工资"],
        ["张三", 5, 4],
        ["李四", 6, 5],
        ["合计", 11, 9],
        [],
        ["部门", "人数", "金额"],
        ["生产部", 2, 11],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [one[1] for one in people(out)] == ["张三", "李四"]
    assert skipped(out) == {4: "total", 5: "empty", 6: "header", 7: "note"}
    assert doubts(out, "other-table") == ["第6行"]


def test_a_card_per_person_is_explained(tmp_path: Path) -> None:
    rows = [
        ["工资条"],
        ["姓名", "张三", "部门", "生产部"],
        ["基本工资", 3000, "奖金", 200],
        ["应发工资", 3200, "实发工资", 3000],
    ]
    assert "一行一人" in read(xlsx(tmp_path / "a.xlsx", rows))["sheets"][0]["passed_over"]


def test_a_year_of_months_side_by_side_is_no_month_of_pay(tmp_path: Path) -> None:
    rows = [["姓名", "1月", "2月", "3月", "合计"], ["张三", 1, 2, 3, 6], ["李四", 2, 2, 2, 6]]
    assert people(read(xlsx(tmp_path / "a.xlsx", rows))) == []


def test_amounts_without_any_name_column_are_no_persons(tmp_path: Path) -> None:
    sheet = read(xlsx(tmp_path / "a.xlsx", [["序号", "应发工资", "实发工资"], [1, 10, 9]]))["sheets"][0]
    assert (sheet["persons"], sheet["columns"]["due"]) == ([], "B")
    assert "姓名" in sheet["passed_over"]


def test_padded_names_and_a_month_asked_for_by_a_label(tmp_path: Path) -> None:
    rows = [
        ["工资表", None, "所属月份：", datetime(2026, 3, 1)],
        ["姓  名", "应 发 工 资", "实 发 工 资"],
        ["张　三", 5, 4],
        ["Li Si", 6, 5],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [one[1] for one in people(out)] == ["张三", "Li Si"]
    assert out["sheets"][0]["month"] == "2026-03"


def test_a_date_of_making_or_paying_is_no_wage_month(tmp_path: Path) -> None:
    for title in ("制表日期：2026年4月", "发放日期：2026年4月10日", "编制单位：某公司 填表时间 2026.4.10"):
        rows = [[title], ["姓名", "应发工资", "实发工资"], ["张三", 5, 4]]
        assert read(xlsx(tmp_path / "a.xlsx", rows))["sheets"][0]["month"] is None
    rows = [["2026年4月发放3月工资"], ["姓名", "应发工资", "实发工资"], ["张三", 5, 4]]
    assert read(xlsx(tmp_path / "a.xlsx", rows))["sheets"][0]["month"] == "2026-03"


def test_a_heading_over_three_months_of_one_sheet(tmp_path: Path) -> None:
    head = ["姓名", "应发工资", "实发工资"]
    rows: list[list[Any]] = []
    for month in (1, 2, 3):
        rows += [[f"2026年{month}月工资表"], head, ["张三", 1000 + month, 1000], ["合计", 1000 + month, 1000]]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    sheet = out["sheets"][0]
    assert [(p["row"], p["month"], p["due_fen"]) for p in sheet["persons"]] == [
        (3, "2026-01", 100100),
        (7, "2026-02", 100200),
        (11, "2026-03", 100300),
    ]
    assert sheet["month"] is None
    assert doubts(out, "month") == []


def test_two_paid_columns_are_told_apart_by_the_deductions_before_them(tmp_path: Path) -> None:
    head = ["姓名", "应发工资", "社保", "个税", "实发工资", "补差", "实发金额"]
    rows = [head, ["张三", 3500, 300, 10, 3190, 50, 3240], ["李四", 4600, 300, 20, 4280, 60, 4340]]
    assert read(xlsx(tmp_path / "a.xlsx", rows))["sheets"][0]["columns"]["paid"] == "E"


def test_headings_with_numbering_and_formulas(tmp_path: Path) -> None:
    rows = [["姓名", "基本工资①", "奖金②", "应发工资③=①+②", "扣款合计④", "实发工资⑤=③-④"], ["张三", 1, 2, 3, 1, 2]]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert people(out) == [(2, "张三", 300, 200)]
    assert out["sheets"][0]["columns"]["deductions"] == "E"


def test_deductions_written_with_a_minus(tmp_path: Path) -> None:
    rows = [["姓名", "应发工资", "社保", "实发工资"], ["张三", 5000, -300, 4700], ["李四", 6000, -300, 5700]]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [p["insurance_fen"] for p in out["sheets"][0]["persons"]] == [30000, 30000]
    assert doubts(out, "negative-deduction") == ["C1"]


def test_a_total_with_a_head_count_and_a_month_of_paying(tmp_path: Path) -> None:
    rows = [
        ["部门", "姓名", "发放月份", "应发工资", "实发工资"],
        ["甲", "张三", "2026-04", 1, 1],
        ["甲", "李四", "2026-04", 2, 2],
        ["合计", "2人", None, 3, 3],
    ]
    out = read(xlsx(tmp_path / "a.xlsx", rows))
    assert skipped(out) == {4: "total"}
    assert out["sheets"][0]["month"] is None


def test_year_and_month_asked_for_in_separate_cells(tmp_path: Path) -> None:
    rows = [["年份：", 2026, "月份：", 3], ["姓名", "应发工资", "实发工资"], ["张三", 1, 1]]
    assert read(xlsx(tmp_path / "a.xlsx", rows))["sheets"][0]["month"] == "2026-03"


def test_an_attendance_grid_with_pay_at_its_end(tmp_path: Path) -> None:
    days = list(range(1, 32))
    rows = [
        ["工人考勤及工资表 2026年3月"],
        ["序号", "姓名", "工种", "出勤情况", *[None] * 30, "合计工日", "日工资", "应发工资", "实发工资"],
        [None, None, None, *days, None, None, None, None],
        [1, "张三", "木工", *["√"] * 31, 31, 300, 9300, 9300],
    ]
    out = read(
        xlsx(
            tmp_path / "a.xlsx",
            rows,
            merge=["A2:A3", "B2:B3", "C2:C3", "D2:AH2", "AI2:AI3", "AJ2:AJ3", "AK2:AK3", "AL2:AL3"],
        )
    )
    assert people(out) == [(4, "张三", 930000, 930000)]
    assert (out["sheets"][0]["header_rows"], out["sheets"][0]["persons"][0]["attendance_days"]) == ([2, 3], 31)


def test_a_name_with_a_number_in_it_and_amounts_in_ten_thousands(tmp_path: Path) -> None:
    out = read(xlsx(tmp_path / "a.xlsx", [["姓名", "应发工资", "实发工资"], ["张三" + id_of(1), 1, 1]]))
    assert doubts(out, "name-with-number") == ["A2"]
    out = read(xlsx(tmp_path / "b.xlsx", [["姓名", "应发工资（万元）", "实发工资（万元）"], ["张三", 1.2, 1.1]]))
    assert people(out) == []
    assert "万元" in out["sheets"][0]["doubts"][0]["what"]


def test_month_lines_between_persons_take_the_year_from_the_title(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["2026年度工资发放明细"]]
    for line, name in (("9月份", "王建国"), ("10月份", "李秀英")):
        rows += [[line], ["姓名", "应发工资", "实发工资"], [name, 5000, 4800], ["合计", 5000, 4800], []]
    out = read_payroll(xlsx(tmp_path / "a.xlsx", rows), name="a.xlsx")
    told = [(one["name"], one["month"]) for sheet in out.to_document()["sheets"] for one in sheet["persons"]]
    assert told == [("王建国", "2026-09"), ("李秀英", "2026-10")]


def test_month_lines_without_any_year_leave_the_month_open(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["工资发放明细"]]
    for line, name in (("9月份", "王建国"), ("10月份", "李秀英")):
        rows += [[line], ["姓名", "应发工资", "实发工资"], [name, 5000, 4800], []]
    out = read_payroll(xlsx(tmp_path / "a.xlsx", rows), name="a.xlsx")
    assert out.table["month"].null_count == 2


def test_a_table_lying_on_its_side_is_explained(tmp_path: Path) -> None:
    rows = [["姓名", "王建国", "李秀英"], ["应发工资", 5000, 5100], ["实发工资", 4600, 4700]]
    out = read_payroll(xlsx(tmp_path / "a.xlsx", rows), name="a.xlsx")
    assert "转置" in out.sheets[0].passed_over
