"""Files as people and programs really export them: every harmless form is read alike, every other refused by name."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from anxin.analytics.reconcile import Reconciled, engine_at, in_columns, reconcile_tables
from anxin.kernel.outcome import BadInput

DUCK = engine_at("duckdb://")
PAYROLL = "worker_id,ent_id,month,due_cents,due_date\n1,9,202603,100,2026-04-15\n2,9,202603,50,2026-04-15\n"
BANK = "txn_id,payer_id,payee_acct,amount_cents,paid_date,memo\n1,9,11,100,2026-04-20,2026年3月工资\n2,,12,50,2026-04-20,货款\n"
CARDS = "acct,worker_id,ent_id\n11,1,9\n12,2,9\n"
MIDNIGHT, AFTERNOON = datetime(2026, 4, 20), datetime(2026, 4, 20, 14, 3, 5)


def reconciled(folder: Path, *, bank: str | bytes = BANK, payroll: str | bytes = PAYROLL) -> Reconciled:
    paths = []
    for name, content in (("payroll.csv", payroll), ("bank.csv", bank), ("accounts.csv", CARDS)):
        paths.append(folder / name)
        paths[-1].write_bytes(content if isinstance(content, bytes) else content.encode())
    return reconcile_tables(*paths, engine=in_columns)


def figures(found: Reconciled) -> list[list[int]]:
    return [found.result[name].to_pylist() for name in ("paid_cents", "status", "days_late")]


FOUND = [[100, 0], [1, 3], [5, 0]]
FAR = BANK.splitlines()[0] + "\n" + "3,9,77,1,2026-04-20,x\n" * 6000 + "1,9,11,100,2026-04-20,2026年3月工资\n"


@pytest.mark.parametrize(
    "bank",
    [
        BANK.encode("gb18030"),
        BANK.encode("utf-8-sig"),
        FAR.encode("gb18030"),
        BANK.replace("\n", "\r\n"),
        BANK.replace("\n", "\n\n"),
        BANK.replace(",", ", "),
        BANK.replace(",", ";"),
        BANK.replace(",", "\t"),
        BANK.replace("txn_id", "TXN_ID"),
        BANK.replace("1,9,11,100", "1,9.0,11,100.00"),
        BANK.replace("2026年3月工资", '"2026年3月\n工资"'),
        BANK.replace("2026-04-20", "2026/4/20"),
        BANK.replace("2026-04-20", "20260420"),
        BANK.replace("2026-04-20", "2026年4月20日"),
        BANK.replace("2026-04-20", "2026-04-20 14:01:02"),
    ],
    ids=[
        "gbk", "mark", "gbk-far-down", "crlf", "blank-lines", "spaces", "semicolons", "tabs", "capitals", "floats",
        "line-in-memo", "slashes", "digits", "chinese-day", "moment",
    ],
)  # fmt: skip
def test_harmless_forms_of_a_csv_are_read_alike(bank: str | bytes, tmp_path: Path) -> None:
    assert figures(reconciled(tmp_path, bank=bank)) == FOUND


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_heading_alone_is_an_empty_table(end: str, tmp_path: Path) -> None:
    found = reconciled(tmp_path, bank=BANK.splitlines()[0] + end)
    assert found.summary.read.bank_rows == 0
    assert found.summary.unpaid == 2


@pytest.mark.parametrize(
    ("bank", "told"),
    [
        ("", "bank.csv 列 txn_id：缺少这一列"),
        (BANK.replace(",memo", ",note"), "bank.csv 列 memo：缺少这一列"),
        (BANK.replace("memo", "payer_id,memo"), "bank.csv 列 payer_id：这一列出现了两次"),
        (BANK + "3,9\n", "bank.csv 第 3 行：有 2 列，应为 6 列"),
        (BANK.replace("2026-04-20", "2026-02-30"), "第 2 行 paid_date 列：“2026-02-30”不是日期"),
        (BANK.replace("2026-04-20", "2026-04-20T00:00:00Z"), "第 2 行 paid_date 列"),
        (BANK.replace(",100,", ",100.5,"), "第 2 行 amount_cents 列：“100.5”不是整数"),
        (BANK.replace(",100,", ",-100,"), "第 2 行 amount_cents 列：金额为负"),
        (BANK.replace("1,9,11", "9223372036854775808,9,11"), "第 2 行 txn_id 列"),
        (BANK.replace("1,9,11", ",9,11"), "第 2 行 txn_id 列：内容为空"),
        (b"\xff\xff\xff\xff\x00\n\xff", "文件损坏或不是 Parquet / CSV"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_remedy(bank: str | bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        reconciled(tmp_path, bank=bank)
    assert told in caught.value.faults[0].in_words()


def columns(**other: pa.Array) -> dict[str, pa.Array]:
    plain = {
        "txn_id": pa.array([1, 2]),
        "payer_id": pa.array([9, None], pa.int64()),
        "payee_acct": pa.array([11, 12]),
        "amount_cents": pa.array([100, 50]),
        "paid_date": pa.array([date(2026, 4, 20)] * 2),
        "memo": pa.array(["2026年3月工资", None]),
    }
    return plain | other


in_china = pa.array([datetime(2026, 4, 19, 16)] * 2, pa.timestamp("us", tz="UTC"))


@pytest.mark.parametrize(
    "other",
    [
        *({"txn_id": pa.array([1, 2]).cast(kind)} for kind in (pa.int16(), pa.uint64(), pa.float64(), pa.string())),
        *({"amount_cents": pa.array([Decimal("100.00"), Decimal("0.00")])},),
        *({"paid_date": pa.array([day] * 2, pa.timestamp(u))} for u in ("s", "ns") for day in (MIDNIGHT, AFTERNOON)),
        {"paid_date": in_china},
        {"paid_date": in_china.cast(pa.timestamp("us", tz="Asia/Shanghai"))},
        {"paid_date": pa.array([MIDNIGHT] * 2, pa.date64())},
        {"paid_date": pa.array(["2026-04-20"] * 2)},
        {"paid_date": pa.array([20260420] * 2, pa.int32())},
        {"memo": pa.array(["2026年3月工资", None]).dictionary_encode()},
        {"memo": pa.array(["2026年3月工资", None], pa.large_string())},
        {"payer_id": pa.nulls(2)},
    ],
    ids=lambda other: "-".join(f"{name}:{column.type}" for name, column in other.items()),
)
def test_harmless_types_of_a_parquet_are_read_alike(other: dict[str, pa.Array], tmp_path: Path) -> None:
    reconciled(tmp_path)
    pq.write_table(pa.table(columns(**other)), tmp_path / "bank.csv")  # known by content, whatever it is called
    found = reconcile_tables(*(tmp_path / f"{name}.csv" for name in ("payroll", "bank", "accounts")), engine=in_columns)
    assert figures(found) == FOUND


def test_a_memo_that_is_empty_everywhere_pays_nobody(tmp_path: Path) -> None:
    reconciled(tmp_path)
    pq.write_table(pa.table(columns(memo=pa.nulls(2))), tmp_path / "bank.parquet")
    found = reconcile_tables(
        tmp_path / "payroll.csv", tmp_path / "bank.parquet", tmp_path / "accounts.csv", engine=DUCK
    )
    assert found.summary.unpaid == 2


def test_parts_of_no_rows_are_passed_by(tmp_path: Path) -> None:
    reconciled(tmp_path)
    for name in ("payroll", "bank", "accounts"):
        whole = pa.csv.read_csv(tmp_path / f"{name}.csv")
        pq.write_table(whole.slice(0, 0), tmp_path / f"{name}-none.parquet")
    none = [tmp_path / f"{name}-none.parquet" for name in ("payroll", "bank", "accounts")]
    assert reconcile_tables(*none, engine=DUCK).result.num_rows == 0
    found = reconcile_tables(
        [none[0], tmp_path / "payroll.csv"], tmp_path / "bank.csv", tmp_path / "accounts.csv", engine=DUCK
    )
    assert figures(found) == FOUND
