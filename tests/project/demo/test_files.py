"""The files for trying by hand say the same as the town."""

from __future__ import annotations

import csv

import openpyxl
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from anxin.project.demo.write import write


@pytest.fixture(scope="module")
def folder(town, tmp_path_factory):
    path = tmp_path_factory.mktemp("town")
    write(town, path)
    return path


def amounts(path):
    """Every number in the file's due column, by card."""
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as source:
            lines = list(csv.reader(source))
        head = lines[1]
        card, due = head.index("工资卡号"), head.index("应发合计")
        return {int(line[card].strip()): round(float(line[due].replace(",", "")) * 100) for line in lines[2:]}
    found = {}
    for page in openpyxl.load_workbook(path, data_only=True).worksheets:
        for row in page.iter_rows(values_only=True):
            cards = [place for place, cell in enumerate(row) if isinstance(cell, str) and cell.startswith("800999")]
            if cards:
                found[int(row[cards[0]])] = row
    return found


def test_a_dozen_payrolls_in_seven_layouts_hold_every_person(town, folder):
    files = sorted((folder / "工资表").iterdir())
    assert len(files) == 12
    names = dict(zip(town.employers["name"].to_pylist(), town.employers["ent_id"].to_pylist(), strict=True))
    for path in files:
        ent = next(
            number for name, number in names.items() if path.name.startswith(name.removesuffix("（演示）") + "2")
        )
        roll = town.payroll.filter(
            pc.and_(pc.equal(town.payroll["ent_id"], ent), pc.equal(town.payroll["month"], town.last_month))
        )
        assert len(amounts(path)) == roll.num_rows, path.name


def test_amounts_in_the_csv_are_those_due(town, folder):
    path = next((folder / "工资表").glob("*.csv"))
    cards = dict(
        zip(
            town.accounts["acct"].to_pylist(),
            zip(town.accounts["worker_id"].to_pylist(), town.accounts["ent_id"].to_pylist(), strict=True),
            strict=True,
        )
    )
    due = {
        (row["worker_id"], row["ent_id"]): row["due_cents"]
        for row in town.payroll.filter(pc.equal(town.payroll["month"], town.last_month)).to_pylist()
    }
    assert all(due[cards[card]] == amount for card, amount in amounts(path).items())


def test_the_fresh_files_are_those_held_back(town, folder):
    fresh = {path.suffix: path for path in (folder / "新交文件").iterdir()}
    assert set(fresh) == {".xlsx", ".csv"}
    with fresh[".csv"].open(encoding="gbk", newline="") as source:
        lines = list(csv.reader(source))[3:]
    assert len(lines) == town.fresh_bank.num_rows
    assert sum(line[-1] == "交易失败" for line in lines) == 2


def test_the_late_file_is_the_forgotten_statement(town, folder):
    path = next((folder / "补交文件").iterdir())
    lines = path.read_text(encoding="gbk").splitlines()[1:]
    total = sum(round(float(line.split("|")[5]) * 100) for line in lines)
    assert total == pc.sum(town.late_bank["amount_cents"]).as_py()


def test_bulk_files_have_the_columns_of_the_contract(folder):
    bulk = folder / "批量"
    assert pq.read_schema(bulk / "payroll.parquet").names == ["worker_id", "ent_id", "month", "due_cents", "due_date"]
    assert pq.read_schema(bulk / "bank.parquet").names == [
        "txn_id",
        "payer_id",
        "payee_acct",
        "amount_cents",
        "paid_date",
        "memo",
    ]
    assert pq.read_schema(bulk / "accounts.parquet").names == ["acct", "worker_id", "ent_id"]
    assert pq.read_schema(bulk / "truth" / "results.parquet").names == [
        "worker_id", "ent_id", "month", "due_cents", "paid_cents", "arrears_cents", "status", "days_late",
    ]  # fmt: skip
    head = (bulk / "spells.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head.replace('"', "") == "town,ent,onset,end,first_complaint,mass,workers,amount_yuan"
    assert (bulk / "employers.csv").read_text(encoding="utf-8").splitlines()[0].replace(
        '"', ""
    ) == "town,ent,sector,head,supervised,metered,record"


def test_writing_twice_gives_the_same_bytes(town, folder, tmp_path):
    write(town, tmp_path)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / path.relative_to(folder)).read_bytes(), path.name
