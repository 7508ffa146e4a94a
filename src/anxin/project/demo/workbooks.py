"""Payroll workbooks (工资表) as firms really lay them out, filled from the town; for trying the product by hand."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from anxin.project.demo.town import Town

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one employer hands in for one month."""

    employer: str
    month: int
    lines: list[Line]

    @property
    def title(self) -> str:
        return f"{self.month // 100}年{self.month % 100}月"


def sheet_of(town: Town, roll: pa.Table, ent_id: int, month: int) -> Sheet:
    """The lines of one employer and month with names, numbers, cards and jobs, in the order of workers."""
    wanted = roll.filter(pc.and_(pc.equal(roll["ent_id"], ent_id), pc.equal(roll["month"], month)))
    mine = town.accounts.filter(
        pc.and_(pc.equal(town.accounts["ent_id"], ent_id), pc.equal(town.accounts["kind"], "primary"))
    )
    posts = town.employments.filter(pc.equal(town.employments["ent_id"], ent_id)).select(["worker_id", "job"])
    joined = wanted.join(town.workers.select(["worker_id", "name", "id_number", "phone"]), "worker_id")
    joined = joined.join(mine.select(["worker_id", "acct", "bank_name"]), "worker_id").join(posts, "worker_id")
    name = town.employers["name"][ent_id - 1].as_py()
    return Sheet(name, month, joined.sort_by("worker_id").to_pylist())


def open_book(path: Path) -> Any:
    """A new workbook that says a fixed day of making, so that the same town gives the same file."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC), "comments": "演示文件，内容均为虚构"})
    return book


def yuan_of(cents: int) -> float:
    """Fen as the number a spreadsheet cell holds; exact to the fen below ten thousand million yuan."""
    return round(cents / 100, 2)


def _write(
    path: Path, rows: list[list[Any]], *, merges: tuple[tuple[int, int, int, int, str], ...] = (), name: str = "工资表"
) -> None:
    with open_book(path) as book:
        _fill(book, book.add_worksheet(name), rows, merges)


def _fill(book: Any, page: Any, rows: list[list[Any]], merges: tuple[tuple[int, int, int, int, str], ...]) -> None:
    centre = book.add_format({"align": "center", "bold": True})
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    for first, left, last, right, text in merges:
        page.merge_range(first, left, last, right, text, centre)
    page.set_column(0, 14, 14)


def plain_layout(path: Path, sheet: Sheet) -> None:
    """A title, one line of headings, a total, signatures below."""
    head = ["序号", "姓名", "身份证号", "银行卡号", "出勤天数", "应发工资", "实发工资", "签名"]
    rows: list[list[Any]] = [[], ["编制单位：" + sheet.employer], head]
    for number, line in enumerate(sheet.lines, start=1):
        due, paid = yuan_of(line["due_cents"]), yuan_of(line["declared_paid_cents"])
        rows.append(
            [number, line["name"], line["id_number"], str(line["acct"]), line["attendance_days"], due, paid, ""]
        )
    rows += [_total(sheet, 5), [], ["制表：", "", "审核：", "", "负责人："]]
    _write(path, rows, merges=((0, 0, 0, 7, f"{sheet.title}工资发放表"),))


def _total(sheet: Sheet, before: int) -> list[Any]:
    due = sum(line["due_cents"] for line in sheet.lines)
    paid = sum(line["declared_paid_cents"] for line in sheet.lines)
    return ["合计", *[""] * (before - 1), yuan_of(due), yuan_of(paid)]


def two_line_layout(path: Path, sheet: Sheet) -> None:
    """Headings in two merged lines; the gross sum and what is withheld stand beside the net sum."""
    head = ["序号", "姓名", "证件号码", "工资卡号", "应发项目", "", "", "代扣项目", "", "实发金额", "备注"]
    below = ["", "", "", "", "基本工资", "加班工资", "应发合计", "社保个人", "个税", "", ""]
    rows: list[list[Any]] = [[], head, below]
    for number, line in enumerate(sheet.lines, start=1):
        figures = [
            yuan_of(line[key])
            for key in ("base_cents", "overtime_cents", "gross_cents", "insurance_cents", "tax_cents")
        ]
        rows.append(
            [
                number,
                line["name"],
                line["id_number"],
                str(line["acct"]),
                *figures,
                yuan_of(line["declared_paid_cents"]),
                "",
            ]
        )
    merges = [
        (0, 0, 0, 10, f"{sheet.employer}{sheet.title}份工资表"),
        (1, 4, 1, 6, "应发项目"),
        (1, 7, 1, 8, "代扣项目"),
    ]
    merges += [(1, column, 2, column, head[column]) for column in (0, 1, 2, 3, 9, 10)]
    _write(path, rows, merges=tuple(merges))


def many_sheets_layout(path: Path, sheet: Sheet) -> None:
    """One sheet per kind of work and an empty one, as with departments."""
    head = ["姓名", "身份证号码", "账号", "工种", "应发工资", "实发工资"]
    with open_book(path) as book:
        lines = sorted(sheet.lines, key=lambda line: (str(line["job"]), int(line["worker_id"])))
        for job, members in groupby(lines, key=lambda line: str(line["job"])):
            rows: list[list[Any]] = [[f"{job}班组 {sheet.title}工资"], head]
            for line in members:
                sums = [yuan_of(line["due_cents"]), yuan_of(line["declared_paid_cents"])]
                rows.append([line["name"], line["id_number"], str(line["acct"]), job, *sums])
            _fill(book, book.add_worksheet(job), rows, ())
        book.add_worksheet("备用")


def month_column_layout(path: Path, sheet: Sheet) -> None:
    """No title; the month is a column of numbers, amounts are text."""
    rows: list[list[Any]] = [["月份", "员工姓名", "身份证", "手机号码", "开户银行", "卡号", "应付工资", "实付工资"]]
    for line in sheet.lines:
        sums = [f"{line[key] / 100:.2f}" for key in ("due_cents", "declared_paid_cents")]
        rows.append(
            [sheet.month, line["name"], line["id_number"], line["phone"], line["bank_name"], str(line["acct"]), *sums]
        )
    _write(path, rows, name="Sheet1")


def team_layout(path: Path, sheet: Sheet) -> None:
    """A construction team's list: subtotals per trade and the headings again on every page of twenty."""
    head = ["序号", "班组", "姓名", "身份证号", "银行账号", "出勤工日", "应发工资(元)", "实发工资(元)", "本人签字"]
    rows: list[list[Any]] = [[], [f"所属月份：{sheet.title}", "", "", "", "单位：元"], head]
    number = 0
    lines = sorted(sheet.lines, key=lambda line: (str(line["job"]), int(line["worker_id"])))
    for job, members in groupby(lines, key=lambda line: str(line["job"])):
        team = list(members)
        for line in team:
            number += 1
            sums = [yuan_of(line["due_cents"]), yuan_of(line["declared_paid_cents"])]
            rows.append(
                [number, job, line["name"], line["id_number"], str(line["acct"]), line["attendance_days"], *sums, ""]
            )
            if number % 20 == 0:
                rows.append(list(head))
        part = Sheet(sheet.employer, sheet.month, team)
        rows.append(["小计", *_total(part, 6)[1:]])
    rows.append(_total(sheet, 6))
    _write(path, rows, merges=((0, 0, 0, 8, f"{sheet.employer}农民工工资支付表"),))


