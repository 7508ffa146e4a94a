"""`anxin warn`: recomputes signals, classes and warnings."""

from __future__ import annotations

import argparse
from datetime import date

from anxin.kernel.outcome import BadInput
from anxin.law.calendar import FIRST_DAY, LAST_DAY
from anxin.project.cli import django_setup
from anxin.project.cli.result import Result

NAME = "warn"
HELP = "重新研判：计算信号、分类和预警"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", help="研判日，例如 2026-11-23；不填为今天")


def run(args: argparse.Namespace) -> Result:
    """Reassess every employer as of a day."""
    django_setup.ready()
    from anxin.apps.warning.api import open_by_level, reassess
    from anxin.base.actors import system
    from anxin.kernel.clock import SystemClock, local_date

    now = SystemClock().now()
    by = system("command-line")
    as_of = _day(args.as_of) if args.as_of else local_date(now)
    changed = reassess(employer_ids=None, as_of=as_of, by=by, at=now)
    levels = open_by_level(by.scope)
    text = f"{as_of} 研判完成：{changed} 家有变化；未办结预警 红 {levels.get('red', 0)}、橙 {levels.get('orange', 0)}、黄 {levels.get('yellow', 0)}。"
    return Result({"as_of": as_of.isoformat(), "changed": changed, "open": levels}, text)


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("bad_date", f"“{text}”不是日期，请写成 2026-11-23 这样。") from error
    if not FIRST_DAY <= found <= LAST_DAY:
        raise BadInput("bad_date", f"没有 {text} 的工作日历，研判日须在 {FIRST_DAY} 至 {LAST_DAY} 之间。")
    return found
