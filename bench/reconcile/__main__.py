"""Prints reconciliation beside its peers: `python -m bench.reconcile [--rows 100000 1000000] [--big] [--repeats 3]`.

Every engine runs in a process of its own on the same generated files, in turn, so that all of them meet the same noise;
the best of the repeats counts. What each wrote is compared with the truth the generator kept. Spark runs only when asked
for, where PySpark is installed: `script/test-spark` once, then `var/spark/bin/python -m bench.reconcile --engines spark ours`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from bench.reconcile.generate import generate

REPOSITORY = Path(__file__).parents[2]
ENGINES = ("ours", "ours_columns", "peer_duckdb", "peer_polars", "peer_pandas")
COLUMNS = ("worker_id", "ent_id", "month", "due_cents", "paid_cents", "arrears_cents", "status", "days_late")
ORDER = [("ent_id", "ascending"), ("worker_id", "ascending"), ("month", "ascending")]


def measured(engine: str, folder: Path) -> dict[str, float]:
    """One run of an engine; the whole process's time is taken too, imports and all."""
    environment = {**os.environ, "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{REPOSITORY / 'src'}"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder.parent / "anxin-bench-bytecode")}
    command = [sys.executable, "-m", "bench.reconcile.measure", engine, str(folder), str(folder / engine)]
    began = time.perf_counter()
    done = subprocess.run(command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{engine} failed:\n{done.stderr}")
    return {**json.loads(done.stdout.splitlines()[-1]), "process": time.perf_counter() - began}


def differences(folder: Path, engine: str, truth: pa.Table) -> int:
    """How many rows differ from the truth in any column."""
    found = pq.read_table(folder / engine / "result.parquet", columns=list(COLUMNS)).sort_by(ORDER)
    if found.num_rows != truth.num_rows:
        return abs(found.num_rows - truth.num_rows)
    wrong = None
    for name in COLUMNS:
        here = pc.not_equal(found[name].cast(pa.int64()), truth[name].cast(pa.int64()))
        wrong = here if wrong is None else pc.or_(wrong, here)
    return pc.sum(wrong).as_py() or 0


def forget_bytecode() -> None:
    """Remove the compiled modules that the runs shared, so that imports were timed as they are in daily use."""
    shutil.rmtree(Path(gettempdir()) / "anxin-bench-bytecode", ignore_errors=True)


def compare(rows: int, engines: list[str], repeats: int) -> None:
    """Generate, run all engines in turn, print the table, clear away."""
    with TemporaryDirectory(prefix="anxin-bench-") as name:
        folder = Path(name)
        paths = generate(rows, folder)
        truth = pq.read_table(paths["truth"]).sort_by(ORDER)
        bank = pq.read_metadata(paths["bank"]).num_rows
        print(f"\n{truth.num_rows:,} payroll rows + {bank:,} bank rows")
        runs: dict[str, list[dict[str, float]]] = {engine: [] for engine in engines}
        for _ in range(repeats):
            for engine in engines:
                runs[engine].append(measured(engine, folder))
        best = {engine: min(each, key=lambda run: run["seconds"]) for engine, each in runs.items()}
        _print(best, runs, truth, folder)


def _print(best: dict, runs: dict, truth: pa.Table, folder: Path) -> None:
    heads = ("engine", "seconds", "rows/s", "CPU s", "peak MB", "with start", "vs DuckDB", "vs Polars", "wrong rows")
    print(("{:12s}" + "{:>12s}" * (len(heads) - 1)).format(*heads))
    for engine, run in best.items():
        peak = max(each["peak_mb"] for each in runs[engine])
        cells = [
            engine,
            f"{run['seconds']:.2f}",
            f"{truth.num_rows / run['seconds']:,.0f}",
            f"{run['cpu']:.2f}",
            f"{peak:,.0f}",
        ]
        cells.append(f"{min(each['process'] for each in runs[engine]):.2f}")
        for peer in ("peer_duckdb", "peer_polars"):
            cells.append(f"x{best[peer]['seconds'] / run['seconds']:.2f}" if peer in best else "-")
        cells.append(f"{differences(folder, engine, truth):,}")
        print(("{:12s}" + "{:>12s}" * (len(cells) - 1)).format(*cells))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reconcile", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--big", action="store_true", help="ten million rows as well (minutes, 8 GB)")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=(*ENGINES, "spark"), default=list(ENGINES))
    args = parser.parse_args()
    if "spark" in args.engines and importlib.util.find_spec("pyspark") is None:
        print("spark: left out, PySpark is not installed here (script/test-spark; then var/spark/bin/python)")
        args.engines.remove("spark")
    try:
        for rows in [*args.rows, *([10_000_000] if args.big else [])] if args.engines else []:
            compare(rows, args.engines, args.repeats if rows < 10_000_000 else min(args.repeats, 2))
    finally:
        forget_bytecode()


if __name__ == "__main__":
    main()
