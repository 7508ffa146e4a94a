"""`anxin reconcile`: payrolls, bank flows and accounts as files in, who is owed what as files out; no database needed."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from anxin.analytics.reconcile import Summary, engine_at, reconcile
from anxin.kernel.money import yuan
from anxin.project.cli.result import Result

NAME = "reconcile"
HELP = "核对工资表与银行流水，得出每人每月的发放情况（文件到文件，不需要数据库）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files that enter, the folder for those that leave, and the engine."""
    kinds = "Parquet 或 CSV；可给多个文件"
    parser.add_argument("--payroll", type=Path, nargs="+", required=True, metavar="文件", help=f"工资表，{kinds}")
    parser.add_argument("--bank", type=Path, nargs="+", required=True, metavar="文件", help=f"银行流水，{kinds}")
    parser.add_argument("--accounts", type=Path, nargs="+", required=True, metavar="文件", help=f"工资账户，{kinds}")
    parser.add_argument("--out", type=Path, required=True, metavar="目录", help="结果目录：result.parquet、ent.parquet")
    engines = "计算引擎：duckdb（默认）、spark（集群，需安装 anxin[scale] 和 Java 17）、columns（单机，启动最快）"
    parser.add_argument("--backend", choices=("duckdb", "spark", "columns"), default="duckdb", help=engines)


def run(args: argparse.Namespace) -> Result:
    """Reconcile, and say in figures what came out and how long it took."""
    began = time.perf_counter()
    summary = reconcile(args.payroll, args.bank, args.accounts, args.out, engine=engine_at(f"{args.backend}://"))
    seconds = round(time.perf_counter() - began, 3)
    files = {"result": str(args.out / "result.parquet"), "ent": str(args.out / "ent.parquet")}
    return Result({**summary.to_document(), "files": files, "seconds": seconds}, _in_words(summary, args.out, seconds))


def _in_words(found: Summary, out: Path, seconds: float) -> str:
    read = found.read
    return "\n".join(
        (
            f"工资表 {read.payroll_rows} 行，{found.employers} 家用人单位，{found.months} 人月。",
            f"银行流水 {read.bank_rows} 行：工资 {read.payments} 笔，重复导出 {read.repeated} 行，非工资 {read.not_wages} 行。",
            f"账户未登记 {read.unknown} 笔，账户对应多家单位无法判断 {read.ambiguous} 笔。",
            f"足额按时 {found.on_time}，迟发 {found.late}，少发 {found.under}，未发 {found.unpaid}，多发 {found.over}（人月）。",
            f"应发 {yuan(found.due_cents)} 元，实付 {yuan(found.paid_cents)} 元，欠薪 {yuan(found.arrears_cents)} 元。",
            f"结果已写入 {out}，用时 {seconds} 秒。",
        )
    )
