"""Whatever cannot be taken is refused by file, row and column, with the remedy; nothing is guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from anxin.analytics.schemas import BANK, ENTERING, PAYROLL
from anxin.analytics.sources import Source, chunks
from anxin.kernel.outcome import BadInput

GOOD = {
    "worker_id": [1, 2],
    "ent_id": [9, 9],
    "month": [202603, 202604],
    "due_cents": [5, 6],
    "due_date": [date(2026, 4, 15)] * 2,
}


def read(source: Source, name: str = "payroll") -> pa.Table:
    return pa.concat_tables([chunk.read() for chunk in chunks(source, ENTERING[name], rows=1)])  # type: ignore[index]


def parquet(folder: Path, **changed: object) -> Path:
    path = folder / "工资表.parquet"
    pq.write_table(pa.table({**GOOD, **changed}), path, row_group_size=1)
    return path


def test_parquet_in_other_integer_types_and_with_further_columns_is_taken(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        ent_id=pa.array([9, 9], pa.int16()),
        due_date=pa.array([1775001600000, 0], pa.timestamp("ms")),
        more=["a", "b"],
    )
    assert read(path).schema.equals(pa.schema([(field.name, field.type) for field in PAYROLL]))


def test_several_parts_are_one_table(tmp_path: Path) -> None:
    one, two = tmp_path / "1.parquet", tmp_path / "2.parquet"
    for path in (one, two):
        pq.write_table(pa.table(GOOD), path)
    assert read([one, two]).num_rows == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_utf8_and_in_gbk(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "bank.csv"
    path.write_text(
        "txn_id,payer_id,payee_acct,amount_cents,paid_date,memo\n1,,11,500,2026-04-15,代发工资 202603\n",
        encoding=encoding,
    )
    assert read(path, "bank").to_pylist() == [
        {
            "txn_id": 1,
            "payer_id": None,
            "payee_acct": 11,
            "amount_cents": 500,
            "paid_date": date(2026, 4, 15),
            "memo": "代发工资 202603",
        }
    ]


def refused(source: Source, name: str = "payroll") -> str:
    with pytest.raises(BadInput) as caught:
        read(source, name)
    return caught.value.message + "".join(fault.in_words() for fault in caught.value.faults)


def test_a_missing_column_is_named_with_all_that_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({name: GOOD[name] for name in ("worker_id", "ent_id", "month", "due_cents")}), path)
    assert "x.parquet 列 due_date：缺少这一列。需要的列：worker_id、ent_id" in refused(path)


def test_an_empty_cell_a_negative_amount_and_no_month_are_named_to_the_row(tmp_path: Path) -> None:
    assert "工资表.parquet 第 2 行 worker_id 列：内容为空" in refused(parquet(tmp_path, worker_id=[1, None]))
    assert "第 2 行 due_cents 列：金额为负（-6 分）" in refused(parquet(tmp_path, due_cents=[5, -6]))
    for wrong in (202613, 202600, 3, 20260301):
        assert f"第 2 行 month 列：“{wrong}”不是年月" in refused(parquet(tmp_path, month=[202603, wrong]))


def test_text_for_a_number_and_a_fraction_of_a_fen_are_named_to_the_row(tmp_path: Path) -> None:
    assert "第 2 行 due_cents 列：“五元”不是整数" in refused(parquet(tmp_path, due_cents=["5", "五元"]))
    assert "第 2 行 due_cents 列：“0.5”不是整数" in refused(parquet(tmp_path, due_cents=[5.0, 0.5]))
    path = tmp_path / "p.csv"
    path.write_text(
        "worker_id,ent_id,month,due_cents,due_date\n1,9,202603,5,2026-04-15\n1,9,202604,5,4月15日\n", encoding="utf-8"
    )
    assert "p.csv 第 3 行 due_date 列：“4月15日”不是日期" in refused(path)


def test_no_file_a_damaged_file_and_a_wrong_file_are_told_apart(tmp_path: Path) -> None:
    assert "找不到工资表文件“没有.parquet”" in refused(tmp_path / "没有.parquet")
    broken = tmp_path / "坏.parquet"
    broken.write_bytes(b"PAR1 cut off")
    assert "无法读取文件“坏.parquet”" in refused(broken)
    assert "缺少列：txn_id" in refused(parquet(tmp_path), "bank")


def test_a_file_cut_off_in_the_middle_is_refused(tmp_path: Path) -> None:
    whole = parquet(tmp_path, due_cents=[5, 6]).read_bytes()
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(whole[:4] + bytes(200) + whole[204:])
    assert "无法读取文件“cut.parquet”" in refused(cut)


def test_a_table_in_memory_is_checked_as_well() -> None:
    assert "银行流水 第 1 行 txn_id 列：内容为空" in refused(
        pa.table({name: pa.nulls(1, BANK.field(name).type) for name in BANK.names}), "bank"
    )
