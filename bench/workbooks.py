"""Workbook reading against its peers, in one run: 200,000 rows × 12 columns, each reader in a process of its own.

    .venv/bin/python bench/workbooks.py [--rows 200000] [--repeat 3]

Ours does more than the peers: it finds the heading, types every column, checks identity digits, turns yuan into fen
and names every doubtful row. Quote ratios of one run, never times of two. pandas, a development dependency that Arrow
would import only because it happens to be installed, is kept out of every process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HEADINGS = [
    "序号",
    "姓名",
    "身份证号",
    "部门",
    "岗位",
    "出勤天数",
    "基本工资",
    "加班工资",
    "应发工资",
    "社保",
    "个税",
    "实发工资",
]
READERS = ("anxin", "fastexcel", "openpyxl")


SURNAMES, GIVEN = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建文",
)


def name(rng: random.Random) -> str:
    """An invented name; several persons share one, as in life."""
    return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.randint(1, 2)))


def write(path: Path, rows: int) -> None:
    """A payroll of invented persons with right check digits, except one in a thousand."""
    import xlsxwriter

    from anxin.kernel.ids import id_check_digit

    rng = random.Random(20261123)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet("2026年3月")
    page.write_row(0, 0, HEADINGS)
    for number in range(1, rows + 1):
        first = f"330602{1960 + number % 45}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(0, 999):03d}"
        digit = id_check_digit(first) if number % 1000 else "?"
        base, extra = rng.randint(200_000, 900_000), rng.randint(0, 200_000)
        insured, tax = rng.randint(20_000, 90_000), rng.randint(0, 30_000)
        paid = base + extra - insured - tax
        money = [one / 100 for one in (base, extra, base + extra, insured, tax, paid)]
        page.write_row(number, 0, [number, name(rng), first + digit, f"生产{number % 20}部", "操作工", 22, *money])
    book.close()


class _NoPandas:
    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.split(".", maxsplit=1)[0] == "pandas":
            raise ModuleNotFoundError(name)


def _anxin(path: Path) -> int:
    from anxin.adapters.sheets.payroll import read_payroll

    start, worked = time.perf_counter(), time.process_time()
    reading = read_payroll(path, name=path.name)
    took = time.perf_counter() - start, time.process_time() - worked
    return _report(took, reading.persons_count, doubts=sum(len(sheet.doubts) for sheet in reading.sheets))


def _fastexcel(path: Path) -> int:
    import fastexcel

    start, worked = time.perf_counter(), time.process_time()
    batch = fastexcel.read_excel(path).load_sheet(0).to_arrow()
    return _report((time.perf_counter() - start, time.process_time() - worked), batch.num_rows)


def _openpyxl(path: Path) -> int:
    import openpyxl

    start, worked = time.perf_counter(), time.process_time()
    page = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    rows = sum(1 for _ in page.iter_rows(values_only=True)) - 1
    return _report((time.perf_counter() - start, time.process_time() - worked), rows)


def _report(took: tuple[float, float], rows: int, **facts: int) -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took[0], "cpu_seconds": took[1], "rows": rows, "peak_mb": peak, **facts}))
    return 0


ONE: dict[str, Callable[[Path], int]] = {"anxin": _anxin, "fastexcel": _fastexcel, "openpyxl": _openpyxl}


def compare(path: Path, repeat: int) -> list[dict[str, float]]:
    """Every reader in turn, `repeat` times over; the best of each, as other work on the machine only ever adds."""
    results: dict[str, list[dict[str, float]]] = {reader: [] for reader in READERS}
    for turn in range(repeat):
        for reader in READERS:
            if reader == "openpyxl" and turn:
                continue
            done = subprocess.run(
                [sys.executable, __file__, "--one", reader, str(path)], check=True, capture_output=True, text=True
            )
            results[reader].append(json.loads(done.stdout.splitlines()[-1]))
    return [
        {
            "reader": reader,  # type: ignore[dict-item]
            "seconds": min(run["seconds"] for run in runs),
            "cpu_seconds": min(run["cpu_seconds"] for run in runs),
            "rows_per_s": runs[0]["rows"] / min(run["seconds"] for run in runs),
            "peak_mb": max(run["peak_mb"] for run in runs),
            "doubts": runs[0].get("doubts", 0),
        }
        for reader, runs in results.items()
    ]


def main() -> int:
    """Prints the table and, last, one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--one", nargs=2, metavar=("READER", "FILE"))
    chosen = parser.parse_args()
    if chosen.one:
        sys.meta_path.insert(0, _NoPandas())  # type: ignore[arg-type]
        return ONE[chosen.one[0]](Path(chosen.one[1]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "payroll.xlsx"
        write(path, chosen.rows)
        table = compare(path, chosen.repeat)
    base = next(row["seconds"] for row in table if row["reader"] == "fastexcel")  # type: ignore[comparison-overlap]
    print(f"{chosen.rows:,} rows × {len(HEADINGS)} columns")
    for row in table:
        print(
            f"{row['reader']:>10} {row['seconds']:7.2f} s (cpu {row['cpu_seconds']:6.2f} s) {row['rows_per_s']:>10,.0f} rows/s {row['peak_mb']:6.0f} MB"
            f"  × {row['seconds'] / base:5.2f} of fastexcel"
        )
    print(json.dumps({"bench": "workbooks", "rows": chosen.rows, "readers": table}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
