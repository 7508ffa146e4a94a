"""Bank files (银行流水、代发回盘) as banks hand them out, filled from the town; for trying the product by hand."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from anxin.project.demo.numbers import card_numbers
from anxin.project.demo.town import Town
from anxin.project.demo.workbooks import open_book

Line = dict[str, Any]


def lines_of(town: Town, bank: pa.Table, ent_id: int, *, since: Any = None) -> list[Line]:
    """The transfers to one employer's workers, by day, with the payer's name and account; double exports left in."""
    mine = town.accounts.filter(pc.equal(town.accounts["ent_id"], ent_id))["acct"]
    found = bank.filter(pc.is_in(bank["payee_acct"], value_set=mine.combine_chunks()))
    if since is not None:
        found = found.filter(pc.greater_equal(found["paid_date"], pa.scalar(since, pa.date32())))
    payers = dict(zip(town.payers["payer_id"].to_pylist(), town.payers["name"].to_pylist(), strict=True))
    rows: list[Line] = found.sort_by([("paid_date", "ascending"), ("txn_id", "ascending")]).to_pylist()
    for row in rows:
        row["payer_name"] = payers.get(row["payer_id"], "")
        row["payer_acct"] = payer_account(row["payer_id"])
    return rows


def payer_account(payer_id: int) -> int:
    """The account from which a payer pays; always the same one."""
    return int(card_numbers(np.array([8_000_000_000 + payer_id]), np.array([8]))[0])


def _said(row: Line, good: str = "交易成功", bad: str = "交易失败") -> str:
    return good if row["status"] == "success" else bad


def statement_csv(path: Path, rows: list[Line]) -> None:
    """A statement in GBK with a few lines before the headings."""
    with path.open("w", encoding="gbk", errors="replace", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["账户明细查询", *[""] * 8])
        writer.writerow(["币种：人民币", "单位：元", *[""] * 7])
        writer.writerow(
            ["交易日期", "交易流水号", "付款户名", "付款账号", "收款户名", "收款账号", "交易金额", "摘要", "交易状态"]
        )
        for row in rows:
            sums = f"{row['amount_cents'] / 100:,.2f}"
            who = [row["payer_name"], f"\t{row['payer_acct']}", row["payee_name"], f"\t{row['payee_acct']}"]
            writer.writerow(
                [row["paid_date"].strftime("%Y%m%d"), f"\t{row['txn_id']}", *who, sums, row["memo"], _said(row)]
            )


def batch_result(path: Path, rows: list[Line]) -> None:
    """The result of a batch of wages as one bank sends it back: GBK, fields between upright strokes."""
    with path.open("w", encoding="gbk", errors="replace", newline="") as out:
        out.write("序号|交易日期|流水号|收款账号|收款户名|金额|用途|处理结果|失败原因\r\n")
        for number, row in enumerate(rows, start=1):
            why = "" if row["status"] == "success" else "账户状态异常"
            fields = [number, row["paid_date"].isoformat(), row["txn_id"], row["payee_acct"], row["payee_name"]]
            fields += [f"{row['amount_cents'] / 100:.2f}", row["memo"], _said(row, "成功", "失败"), why]
            out.write("|".join(str(field) for field in fields) + "\r\n")


def statement_xlsx(path: Path, rows: list[Line]) -> None:
    """A statement as a workbook: a title, the account, headings, amounts as numbers."""
    with open_book(path) as book:
        page = book.add_worksheet("交易明细")
        page.merge_range(0, 0, 0, 7, "企业网银交易明细")
        page.write_row(
            1,
            0,
            ["查询账号", str(rows[0]["payer_acct"]) if rows else "", "户名", rows[0]["payer_name"] if rows else ""],
        )
        page.write_row(2, 0, ["日期", "流水号", "对方户名", "对方账号", "借方发生额", "贷方发生额", "摘要", "状态"])
        for number, row in enumerate(rows, start=3):
            who = [row["payee_name"], str(row["payee_acct"])]
            text = [row["memo"], _said(row, "成功", "失败退回")]
            page.write_row(
                number,
                0,
                [row["paid_date"].isoformat(), str(row["txn_id"]), *who, row["amount_cents"] / 100, "", *text],
            )


FILES: tuple[tuple[str, str, Callable[[Path, list[Line]], None]], ...] = (
    ("csv", "账户明细", statement_csv),
    ("txt", "代发结果", batch_result),
    ("xlsx", "网银明细", statement_xlsx),
)
