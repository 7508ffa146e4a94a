"""`anxin demo`: creates the demonstration town in an empty database, and files to try by hand."""

from __future__ import annotations

import argparse
import gc
import sys

from anxin.kernel.outcome import RuleBroken
from anxin.project.cli import django_setup
from anxin.project.cli.result import Result
from anxin.project.collecting import seldom_collecting

NAME = "demo"
HELP = "在空数据库中建立演示镇（全部虚构）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--employers", type=int, default=1200, help="企业数")
    parser.add_argument("--workers", type=int, default=30_000, help="劳动者数")
    parser.add_argument("--seed", type=int, default=None, help="随机种子；同一种子得到同一个镇")


def run(args: argparse.Namespace) -> Result:
    """Load the town, after making the tables where there are none; refused when the database holds employers already."""
    django_setup.start()
    from anxin.apps.registry.api import employers
    from anxin.base.scope import Scope
    from anxin.project.demo import loading
    from anxin.project.demo.simulate import SEED

    seed = SEED if args.seed is None else args.seed
    with seldom_collecting(), loading.aside(seed=seed, size=args.employers, workers=args.workers) as drawn:
        _make_tables()
        django_setup.ready()
        gc.freeze()
        if employers(Scope.everywhere()).exists():
            raise RuleBroken(
                "not_empty", "数据库中已有企业，演示镇只能建在空数据库里。可用 ANXIN_DATA 指定另一个数据目录。"
            )
        seconds = loading.load(drawn, say=lambda words: print(f"▸ {words}", file=sys.stderr))
    text = f"演示镇已建好，用时 {seconds:.1f} 秒。"
    return Result(
        {"employers": args.employers, "workers": args.workers, "seed": seed, "seconds": round(seconds, 1)}, text
    )


def _make_tables() -> None:
    """An empty database gets its tables; one that holds tables is never upgraded on the side."""
    from django.db import connection

    from anxin.project.migrating import migrate

    if not connection.introspection.table_names():
        migrate()
