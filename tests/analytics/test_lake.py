"""The lake keeps every part it acknowledged, whole, under the hash of its bytes, and never overwrites one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from anxin.analytics import lake
from anxin.analytics.lake import Part, PartDamaged
from anxin.kernel.outcome import AnxinError

SCHEMA = pa.schema([("worker_id", pa.int64()), ("due_cents", pa.int64())])


def table(*rows: tuple[int, int]) -> pa.Table:
    return pa.table({"worker_id": [r[0] for r in rows], "due_cents": [r[1] for r in rows]}, schema=SCHEMA)


def test_a_part_is_named_by_the_hash_of_its_bytes_and_reads_back_equal(tmp_path: Path) -> None:
    part = lake.stage(tmp_path, "payroll", "330602013", 202603, table((1, 5), (2, 6)))
    assert part.path == Path("payroll/330602013/202603") / f"{part.sha256}.parquet"
    assert part.rows == 2
    lake.verify(part, root=tmp_path)
    assert lake.read([part], root=tmp_path, schema=SCHEMA).equals(table((1, 5), (2, 6)))


def test_the_same_table_twice_is_one_part_and_leaves_its_file_untouched(tmp_path: Path) -> None:
    first = lake.stage(tmp_path, "payroll", "x", 202603, table((1, 5)))
    before = first.under(tmp_path).stat()
    assert lake.stage(tmp_path, "payroll", "x", 202603, table((1, 5))) == first
    after = first.under(tmp_path).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert len(list(lake.unnamed(tmp_path, live=[]))) == 1


def test_a_damaged_part_is_refused_and_staging_its_table_again_heals_it(tmp_path: Path) -> None:
    part = lake.stage(tmp_path, "bank", "x", 202603, table((1, 5)))
    where = part.under(tmp_path)
    where.write_bytes(where.read_bytes()[:-1] + b"?")
    with pytest.raises(PartDamaged, match="被改动"):
        lake.verify(part, root=tmp_path)
    assert lake.stage(tmp_path, "bank", "x", 202603, table((1, 5))) == part
    lake.verify(part, root=tmp_path)


def test_a_missing_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PartDamaged, match="缺失"):
        lake.verify(Part(Path("bank/x/202603/none.parquet"), "0" * 64, 1), root=tmp_path)


@pytest.mark.parametrize(("kind", "place"), [("../etc", "x"), ("bank", ".."), ("bank", "a/b"), ("", "x"), ("bank", "")])
def test_a_name_can_never_lead_out_of_the_lake(tmp_path: Path, kind: str, place: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        lake.stage(tmp_path / "lake", kind, place, 202603, table((1, 5)))
    assert not (tmp_path / "lake").exists()


def test_no_parts_read_as_an_empty_table_of_the_schema(tmp_path: Path) -> None:
    assert lake.read([], root=tmp_path, schema=SCHEMA).schema == SCHEMA


def test_the_hash_of_inputs_knows_neither_order_nor_repetition_but_every_part(tmp_path: Path) -> None:
    one = lake.stage(tmp_path, "bank", "x", 202603, table((1, 5)))
    two = lake.stage(tmp_path, "bank", "x", 202604, table((1, 6)))
    assert lake.inputs_hash([one, two]) == lake.inputs_hash([two, one, one])
    assert lake.inputs_hash([one]) != lake.inputs_hash([one, two])


def test_what_no_live_part_names_is_listed(tmp_path: Path) -> None:
    one = lake.stage(tmp_path, "bank", "x", 202603, table((1, 5)))
    two = lake.stage(tmp_path, "bank", "x", 202603, table((1, 6)))
    assert list(lake.unnamed(tmp_path, live={one.path})) == [two.path]


def test_a_full_disk_is_told_in_chinese_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(AnxinError, match="磁盘空间不足") as caught:
        lake.stage(tmp_path, "bank", "x", 202603, table((1, 5)))
    assert caught.value.code == "lake.disk_full"
    assert list(lake.unnamed(tmp_path, live=[])) == []


_STAGER = """
import sys
from pathlib import Path
import pyarrow as pa
from anxin.analytics import lake
for n in range(100000):
    part = lake.stage(Path(sys.argv[1]), "bank", "x", 202603, pa.table({"worker_id": list(range(n, n + 5000))}))
    print(part.path, part.sha256, part.rows, flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_point_every_acknowledged_part_is_whole(tmp_path: Path) -> None:
    source = str(Path(lake.__file__).parents[2])
    for pause in (0.02, 0.05, 0.08):
        process = subprocess.Popen(
            [sys.executable, "-c", _STAGER, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": source},
        )
        assert process.stdout is not None
        told = [process.stdout.readline()]
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        told += process.stdout.readlines()
        process.wait()
        process.stdout.close()
        for line in told:
            if line.endswith("\n"):
                path, sha256, rows = line.split()
                lake.verify(Part(Path(path), sha256, int(rows)), root=tmp_path)
    for leftover in tmp_path.rglob("*.parquet"):
        assert lake.verify(Part(leftover.relative_to(tmp_path), leftover.stem, 0), root=tmp_path) is None
