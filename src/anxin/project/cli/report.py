"""`anxin report weekly`: the weekly report of wage and insurance arrears as a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from anxin.kernel.outcome import BadInput, NotFound
from anxin.kernel.period import Week
from anxin.project.cli import django_setup
from anxin.project.cli.result import Result

NAME = "report"
HELP = "导出周报"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    weekly = kinds.add_parser("weekly", help="欠薪欠保周报")
    weekly.add_argument("--week", required=True, help="周次，例如 2026-W47")
    weekly.add_argument("--out", required=True, help="文件，.xlsx、.docx 或 .pdf")


def run(args: argparse.Namespace) -> Result:
    """Write the newest version of a week's report; composed now when there is none yet."""
    django_setup.ready()
    from django.conf import settings

    from anxin.apps.documents.api import FORMS, compose, reports, sheet
    from anxin.base.actors import system
    from anxin.base.places.models import Place
    from anxin.base.scope import Scope
    from anxin.kernel.clock import SystemClock, local_date

    out = Path(args.out)
    try:
        week = Week.parse(args.week)
    except ValueError as error:
        raise BadInput("bad_week", f"“{args.week}”不是周次，请写成 2026-W47 这样。") from error
    at = SystemClock().now()
    if local_date(at) < week.monday:
        raise BadInput("week_not_begun", f"{week} 还没有开始（{week.monday:%Y-%m-%d} 起），不能编制周报。")
    make = FORMS.get(out.suffix.lstrip(".").lower())
    if make is None:
        raise BadInput("bad_form", f"不支持“{out.suffix}”，请用 .xlsx、.docx 或 .pdf。")
    if not out.parent.is_dir() or out.is_dir():
        raise BadInput("bad_out", f"写不到“{out}”：目录不存在，或它本身是目录。请先建好目录，并写明文件名。")
    town = Place.objects.filter(code=settings.SETTINGS.town).first()
    if town is None:
        raise NotFound("no_town", "数据库中没有本镇的地域数据，请先建立演示镇或导入地域。")
    known = reports(Scope((town.path,))).filter(place=town, week=str(week)).exclude(state="superseded").first()
    report = known or compose(week=week, town=town, by=system("command-line"), at=at)
    _write(out, make(sheet(report)))
    text = f"已写入 {out}（{report.week} 第 {report.version} 版，{report.get_state_display()}）。"
    return Result({"file": str(out), "week": report.week, "version": report.version, "state": report.state}, text)


def _write(out: Path, content: bytes) -> None:
    temporary = out.with_name(f".{out.name}.part")
    temporary.write_bytes(content)
    temporary.replace(out)
