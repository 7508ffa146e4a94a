"""The town on disk: canonical Parquet and CSV for machines, and a folder of real-looking files for people to try."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from anxin.kernel.period import Month
from anxin.project.demo.bankfiles import FILES, lines_of
from anxin.project.demo.names import MARK
from anxin.project.demo.stories import STORIES
from anxin.project.demo.town import Town
from anxin.project.demo.workbooks import LAYOUTS, formula_layout, open_book, plain_layout, sheet_of

_BANK = ["txn_id", "payer_id", "payee_acct", "amount_cents", "paid_date", "memo"]
_PAYROLL = ["worker_id", "ent_id", "month", "due_cents", "due_date"]
_SECTORS = ("制造业", "餐饮业", "建筑业", "服务业")
_TRIED = (
    "recovered",
    "subcontractor",
    "insurance_gap",
    "slipping",
    "below_minimum",
    "drywall",
    "main_contractor",
    "phoenix_new",
    "false_claim",
)
_READ_ME = """演示文件（均为虚构，名称带“（演示）”）

新交文件/    {fresh}的工资表与银行文件，尚未导入系统：请从这里开始试。
             导入后应看到：3 人未发，2 人少发，2 人先失败后补发成功。
             下月工资表已编好，约定发薪日未到，不应算欠薪。
