"""The Ibis expressions give the very rows of the plain Python reference, on every engine that is installed."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from anxin.analytics import engine, reconcile_bench, reconcile_ibis
from anxin.analytics.reconcile import engine_at, in_columns, reconcile_tables, reconcile_with_evidence
from anxin.analytics.schemas import ACCOUNTS, BANK, ENT, PAYROLL, RESULT
from anxin.domain.wages import owed
from anxin.domain.wages.lines import Account, Payment, PayrollLine
from anxin.kernel.outcome import BadInput

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
from bench.reconcile.generate import generate

from flows import Flow, flows, rows

# Ibis 12 still calls two DuckDB functions by their former names.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:fetch_.*is deprecated:DeprecationWarning")]

MISSING_SPARK = importlib.util.find_spec("pyspark") is None
DUCK = engine.open("duckdb://", threads=1)


LINES = [PayrollLine(1, 9, 202603, 100, date(2026, 4, 15)), PayrollLine(1, 9, 202604, 100, date(2026, 5, 15))]
PAID = [
    Payment(1, None, 11, 100, date(2026, 4, 20), "2026年3月工资"),
    Payment(2, None, 11, 20, date(2026, 4, 20), "工资 流水99887766"),
]
CARDS = [Account(11, 1, 9)]


def as_rows(found: tuple[object, ...], schema: pa.Schema) -> list[dict[str, object]]:
    return [{name: asdict(each)[name] for name in schema.names} for each in found]  # type: ignore[call-overload]


@settings(max_examples=25, deadline=None)
@given(flows())
def test_every_row_on_duckdb_is_that_of_the_reference(flow: Flow) -> None:
    wanted = owed.reconcile(flow.lines, flow.payments, flow.accounts)
    found = reconcile_tables(*flow.tables(), engine=reconcile_ibis.on(DUCK))
    assert found.result.to_pylist() == as_rows(wanted.findings, RESULT)
    assert found.ent.to_pylist() == as_rows(wanted.employers, ENT)
    assert found.summary.read == reconcile_tables(*flow.tables(), engine=in_columns).summary.read


@settings(max_examples=25, deadline=None)
@given(flows())
def test_every_engine_names_the_same_payments_as_evidence(flow: Flow) -> None:
    there = reconcile_with_evidence(*flow.tables(), engine=reconcile_ibis.on(DUCK))
    here = reconcile_with_evidence(*flow.tables(), engine=in_columns)
    assert there.attribution is not None
    assert here.attribution is not None
    assert there.attribution.to_pylist() == here.attribution.to_pylist()
    assert there.result.equals(here.result)


def test_a_setting_names_the_engine() -> None:
    assert (
        reconcile_tables(*Flow(LINES, PAID, CARDS).tables(), engine=engine_at("duckdb://")).summary.engine == "duckdb"
    )
    assert engine_at("columns://") is in_columns
    with pytest.raises(BadInput, match="不认识的计算引擎“oracle”"):
        engine_at("oracle://")


def test_parts_on_disk_are_read_where_they_lie(tmp_path: Path) -> None:
    lines, paid, cards = (rows(each, schema) for each, schema in ((LINES, PAYROLL), (PAID, BANK), (CARDS, ACCOUNTS)))
    paths = [tmp_path / f"{number}.parquet" for number in range(4)]
    for path, table in zip(paths, (lines.slice(0, 1), lines.slice(1), paid, cards), strict=True):
        pq.write_table(table, path)
    sources = (paths[:2], paths[2], paths[3])
    found = reconcile_tables(*sources, engine=reconcile_ibis.on(DUCK))
    assert found.result.equals(reconcile_tables(*sources, engine=in_columns).result)
    assert found.result["paid_cents"].to_pylist() == [100, 20]
    pq.write_table(lines.slice(1).set_column(3, "due_cents", pa.array([-5])), paths[1])
    with pytest.raises(BadInput, match="不能接受") as caught:
        reconcile_tables(*sources, engine=reconcile_ibis.on(DUCK))
    assert "1.parquet 第 1 行 due_cents 列" in caught.value.faults[0].in_words()


@pytest.mark.skipif(MISSING_SPARK, reason="pyspark is not installed (script/test-spark): Spark is not covered here")
def test_spark_gives_the_rows_of_the_reference() -> None:
    spark = reconcile_ibis.on(engine.open("spark://local[2]"))
    found = reconcile_tables(*Flow(LINES, PAID, CARDS).tables(), engine=spark)
    assert found.result.to_pylist() == as_rows(owed.reconcile(LINES, PAID, CARDS).findings, RESULT)


@pytest.mark.skipif(MISSING_SPARK, reason="pyspark is not installed (script/test-spark): Spark is not covered here")
def test_spark_agrees_on_thousands_of_rows_in_files_and_on_the_evidence(tmp_path: Path) -> None:
    """The generator's stops, lumps, doubles, shared and unknown accounts; the payroll lies in two files."""
    paths = generate(20_000, tmp_path)
    whole = pq.read_table(paths["payroll"])
    halves = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    pq.write_table(whole.slice(0, 9_000), halves[0])
    pq.write_table(whole.slice(9_000), halves[1])
    sources = (halves, paths["bank"], paths["accounts"])
    there = reconcile_with_evidence(*sources, engine=reconcile_ibis.on(engine.open("spark://local[2]")))
    here = reconcile_with_evidence(*sources, engine=in_columns)
    assert there.result.equals(here.result)
    assert there.ent.equals(here.ent)
    assert there.summary.read == here.summary.read
    assert there.attribution is not None
    assert here.attribution is not None
    assert there.attribution.equals(here.attribution)