def formula_layout(path: Path, sheet: Sheet) -> None:
    """Sums are formulas with their values kept; every ninth row is hidden."""
    with open_book(path) as book:
        page = book.add_worksheet("工资明细")
        page.write_row(0, 0, [f"{sheet.title}工资明细表"])
        page.write_row(1, 0, ["姓名", "身份证号", "工资卡号", "计时计件工资", "其他", "应发工资", "实发工资"])
        for number, line in enumerate(sheet.lines, start=2):
            main = line["due_cents"] // 100 * 100
            page.write_row(number, 0, [line["name"], line["id_number"], str(line["acct"])])
            page.write_row(number, 3, [yuan_of(main), yuan_of(line["due_cents"] - main)])
            row = number + 1
            page.write_formula(number, 5, f"=D{row}+E{row}", None, yuan_of(line["due_cents"]))
            page.write_number(number, 6, yuan_of(line["declared_paid_cents"]))
            if number % 9 == 0:
                page.set_row(number, None, None, {"hidden": True})
        last = len(sheet.lines) + 2
        page.write_string(last, 0, "合计")
        for column, key in ((5, "due_cents"), (6, "declared_paid_cents")):
            letter = "ABCDEFG"[column]
            total = yuan_of(sum(line[key] for line in sheet.lines))
            page.write_formula(last, column, f"=SUM({letter}3:{letter}{last})", None, total)


def csv_layout(path: Path, sheet: Sheet) -> None:
    """A CSV in GB18030 as a payroll program exports it, long numbers guarded by a tab."""
    with path.open("w", encoding="gb18030", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([f"{sheet.employer} {sheet.title} 工资清单", *[""] * 6])
        writer.writerow(["工号", "姓名", "身份证号", "工资卡号", "应发合计", "实发合计", "备注"])
        for line in sheet.lines:
            sums = [f"{line[key] / 100:,.2f}" for key in ("due_cents", "declared_paid_cents")]
            writer.writerow(
                [f"{line['worker_id']:06d}", line["name"], f"\t{line['id_number']}", f"\t{line['acct']}", *sums, ""]
            )


LAYOUTS: tuple[tuple[str, Callable[[Path, Sheet], None]], ...] = (
    ("xlsx", plain_layout),
    ("xlsx", team_layout),
    ("xlsx", two_line_layout),
    ("xlsx", month_column_layout),
    ("csv", csv_layout),
    ("xlsx", many_sheets_layout),
    ("xlsx", formula_layout),
)