补交文件/    {late}漏交的代发回盘；补交后该企业全部转为按时足额。
工资表/      十二家企业 {month} 的工资表，版式各不相同（已在系统中）。
银行文件/    与之对应的银行流水和代发结果（已在系统中）。
名册/        企业、职工、工程项目的导入表。
批量/        供 anxin reconcile 与 anxin warn 使用的 Parquet、CSV；truth 文件夹是标准答案。
"""


def write(town: Town, out_dir: Path) -> None:
    """Write everything; existing files of the same name are replaced."""
    _bulk(town, out_dir / "批量")
    _registers(town, out_dir / "名册")
    _tried(town, out_dir)
    names = {story.key: story.name for story in STORIES}
    text = _READ_ME.format(fresh=names["fresh"], late=names["missing_statement"], month=town.last_month)
    (out_dir / "说明.txt").write_text(text, encoding="utf-8")


def _bulk(town: Town, folder: Path) -> None:
    """Every table, the truth, and the inputs of `anxin reconcile` and `anxin warn` in their exact columns."""
    for part in (folder / "tables", folder / "truth"):
        part.mkdir(parents=True, exist_ok=True)
    for name, table in town.tables().items():
        pq.write_table(table, folder / "tables" / f"{name}.parquet", compression="zstd")
    for item in fields(town.truth):
        pq.write_table(getattr(town.truth, item.name), folder / "truth" / f"{item.name}.parquet", compression="zstd")
    pq.write_table(town.payroll.select(_PAYROLL), folder / "payroll.parquet", compression="zstd")
    pq.write_table(town.settled_bank().select(_BANK), folder / "bank.parquet", compression="zstd")
    pq.write_table(
        town.accounts.select(["acct", "worker_id", "ent_id"]), folder / "accounts.parquet", compression="zstd"
    )
    pq.write_table(town.panel.drop_columns(["monday"]), folder / "panel.parquet", compression="zstd")
    pc_csv.write_csv(warn_employers(town), folder / "employers.csv")
    pc_csv.write_csv(town.truth.spells.drop_columns(["onset_day", "end_day"]), folder / "spells.csv")


def warn_employers(town: Town) -> pa.Table:
    """The employers in the columns of `anxin warn fit`."""
    named = town.panel["town"][0].as_py()
    found = town.employers.select(["ent_id", "sector", "head_count", "supervised", "metered", "record"])
    found = found.rename_columns(["ent", "sector", "head", "supervised", "metered", "record"])
    for place, column in enumerate(found.column_names):
        if pa.types.is_boolean(found.schema.field(column).type):
            found = found.set_column(place, column, found[column].cast(pa.int8()))
    return found.add_column(0, "town", pa.array([named] * found.num_rows))


def _workbook(path: Path, head: list[str], rows: list[list[Any]]) -> None:
    with open_book(path) as book:
        page = book.add_worksheet()
        for number, row in enumerate([head, *rows]):
            page.write_row(number, 0, row)


def _registers(town: Town, folder: Path) -> None:
    """The import sheets of employers, projects, and the workers of two employers."""
    folder.mkdir(parents=True, exist_ok=True)
    village = dict(zip(town.places["code"].to_pylist(), town.places["short_name"].to_pylist(), strict=True))
    park = dict(zip(town.parks["park_id"].to_pylist(), town.parks["name"].to_pylist(), strict=True))
    employers = town.employers.to_pylist()
    _workbook(folder / "企业名册.xlsx", _EMPLOYER_HEAD, [_employer_row(each, village, park) for each in employers])
    names = [each["name"] for each in employers]
    projects = [
        [each["code"], each["name"], village[each["village_code"]], each["owner_name"], names[each["main_ent_id"] - 1],
         each["contract_cents"] / 100, "是", each["deposit_cents"] / 100, "是", each["started"].isoformat()]
        for each in town.projects.to_pylist()
    ]  # fmt: skip
    _workbook(folder / "工程项目.xlsx", _PROJECT_HEAD, projects)
    fresh = [number for number, each in enumerate(employers) if each["story"] in ("fresh", "phoenix_new")]
    _workbook(
        folder / "职工名册.xlsx", _WORKER_HEAD, [row for number in fresh for row in _worker_rows(town, number + 1)]
    )


_EMPLOYER_HEAD = [
    "企业名称", "统一社会信用代码", "行业", "村（社区）", "网格", "园区", "地址", "用工人数", "已签劳动合同人数", "参保人数",
    "约定发薪日", "注册资本（元）", "法定代表人", "联系人", "联系电话", "成立日期", "注销日期",
]  # fmt: skip
_PROJECT_HEAD = [
    "项目编号",
    "项目名称",
    "村（社区）",
    "建设单位",
    "施工总承包单位",
    "合同价",
    "专用账户",
    "工资保证金",
    "实名制",
    "开工日期",
]
_WORKER_HEAD = ["姓名", "身份证号", "用人单位", "手机号", "岗位", "入职日期", "离职日期", "工资卡号"]


def _employer_row(each: dict[str, Any], village: dict[str, str], park: dict[int, str]) -> list[Any]:
    closed = each["closed_on"]
    return [
        each["name"], each["uscc"], _SECTORS[each["sector"]], village[each["village_code"]], each["grid_code"] or "",
        park.get(each["park_id"], ""), each["address"], each["head_count"], each["contracts"], each["insured"], each["pay_day"],
        each["registered_capital_cents"] / 100, each["legal_person"], each["contact"], each["phone"], each["founded"].isoformat(),
        closed.isoformat() if closed else "",
    ]  # fmt: skip


def _worker_rows(town: Town, ent_id: int) -> list[list[Any]]:
    jobs = town.employments.filter(pc.equal(town.employments["ent_id"], ent_id))
    cards = town.accounts.filter(
        pc.and_(pc.equal(town.accounts["ent_id"], ent_id), pc.equal(town.accounts["kind"], "primary"))
    )
    found = (
        jobs.join(town.workers, "worker_id").join(cards.select(["worker_id", "acct"]), "worker_id").sort_by("worker_id")
    )
    name = town.employers["name"][ent_id - 1].as_py()
    return [
        [each["name"], each["id_number"], name, each["phone"], each["job"], each["joined"].isoformat(),
         each["left"].isoformat() if each["left"] else "", str(each["acct"])]
        for each in found.to_pylist()
    ]  # fmt: skip


def _tried(town: Town, out_dir: Path) -> None:
    """Payrolls and bank files of a dozen employers, and those held back."""
    for part in ("工资表", "银行文件", "新交文件", "补交文件"):
        (out_dir / part).mkdir(parents=True, exist_ok=True)
    since = Month.of_code(town.last_month).next().first
    for number, ent_id in enumerate(_chosen(town)):
        ending, lay_out = LAYOUTS[number % len(LAYOUTS)]
        sheet = sheet_of(town, town.payroll, ent_id, town.last_month)
        short = sheet.employer.removesuffix(MARK)
        lay_out(out_dir / "工资表" / f"{short}{sheet.title}工资.{ending}", sheet)
        suffix, label, store = FILES[number % len(FILES)]
        store(out_dir / "银行文件" / f"{short}{label}.{suffix}", lines_of(town, town.bank, ent_id, since=since))
    by_key = dict(zip(town.stories["key"].to_pylist(), town.stories["ent_id"].to_pylist(), strict=True))
    if "fresh" in by_key:
        _held_back(town, out_dir, by_key)


def _chosen(town: Town) -> list[int]:
    """The stories that have a payroll of the last month, and the largest employers without one, a dozen in all."""
    stories = dict(zip(town.stories["key"].to_pylist(), town.stories["ent_id"].to_pylist(), strict=True))
    last = town.payroll.filter(pc.equal(town.payroll["month"], town.last_month))
    sizes = (
        last.group_by("ent_id")
        .aggregate([("ent_id", "count")])
        .sort_by([("ent_id_count", "descending"), ("ent_id", "ascending")])
    )
    have = set(sizes["ent_id"].to_pylist())
    told = [stories[key] for key in _TRIED if key in stories and stories[key] in have]
    others = [ent_id for ent_id in sizes["ent_id"].to_pylist() if ent_id not in stories.values()]
    return [*told, *others][:12]


def _held_back(town: Town, out_dir: Path, by_key: dict[str, int]) -> None:
    fresh, missing = by_key["fresh"], by_key["missing_statement"]
    folder = out_dir / "新交文件"
    for month, lay_out in ((town.last_month, plain_layout), (town.fresh_month, formula_layout)):
        sheet = sheet_of(town, town.fresh_payroll, fresh, month)
        if sheet.lines:
            lay_out(folder / f"{sheet.employer.removesuffix(MARK)}{sheet.title}工资表.xlsx", sheet)
    for number, (ending, label, store) in enumerate(FILES[:2]):
        name = town.employers["name"][(fresh, missing)[number] - 1].as_py().removesuffix(MARK)
        where = (folder, out_dir / "补交文件")[number]
        rows = lines_of(town, (town.fresh_bank, town.late_bank)[number], (fresh, missing)[number])
        store(where / f"{name}{label}.{ending}", rows)