@pytest.mark.skipif(MISSING_SPARK, reason="pyspark is not installed (script/test-spark): Spark is not covered here")
def test_spark_hands_over_more_rows_than_are_fetched_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In ranges of whole employers; the folder's name is one that Spark would take for a pattern."""
    monkeypatch.setattr(reconcile_bench, "_FETCHED", 100)
    folder = tmp_path / "三月[1]"
    folder.mkdir()
    paths = generate(600, folder)
    sources = (paths["payroll"], paths["bank"], paths["accounts"])
    there = reconcile_tables(*sources, engine=reconcile_ibis.on(engine.open("spark://local[2]")))
    here = reconcile_tables(*sources, engine=in_columns)
    assert there.result.equals(here.result)
    assert there.ent.equals(here.ent)


def test_a_result_is_fetched_in_ranges_of_whole_employers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile_bench, "_FETCHED", 10)
    employers, rows_of_each = pa.chunked_array([[3, 5, 8, 9, 40]]), pa.chunked_array([[4, 5, 30, 1, 2]])
    assert list(reconcile_bench._ranges(employers, rows_of_each)) == [(3, 5), (8, 8), (9, 40)]
    assert list(reconcile_bench._ranges(employers.slice(0, 0), rows_of_each.slice(0, 0))) == []


def test_a_place_with_a_spark_of_its_own_keeps_its_settings() -> None:
    ours = engine.spark_settings("", None, None, own=False)
    assert ours["spark.master"] == "local[*]"
    assert ours["spark.sql.shuffle.partitions"] == "4"
    assert set(engine.spark_settings("", None, None, own=True)) == {"spark.sql.session.timeZone"}
    elsewhere = engine.spark_settings("10.0.0.5:7077", None, None, own=False)
    assert elsewhere == {"spark.sql.session.timeZone": "UTC", "spark.master": "spark://10.0.0.5:7077"}
    assert engine.spark_settings("yarn", None, None, own=True)["spark.master"] == "yarn"
    assert engine.spark_settings("local[2]", None, "3GB", own=False)["spark.driver.memory"] == "3g"


def test_spark_without_java_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *_: object())
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(BadInput, match="Java 17"):
        engine.open("spark://")


def test_an_engine_nobody_knows_is_refused() -> None:
    with pytest.raises(BadInput, match="不认识的计算引擎“oracle”"):
        engine.open("oracle://")


def test_a_database_file_can_be_named(tmp_path: Path) -> None:
    engine.open(f"duckdb:///{tmp_path / 'a.db'}", threads=1, memory="200MB").disconnect()
    assert (tmp_path / "a.db").exists()
