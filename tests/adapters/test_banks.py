"""Bank files: every sample here is invented; headings follow what the banks' own exports use."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwt
from layouts import xlsx

from anxin.adapters.banks.registry import ADAPTERS, choices, read_bank
from anxin.analytics.readings import STAGED_BANK, BankReading
from anxin.kernel.outcome import BadInput

CARD, CARD2, CARD3 = "6228480402564890018", "6222021001122334455", "6217001234567890123"


def csv(path: Path, lines: list[list[Any]], *, encoding: str = "gb18030", mark: str = ",") -> Path:
    path.write_bytes("\r\n".join(mark.join(str(one) for one in line) for line in lines).encode(encoding))
    return path


def brief(out: BankReading) -> list[tuple[Any, ...]]:
    keys = ("row", "payer_name", "payee_name", "payee_account", "amount_cents", "paid_date", "status")
    return [tuple(line[key] for key in keys) for line in out.table.to_pylist()]


def test_the_demonstration_bank(tmp_path: Path) -> None:
    lines = [
        ["txn_id", "payer_id", "payer_name", "payee_account", "payee_name", "amount", "date", "memo", "status"],
        ["T1", "E7", "甲公司", CARD, "张三", "5000.10", "2026-03-15", "2026年2月工资", "ok"],
        ["T1", "E7", "甲公司", CARD, "张三", "5000.10", "2026-03-15", "2026年2月工资", "ok"],
        ["T2", "E7", "甲公司", CARD2, "李四", "4000", "2026-03-15", "工资", "failed"],
        ["T3", "E7", "甲公司", CARD3, "王五", "x", "2026-03-15", "工资", "ok"],
    ]
    out = read_bank(csv(tmp_path / "demo.csv", lines, encoding="utf-8"), name="demo.csv")
    assert out.adapter == "demo"
    assert out.table.schema == STAGED_BANK
    assert brief(out) == [
        (2, "甲公司", "张三", CARD, 500010, date(2026, 3, 15), "ok"),
        (3, "甲公司", "张三", CARD, 500010, date(2026, 3, 15), "ok"),
        (4, "甲公司", "李四", CARD2, 400000, date(2026, 3, 15), "failed"),
    ]
    assert out.table["txn_id"].to_pylist() == ["T1", "T1", "T2"]
    assert out.table["payer_account"].to_pylist()[0] == "E7"
    assert [fault.where for fault in out.faults] == ["demo.csv 第 5 行 F 列"]


def test_a_generic_statement_with_debit_and_credit(tmp_path: Path) -> None:
    rows = [
        ["账户明细", None, None, None, None, None, None],
        ["户名：甲公司", None, "账号：33050100001234", None, None, None, None],
        ["交易日期", "摘要", "借方", "贷方", "余额", "对方户名", "对方账号", "流水号"],
        ["2026-03-15", "代发2月工资", 5000, None, 95000, "张三", CARD, "A1"],
        ["2026-03-16", "货款", None, 20000, 115000, "乙公司", "33010100009999", "A2"],
        ["2026-03-16", "手续费", 5.5, None, 114994.5, None, None, "A3"],
        ["合计", None, 5005.5, 20000, None, None, None, None],
    ]
    out = read_bank(xlsx(tmp_path / "流水.xlsx", rows), name="流水.xlsx")
    assert out.adapter == "generic"
    assert brief(out) == [
        (4, "甲公司", "张三", CARD, 500000, date(2026, 3, 15), "ok"),
        (5, "乙公司", "甲公司", "33050100001234", 2000000, date(2026, 3, 16), "ok"),
        (6, "甲公司", None, None, 550, date(2026, 3, 16), "ok"),
    ]
    assert out.table["payer_account"].to_pylist()[0] == "33050100001234"
    assert [(one.row, one.why.value) for one in out.skipped] == [(7, "total")]
    assert out.faults == ()


def test_a_return_undoes_the_payment_it_answers(tmp_path: Path) -> None:
    rows = [
        ["交易日期", "摘要", "借方", "贷方", "对方户名", "对方账号", "流水号"],
        ["2026-03-15", "工资", 5000, None, "张三", CARD, "A1"],
        ["2026-03-15", "工资", 5000, None, "李四", CARD2, "A2"],
        ["2026-03-17", "退汇 账号户名不符", None, 5000, "李四", CARD2, "A3"],
        ["2026-03-18", "工资", 5000, None, "李四", CARD2, "A4"],
        ["2026-03-19", "冲正", -5000, None, "张三", CARD, "A5"],
        ["2026-03-20", "退汇", None, 77, "王五", CARD3, "A6"],
    ]
    out = read_bank(xlsx(tmp_path / "a.xlsx", rows), name="a.xlsx")
    assert out.table["status"].to_pylist() == ["failed", "failed", "failed", "ok", "failed", "failed"]
    assert out.table["reason"].to_pylist()[:2] == ["已在第 6 行退回或冲正", "已在第 4 行退回或冲正"]
    assert [one.code for one in out.doubts] == ["reversal"]


def test_the_agricultural_banks_bar_separated_wage_result(tmp_path: Path) -> None:
    lines = [
        ["20260315", "甲公司", "3", "13500.50"],
        ["1", CARD, "张三", "5000.50", "成功", ""],
        ["2", CARD2, "李四", "4500.00", "失败", "户名不符"],
        ["3", CARD3, "王五", "4000.00", "处理中", ""],
    ]
    out = read_bank(csv(tmp_path / "AGENTPAY.txt", lines, mark="|"), name="AGENTPAY.txt")
    assert (out.adapter, out.bank) == ("abc-wage", "农业银行代发工资结果")
    assert brief(out) == [
        (2, None, "张三", CARD, 500050, date(2026, 3, 15), "ok"),
        (3, None, "李四", CARD2, 450000, date(2026, 3, 15), "failed"),
        (4, None, "王五", CARD3, 400000, date(2026, 3, 15), "pending"),
    ]
    assert out.table["reason"].to_pylist()[1] == "户名不符"
    assert [(one.row, one.why.value) for one in out.skipped] == [(1, "title")]


def test_the_same_result_in_another_order_and_without_a_first_line(tmp_path: Path) -> None:
    lines = [
        ["王五", CARD3, "4000", "工资", "20260315", "交易成功"],
        ["赵六", CARD, "4100.5", "工资", "20260315", "交易成功"],
    ]
    out = read_bank(csv(tmp_path / "a.txt", lines, mark="|"), name="a.txt")
    assert brief(out) == [
        (1, None, "王五", CARD3, 400000, date(2026, 3, 15), "ok"),
        (2, None, "赵六", CARD, 410050, date(2026, 3, 15), "ok"),
    ]
    assert out.table["memo"].to_pylist() == ["工资", "工资"]


STATEMENTS: dict[str, tuple[list[list[Any]], tuple[Any, ...]]] = {
    "icbc": (
        [
            ["[HISTORYDETAIL]"],
            ["凭证号", "本方账号", "对方账号", "交易时间", "借/贷", "借方发生额", "贷方发生额", "对方行号", "摘要", "用途", "对方单位名称", "余额", "个性化信息"],
            ["0", "1211012009000000000", CARD, "2026-03-15 10:11:12", "借", "5000.00", "0.00", "", "代发", "2月工资", "张三", "1.00", ""],
        ],
        (3, None, "张三", CARD, 500000, date(2026, 3, 15), "ok"),
    ),
    "ccb": (
        [
            ["账号", "账户名称", "交易时间", "借方发生额（支取）", "贷方发生额（收入）", "余额", "币种", "对方户名", "对方账号", "对方开户机构", "记账日期", "摘要", "备注", "账户明细编号-交易流水号", "企业流水号"],
            ["33050165000000", "甲公司", "20260315 09:30:00", "5000.00", "0.00", "9", "人民币元", "张三", CARD, "建行", "20260315", "代发工资", "2026年2月", "1-330", "X9"],
        ],
        (2, "甲公司", "张三", CARD, 500000, date(2026, 3, 15), "ok"),
    ),
    "boc": (
        [
            ["查询账号[ Inquirer account number ]", "350000000000"],
            ["交易类型[ Transaction Type ]", "业务类型[ Business type ]", "付款人账号[ Debit Account No. ]", "付款人名称[ Payer's Name ]", "收款人账号[ Payee's Account Number ]", "收款人名称[ Payee's Name ]", "交易日期[ Transaction Date ]", "交易时间[ Transaction time ]", "交易金额[ Trade Amount ]", "交易流水号[ Transaction reference number ]", "用途[ Purpose ]"],
            ["往账", "转账", "350000000000", "甲公司", CARD, "张三", "20260315", "09:30:00", "-5000.00", "B77", "工资"],
        ],
        (3, "甲公司", "张三", CARD, 500000, date(2026, 3, 15), "ok"),
    ),
    "cmb": (
        [
            ["交易日", "交易时间", "起息日", "交易类型", "借方金额", "贷方金额", "余额", "摘要", "流水号", "流程实例号", "业务名称", "用途", "业务参考号", "业务摘要", "收(付)方名称", "收(付)方账号"],
            ["20260315", "093000", "20260315", "代发", "5000.00", "", "8", "工资", "C5", "N1", "", "工资", "R1", "", "张三", CARD],
        ],
        (2, None, "张三", CARD, 500000, date(2026, 3, 15), "ok"),
    ),
    "psbc": (
        [
            ["中国邮政储蓄银行账户明细"],
            ["交易日期", "交易渠道", "摘要", "借方金额", "贷方金额", "余额", "对方账号", "对方户名"],
            ["2026/03/15", "网银", "工资", "5000.00", "", "3", CARD, "张三"],
        ],
        (3, None, "张三", CARD, 500000, date(2026, 3, 15), "ok"),
    ),
    "rcb": (
        [
            ["浙江绍兴某农村商业银行", "户名：甲公司", "账号：201000123456789"],
            ["交易日期", "交易时间", "摘要", "借贷标志", "交易金额", "余额", "对方账号", "对方户名", "对方行名", "交易流水"],
            ["2026-03-15", "09:30:00", "工资", "借", "5000.00", "3", CARD, "张三", "农商行", "R9"],
        ],
        (3, "甲公司", "张三", CARD, 500000, date(2026, 3, 15), "ok"),
    ),
    "abc": (
        [
            ["中国农业银行账户明细", "账户名称：甲公司"],
            ["交易日期", "交易时间", "收入金额", "支出金额", "本次余额", "手续费总额", "交易方式", "交易行名", "交易类别", "对方省市", "对方账号", "对方户名", "交易说明", "交易摘要", "交易附言"],
            ["2026-03-15", "10:00:00", "", "5000.00", "2", "0", "网银", "某支行", "转账", "浙江", CARD, "张三", "", "工资", "2月工资"],
        ],
        (3, "甲公司", "张三", CARD, 500000, date(2026, 3, 15), "ok"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("bank", sorted(STATEMENTS))
def test_each_banks_statement_is_known_by_its_headings(bank: str, tmp_path: Path) -> None:
    lines, expected = STATEMENTS[bank]
    out = read_bank(csv(tmp_path / "流水.csv", lines), name="流水.csv")
    assert out.adapter == bank
    assert brief(out) == [expected]
    assert out.faults == ()


BATCHES: dict[str, list[list[Any]]] = {
    "icbc-batch": [["指令序号", "收款账号", "收款账户名称", "金额", "指令状态", "失败原因", "处理日期"]],
    "ccb-batch": [["代发序号", "账号", "姓名", "代发金额", "处理结果", "失败原因", "处理日期"]],
    "cmb-batch": [["序号", "账号", "户名", "金额", "业务状态", "失败原因", "交易日期", "注释"]],
    "psbc-batch": [["序号", "入账账号", "客户姓名", "金额", "入账状态", "失败原因", "入账日期"]],
    "rcb-batch": [["序号", "员工账号", "员工姓名", "实发金额", "发放状态", "失败原因", "发放日期"]],
}


@pytest.mark.parametrize("bank", sorted(BATCHES))
def test_each_banks_batch_result(bank: str, tmp_path: Path) -> None:
    lines = [
        *BATCHES[bank],
        [1, CARD, "张三", "5000.00", "成功", "", "20260315"],
        [2, CARD2, "李四", "4000.00", "失败", "账号不存在", "20260315"],
        [3, "", "王五", "4000.00", "成功", "", "20260315"],
        ["合计", "", "", "13000.00", "", "", ""],
    ]
    out = read_bank(csv(tmp_path / "代发结果.csv", lines), name="代发结果.csv")
    assert out.adapter == bank
    assert [(line[2], line[3], line[4], line[6]) for line in brief(out)] == [
        ("张三", CARD, 500000, "ok"),
        ("李四", CARD2, 400000, "failed"),
    ]
    assert len(out.faults) == 1
    assert "第 4 行" in out.faults[0].where
    assert [(one.row, one.why.value) for one in out.skipped] == [(5, "total")]


def test_an_unknown_outcome_is_no_payment_until_confirmed(tmp_path: Path) -> None:
    lines = [["序号", "收款账号", "收款户名", "金额", "状态", "日期"], [1, CARD, "张三", 100, "9527", "2026-03-15"]]
    out = read_bank(csv(tmp_path / "a.csv", lines), name="a.csv")
    assert out.table["status"].to_pylist() == ["pending"]
    assert [one.code for one in out.doubts] == ["status"]


def test_a_batch_dated_in_its_title(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("结果")
    for r, row in enumerate(
        [
            ["代发日期：2026-03-15", "用途：2月工资"],
            ["序号", "卡号", "姓名", "金额", "处理结果"],
            [1, CARD, "张三", 100.5, "成功"],
        ]
    ):
        for c, value in enumerate(row):
            page.write(r, c, value)
    book.save(str(tmp_path / "a.xls"))
    out = read_bank(tmp_path / "a.xls", name="a.xls")
    assert brief(out) == [(3, None, "张三", CARD, 10050, date(2026, 3, 15), "ok")]
    assert out.table["memo"].to_pylist() == ["2月工资"]


def test_no_date_anywhere_is_a_doubt(tmp_path: Path) -> None:
    lines = [["序号", "卡号", "姓名", "金额", "处理结果"], [1, CARD, "张三", 100.5, "成功"]]
    out = read_bank(csv(tmp_path / "a.csv", lines), name="a.csv")
    assert out.table["paid_date"].to_pylist() == [None]
    assert [one.code for one in out.doubts] == ["no-date"]


def test_a_payroll_is_no_bank_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_bank(xlsx(tmp_path / "a.xlsx", [["姓名", "应发工资", "实发工资"], ["张三", 1, 1]]), name="a.xlsx")
    assert caught.value.code == "banks.unknown"


def test_an_adapter_can_be_named(tmp_path: Path) -> None:
    lines, expected = STATEMENTS["psbc"]
    out = read_bank(csv(tmp_path / "a.csv", lines), name="a.csv", adapter="generic")
    assert (out.adapter, brief(out)) == ("generic", [expected])
    with pytest.raises(BadInput):
        read_bank(tmp_path / "a.csv", name="a.csv", adapter="nobank")


def test_adapters_have_unique_keys() -> None:
    assert len({key for key, _ in choices()}) == len(ADAPTERS)


@pytest.mark.parametrize(
    ("heading", "word", "status"),
    [
        ("代发结果", "代发成功", "ok"),
        ("代发结果", "代发失败", "failed"),
        ("交易处理状态", "已退票", "failed"),
        ("交易处理状态", "部分成功", "pending"),
        ("回盘结果", "待银行处理", "pending"),
        ("回盘结果说明", "9527", "pending"),
        ("失败描述", "卡号有误", "failed"),
        ("失败描述", "", "ok"),
        ("打印状态", "未打印", "ok"),
    ],
)
def test_whatever_a_bank_calls_the_outcome_it_is_read(heading: str, word: str, status: str, tmp_path: Path) -> None:
    lines = [["收款人账号", "收款人姓名", "代发金额", "代发日期", heading], [CARD, "张三", "5000.00", "20260315", word]]
    out = read_bank(csv(tmp_path / "结果.csv", lines), name="结果.csv")
    assert out.table["status"].to_pylist() == [status]


def test_a_bar_separated_result_with_a_heading_names_payees_only(tmp_path: Path) -> None:
    lines = [
        ["序号", "账号", "户名", "金额", "状态", "备注", "日期"],
        ["1", CARD, "张三", "5000.00", "成功", "", "20260315"],
        ["2", CARD2, "李四", "4000.00", "失败", "户名不符", "20260315"],
    ]
    out = read_bank(csv(tmp_path / "结果.txt", lines, mark="|"), name="结果.txt")
    assert out.adapter == "generic-batch"
    assert brief(out) == [
        (2, None, "张三", CARD, 500000, date(2026, 3, 15), "ok"),
        (3, None, "李四", CARD2, 400000, date(2026, 3, 15), "failed"),
    ]
    assert out.table["payer_account"].to_pylist() == [None, None]


@pytest.mark.parametrize(
    "heading",
    [
        ["交易时间", "交易日期", "借", "贷", "账户余额", "对方账户", "对方账户名称", "摘要"],
        ["交易时间", "交易日期", "转出", "转入", "余额", "对方账号", "对方户名", "摘要"],
        ["交易时间", "交易日期", "借方发生额（元）", "贷方发生额（元）", "余额", "对方账号/卡号", "对方名称", "附言"],
    ],
)
def test_other_headings_of_statements(heading: list[str], tmp_path: Path) -> None:
    lines = [
        heading,
        ["2026-03-15 10:00:00", "20260315", "5000.00", "", "3", CARD, "张三", "工资"],
        ["2026-03-16 10:00:00", "20260316", "4000.00", "", "3", CARD2, "李四", "工资"],
        ["2026-03-17 10:00:00", "20260317", "", "4000.00", "3", CARD2, "李四", "代发失败退回"],
        ["2026-03-18 10:00:00", "20260318", "-5000.00", "", "3", CARD, "张三", "工资"],
    ]
    out = read_bank(csv(tmp_path / "流水.csv", lines), name="流水.csv")
    assert out.table["status"].to_pylist() == ["failed"] * 4
    assert "已在第 5 行退回或冲正" in out.table["reason"].to_pylist()
