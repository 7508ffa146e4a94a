"""Bank files in the shapes that go wrong: read right, or doubted, never a payment that was not made."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from layouts import xlsx

from anxin.adapters.banks.registry import read_bank
from anxin.analytics.readings import BankReading
from anxin.kernel.outcome import BadInput

CARD, CARD2 = "6228480402564890018", "6222021001122334455"
HEAD = ["序号", "姓名", "账号", "金额", "处理结果", "失败原因", "交易日期"]
DAY = date(2026, 3, 15)


def read(folder: Path, rows: list[list[Any]]) -> BankReading:
    return read_bank(xlsx(folder / "银行.xlsx", rows), name="银行.xlsx")


def facts(out: BankReading) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in ("row", "payee_name", "amount_cents", "status")) for row in out.table.to_pylist()]


def codes(out: BankReading) -> list[str]:
    return [one.code for one in out.doubts]


@pytest.mark.parametrize("mark", ["|", "\t", ","])
def test_a_mark_of_utf8_before_gbk_text_does_not_spoil_it(mark: str, tmp_path: Path) -> None:
    lines = [HEAD, ["1", "张三", CARD, "5000.10", "成功", "", "20260315"]]
    path = tmp_path / "b.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(mark.join(one) for one in lines).encode("gb18030"))
    assert facts(read_bank(path, name="b.txt")) == [(2, "张三", 500010, "ok")]


@pytest.mark.parametrize(
    "word", ["失败", "退票", "冲正", "账号不符", "余额不足", "非成功", "户名有误", "账户状态不正常", "挂失"]
)
def test_words_of_failure_are_failures(word: str, tmp_path: Path) -> None:
    out = read(tmp_path, [HEAD, [1, "张三", CARD, 5000, word, None, "20260315"]])
    assert [one[3] for one in facts(out)] == ["failed"]


def test_a_remark_of_failure_counts_where_no_column_tells_the_outcome(tmp_path: Path) -> None:
    rows = [["姓名", "收款账号", "金额", "备注", "交易日期"]]
    rows += [["张三", CARD, "5000", "余额不足", "20260315"], ["李四", CARD2, "4000", "工资", "20260315"]]
    out = read(tmp_path, rows)
    assert [one[3] for one in facts(out)] == ["failed", "ok"]
    assert "status" in codes(out)


def test_a_negative_amount_in_a_batch_is_no_payment(tmp_path: Path) -> None:
    out = read(tmp_path, [HEAD, [1, "张三", CARD, -5000, "成功", None, "20260315"]])
    assert [one[3] for one in facts(out)] == ["failed"]
    assert codes(out) == ["negative"]


def test_two_heading_lines_are_read_as_one(tmp_path: Path) -> None:
    rows = [
        ["交易信息", None, None, "金额", None, "对方信息", None, "说明", None],
        ["交易日期", "流水号", "余额", "借方", "贷方", "户名", "账号", "摘要", "附言"],
        ["2026-03-15", "A1", 9, 5000, None, "张三", CARD, "代发", "2月工资"],
        ["合计", None, None, 5000, None, None, None, None, None],
    ]
    out = read(tmp_path, rows)
    assert facts(out) == [(3, "张三", 500000, "ok")]
    assert out.table["memo"].to_pylist() == ["代发 2月工资"]


def test_summary_lines_are_no_transfers(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "账号", "金额", "状态", "交易日期"], [1, "张三", CARD, 5000, "成功", "20260315"]]
    rows += [
        ["成功笔数", 1, "成功金额", 5000],
        ["借方笔数：1", None, None, 5000],
        ["打印时间", None, None, "2026-03-16"],
    ]
    out = read(tmp_path, rows)
    assert facts(out) == [(2, "张三", 500000, "ok")]
    assert out.faults == ()


def test_an_unknown_sign_of_direction_is_not_taken_for_a_payment(tmp_path: Path) -> None:
    rows = [["交易日期", "借贷标志", "金额", "对方户名", "对方账号"]]
    rows += [["20260315", "借", 5000, "张三", CARD], ["20260315", "X", 5000, "李四", CARD2]]
    out = read(tmp_path, rows)
    assert [one[3] for one in facts(out)] == ["ok", "pending"]
    assert codes(out) == ["direction"]


def test_money_in_both_columns_is_a_fault(tmp_path: Path) -> None:
    rows = [["交易日期", "借方", "贷方", "对方户名", "对方账号"], ["20260315", 5000, 5000, "张三", CARD]]
    rows += [["20260315", 4000, 0, "李四", CARD2]]
    out = read(tmp_path, rows)
    assert [one[0] for one in facts(out)] == [3]
    assert len(out.faults) == 1


@pytest.mark.parametrize("told", ["20260315", "2026/3/15", "2026-03-15 10:11:12", "20260315101112", 46096])
def test_days_in_all_spellings(told: Any, tmp_path: Path) -> None:
    out = read(tmp_path, [HEAD, [1, "张三", CARD, 5000, "成功", None, told]])
    assert out.table["paid_date"].to_pylist() == [DAY]
    assert codes(out) == (["date-serial"] if told == 46096 else [])


@pytest.mark.parametrize("told", ["5,000.00", "CNY 5,000.00", "CNY5000", "￥5000", "５０００"])
def test_amounts_in_all_spellings(told: str, tmp_path: Path) -> None:
    out = read(tmp_path, [HEAD, [1, "张三", CARD, told, "成功", None, "20260315"]])
    assert facts(out) == [(2, "张三", 500000, "ok")]


@pytest.mark.parametrize("money", ["5000.125", "0.001"])
def test_part_of_a_fen_is_a_fault_and_never_rounded(money: str, tmp_path: Path) -> None:
    out = read(tmp_path, [HEAD, [1, "张三", CARD, money, "成功", None, "20260315"], [2, "李四", CARD2, "10.100", "成功", None, "20260315"]])  # fmt: skip
    assert facts(out) == [(3, "李四", 1010, "ok")]
    assert "不足一分" in out.faults[0].in_words()
    assert "第 2 行" in out.faults[0].in_words()


@pytest.mark.parametrize("money", ["5000.00CNY", "RMB5,000.00", "人民币5000元", "￥５０００．００", "5,000.00 元"])
def test_words_for_yuan_around_an_amount_are_read_past(money: str, tmp_path: Path) -> None:
    out = read(tmp_path, [HEAD, [1, "张三", CARD, money, "成功", None, "20260315"]])
    assert [one[2] for one in facts(out)] == [500000]


@pytest.mark.parametrize("money", ["5万", "五千元", "5000分", "约5000", "5000/月"])
def test_an_amount_in_other_words_is_a_fault_that_names_its_row(money: str, tmp_path: Path) -> None:
    out = read(tmp_path, [HEAD, [1, "张三", CARD, money, "成功", None, "20260315"]])
    assert facts(out) == []
    assert "第 2 行" in out.faults[0].in_words()


@pytest.mark.parametrize("card", ["6222****1234", "622202******4455", "6228 48** **** 0018"])
def test_an_account_with_hidden_digits_is_a_doubt(card: str, tmp_path: Path) -> None:
    out = read(tmp_path, [HEAD, [1, "张三", card, 5000, "成功", None, "20260315"]])
    assert codes(out) == ["masked"]
    assert out.doubts[0].where == "第2行"


FIGURES = ["交易日期", "流水号", "借贷标志", "金额", "对方户名", "对方账号", "摘要"]


def test_signs_that_are_only_figures_count_nothing_as_paid(tmp_path: Path) -> None:
    rows = [
        ["2026-03-15", "A1", "0", 5000, "张三", CARD, "工资"],
        ["2026-03-16", "A2", "1", 9000, "某某商贸", CARD2, "货款"],
    ]
    out = read(tmp_path, [FIGURES, *rows])
    assert {one[3] for one in facts(out)} == {"pending"}
    assert "direction-figures" in codes(out)


@pytest.mark.parametrize("signs", [("D", "C"), ("借", "贷"), ("DEBIT", "credit"), ("付", "收"), ("支出", "收入")])
def test_signs_in_letters_or_words_tell_who_paid(signs: tuple[str, str], tmp_path: Path) -> None:
    rows = [["2026-03-15", "A1", signs[0], 5000, "张三", CARD, "工资"], ["2026-03-16", "A2", signs[1], 9000, "某某商贸", CARD2, "货款"]]  # fmt: skip
    out = read(tmp_path, [FIGURES, *rows])
    assert [(row["payee_name"], row["status"]) for row in out.table.to_pylist()] == [("张三", "ok"), (None, "ok")]


def sheets(path: Path, *books: tuple[str, list[list[Any]]]) -> Path:
    whole = openpyxl.Workbook()
    whole.remove(whole.worksheets[0])
    for title, rows in books:
        page = whole.create_sheet(title)
        for row in rows:
            page.append(row)
    whole.save(path)
    whole.close()
    return path


def test_every_sheet_of_a_bank_file_is_read_and_a_transfer_listed_twice_counts_once(tmp_path: Path) -> None:
    may = [1, "张三", CARD, 5000, "成功", None, "20260515"]
    june = [1, "张三", CARD, 5000, "成功", None, "20260615"]
    path = sheets(
        tmp_path / "b.xlsx", ("5月", [HEAD, may]), ("6月", [HEAD, june, may]), ("封面", [["某某公司"], ["代发资料"]])
    )
    out = read_bank(path, name="b.xlsx")
    assert [row["paid_date"].month for row in out.table.to_pylist()] == [5, 6]
    assert [(one.where, one.code) for one in out.doubts] == [("《6月》", "listed-twice"), ("《封面》", "other-sheet")]


@pytest.mark.parametrize("head", ["金额（万元）", "交易金额(美元)", "金额 USD"])
def test_amounts_in_another_unit_are_refused_and_never_read_as_yuan(head: str, tmp_path: Path) -> None:
    rows = [["姓名", "收款账号", head, "金额", "用途", "交易日期"], ["张三", CARD, "0.5", "0.5", "工资", "20260315"]]
    with pytest.raises(BadInput) as refused:
        read(tmp_path, rows)
    assert refused.value.code == "banks.unit"


def test_a_transfer_in_another_currency_is_not_taken_for_paid(tmp_path: Path) -> None:
    rows = [["姓名", "收款账号", "币种", "金额", "交易日期"]]
    rows += [["张三", CARD, "USD", 5000, "20260315"], ["李四", CARD2, "人民币", 4000, "20260315"]]
    out = read(tmp_path, rows)
    assert [one[3] for one in facts(out)] == ["pending", "ok"]
    assert codes(out) == ["currency"]


def test_an_amount_of_nothing_is_no_payment_and_stops_no_file(tmp_path: Path) -> None:
    out = read(
        tmp_path,
        [HEAD, [1, "张三", CARD, 0, "成功", None, "20260315"], [2, "李四", CARD2, 1, "成功", None, "20260315"]],
    )
    assert facts(out) == [(3, "李四", 100, "ok")]
    assert (codes(out), out.faults) == (["zero"], ())


def test_a_mark_of_gb18030_does_not_hide_the_first_heading(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    lines = "交易日期,收款账号,收款户名,金额\r\n20260315," + CARD + ",张三,5000\r\n"
    path.write_bytes(b"\x84\x31\x95\x33" + lines.encode("gb18030"))
    assert [row["paid_date"] for row in read_bank(path, name="b.csv").table.to_pylist()] == [DAY]
