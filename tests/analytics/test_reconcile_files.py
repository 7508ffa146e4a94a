"""Files in, files out: the truth of a generated province, the same bytes every time, both files or neither."""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from anxin.analytics import reconcile_columns
from anxin.analytics.reconcile import (
    Engine,
    engine_at,
    in_columns,
    reconcile,
    reconcile_tables,
    reconcile_with_evidence,
)
from anxin.analytics.schemas import ENT, ENTERING, RESULT
from anxin.kernel.outcome import AnxinError, BadInput
from anxin.project.cli.main import main

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.reconcile.generate import generate

DUCK = engine_at("duckdb://")
ORDER = [("ent_id", "ascending"), ("worker_id", "ascending"), ("month", "ascending")]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return generate(20_000, tmp_path_factory.mktemp("town"), seed=3, processes=1)


def sources(town: dict[str, Path]) -> tuple[Path, Path, Path]:
    return town["payroll"], town["bank"], town["accounts"]


def truth(town: dict[str, Path]) -> pa.Table:
    return pq.read_table(town["truth"]).sort_by(ORDER).select(RESULT.names).cast(RESULT)


@pytest.mark.parametrize("engine", [DUCK, in_columns], ids=["duckdb", "columns"])
def test_the_truth_of_a_generated_year_is_found_without_a_difference(
    engine: Engine, town: dict[str, Path], tmp_path: Path
) -> None:
    summary = reconcile(*sources(town), tmp_path, engine=engine)
    assert pq.read_table(tmp_path / "result.parquet").equals(truth(town))
    ent = pq.read_table(tmp_path / "ent.parquet")
    assert ent.schema.equals(ENT)
    assert (
        sum(ent["arrears_cents"].to_pylist()) == summary.arrears_cents == sum(truth(town)["arrears_cents"].to_pylist())
    )
    assert sum(ent["n"].to_pylist()) == summary.months == truth(town).num_rows
    assert summary.read.repeated > 0
    assert summary.read.unknown > 0


def test_however_the_work_is_cut_the_result_is_the_same(town: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reconcile_with_evidence(*sources(town), engine=in_columns)
    monkeypatch.setattr(reconcile_columns, "_PIECE", 37)
    cut = reconcile_with_evidence(*sources(town), engine=in_columns)
    assert cut.result.equals(whole.result)
    assert cut.ent.equals(whole.ent)
    assert cut.attribution is not None
    assert cut.attribution.equals(whole.attribution)
    assert cut.summary == whole.summary


def test_the_same_inputs_in_another_order_and_in_parts_give_the_same_bytes(
    town: dict[str, Path], tmp_path: Path
) -> None:
    reconcile(*sources(town), tmp_path / "a", engine=DUCK)
    tables = [pq.read_table(path).slice(0) for path in sources(town)]
    parts: list[list[Path]] = []
    for table in tables:
        turned = table.take(pa.array(range(table.num_rows - 1, -1, -1)))
        half = turned.num_rows // 2
        paths = [tmp_path / f"{len(parts)}-{number}.parquet" for number in range(2)]
        for path, piece in zip(paths, (turned.slice(0, half), turned.slice(half)), strict=True):
            pq.write_table(piece, path)
        parts.append(paths)
    reconcile(*parts, tmp_path / "b", engine=DUCK)
    for name in ("result.parquet", "ent.parquet"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_failed_and_pending_transfers_are_no_payments(town: dict[str, Path]) -> None:
    bank = pq.read_table(town["bank"])
    for status, found in (("failed", 0), ("pending", 0), ("ok", None), (None, None)):
        marked = bank.append_column("status", pa.array([status] * bank.num_rows, pa.string()))
        payments = reconcile_tables(town["payroll"], marked, town["accounts"], engine=DUCK).summary.read.payments
        assert payments == (
            reconcile_tables(*sources(town), engine=DUCK).summary.read.payments if found is None else found
        )


def test_empty_inputs_give_empty_results(tmp_path: Path) -> None:
    empty = [ENTERING[name].schema.empty_table() for name in ("payroll", "bank", "accounts")]  # type: ignore[index]
    summary = reconcile(*empty, tmp_path, engine=DUCK)
    assert (summary.months, summary.employers, pq.read_table(tmp_path / "result.parquet").num_rows) == (0, 0, 0)


def test_a_full_disk_leaves_the_earlier_result_untouched(
    town: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reconcile(*sources(town), tmp_path, engine=DUCK)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(AnxinError, match="无法写入结果"):
        reconcile(*sources(town), tmp_path, engine=DUCK)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_bad_input_writes_nothing(town: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        reconcile(town["bank"], town["bank"], town["accounts"], tmp_path / "out", engine=DUCK)
    assert not (tmp_path / "out").exists()


def command(town: dict[str, Path], out: Path, *more: str) -> list[str]:
    return [
        "reconcile",
        "--payroll",
        str(town["payroll"]),
        "--bank",
        str(town["bank"]),
        "--accounts",
        str(town["accounts"]),
        "--out",
        str(out),
        *more,
    ]


def test_the_command_prints_one_document_or_a_chinese_summary(
    town: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command(town, tmp_path, "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["months"] == truth(town).num_rows
    assert pq.read_table(told["files"]["result"]).equals(truth(town))
    assert main(command(town, tmp_path)) == 0
    assert "欠薪" in capsys.readouterr().out


def test_the_command_refuses_bad_input_with_code_2_and_says_why(
    town: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {**town, "bank": town["accounts"]}
    assert main(command(wrong, tmp_path)) == 2
    assert "缺少列" in capsys.readouterr().err


def test_asking_for_spark_without_it_names_the_remedy(
    town: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *_: None)
    assert main(command(town, tmp_path, "--backend", "spark")) == 2
    assert "anxin[scale]" in capsys.readouterr().err
