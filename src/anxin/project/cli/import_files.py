"""`anxin import KIND FILE` and `anxin import undo BATCH`: what the upload pages do, from the command line.

A dry run of a payroll or bank file needs no database. A file that leaves anything open is refused whole here, since
nobody is at a screen to settle it; the refusal lists every point.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from pathlib import Path
from typing import Any

from anxin.adapters.banks.registry import read_bank
from anxin.adapters.sheets.payroll import read_payroll
from anxin.kernel.clock import SystemClock
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken
from anxin.kernel.period import Month
from anxin.project.cli import django_setup
from anxin.project.cli.result import Result

NAME = "import"
HELP = "导入企业、人员、项目、工资表、银行流水、参保名单、网格；撤销整批"
WAGE_KINDS = ("payroll", "bank", "insurance")
REGISTER_KINDS = ("employers", "workers", "projects", "grids", "people", "mediation")
UNDO = "undo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind",
        choices=(*REGISTER_KINDS, *WAGE_KINDS, UNDO),
        metavar="KIND",
        help="、".join((*REGISTER_KINDS, *WAGE_KINDS)) + "；或 undo",
    )
    parser.add_argument("file", metavar="FILE", help="文件；撤销时为批次号（导入时打印，如 w12、r5）")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--employer", help="用人单位的信用代码或全称（文件中没有写时）")
    parser.add_argument("--month", help="工资月份，如 2026-10（文件中没有写时）")


def run(args: argparse.Namespace) -> Result:
    """Do what one command line asks."""
    if args.kind == UNDO:
        return _undo(args.file)
    path = Path(args.file)
    if not path.is_file():
        raise BadInput("no_file", f"找不到文件“{args.file}”。", [Fault(args.file, "文件不存在", "请核对路径")])
    if args.dry_run and args.kind in ("payroll", "bank"):
        return _read_only(args.kind, path)
    django_setup.ready()
    if args.kind in WAGE_KINDS:
        return _insurance_check(path) if args.dry_run else _wages(args, path)
    return _register_check(args.kind, path) if args.dry_run else _register(args.kind, path)


def _read_only(kind: str, path: Path) -> Result:
    if kind == "payroll":
        reading = read_payroll(path, name=path.name)
        doubts = sum(len(sheet.doubts) for sheet in reading.sheets) + len(reading.doubts)
        text = f"{path.name}：{len(reading.sheets)} 张工作表，{reading.persons_count} 人，{doubts} 处存疑。没有写入。"
        return Result(reading.to_document(), text, 0 if any(not one.passed_over for one in reading.sheets) else 2)
    found = read_bank(path, name=path.name)
    text = f"{path.name}：{found.bank}，{found.table.num_rows} 笔，{len(found.faults)} 行有误。没有写入。"
    return Result(found.to_document(), text, 2 if found.faults else 0)


def _home() -> str:
    from django.conf import settings

    from anxin.base.places.models import Place

    path = Place.objects.filter(code=settings.SETTINGS.town).values_list("path", flat=True).first()
    if path is None:
        fault = Fault("ANXIN_TOWN", f"地域表中没有“{settings.SETTINGS.town}”", "请先导入地域，或核对行政区划代码")
        raise BadInput("no_town", "还没有本镇（街道）的地域。", [fault])
    return path


def _wages(args: argparse.Namespace, path: Path) -> Result:
    from django.conf import settings
    from django.db import transaction

    from anxin.apps.payroll import api
    from anxin.base.actors import system
    from anxin.base.files.store import open_path, put

    by, at, home, lake = system("cli"), SystemClock().now(), _home(), settings.SETTINGS.data_dir / "lake"
    with path.open("rb") as stream:
        stored = put(stream, name=path.name, by=by, at=at)
    with transaction.atomic():
        file, fresh = api.receive(
            sha256=stored.sha256, file_name=path.name, kind=args.kind, place_path=home, by=by, at=at, source="cli",
            employer_id=_employer(args.employer), month=_month(args.month),
        )  # fmt: skip
        if fresh:
            source = open_path(stored.sha256)
            api.ingest(file_id=file.pk, path=source, lake_root=lake, by=by, at=at, report=lambda *_: None)
            file.refresh_from_db()
            _refuse_open_points(file, path.name)
    if fresh:
        api.reconcile(place_path=home, lake_root=lake, engine_url=settings.SETTINGS.engine_url, by=by, at=at)
    elif args.month and file.month and file.month != _month(args.month):
        fault = Fault(
            "--month", f"已按 {Month.of_code(file.month)} 导入", f"要改月份，先撤销：anxin import undo w{file.pk}"
        )
        raise BadInput("other_month", f"“{path.name}”以前已经导入过，月份不同，没有改动。", [fault])
    document = {
        "batch": f"w{file.pk}", "kind": file.kind, "file": path.name, "state": file.state, "rows": file.rows,
        "amount_fen": file.amount_fen, "already_there": not fresh,
    }  # fmt: skip
    said = "已生效" if fresh else "以前已经导入过，没有重复计入"
    return Result(
        document, f"{path.name}：{said}，{file.rows} 行。批次 w{file.pk}（撤销：anxin import undo w{file.pk}）"
    )


def _refuse_open_points(file: Any, name: str) -> None:
    """Roll everything back when the file does not count: with every point that stands in its way."""
    if file.state == "live":
        return
    faults = [Fault(name, one["what"], _rows(one["rows"])) for one in file.reading.get("blockers", [])]
    raise BadInput("import_doubts", f"“{name}”没有导入：{file.message}", faults)


def _rows(rows: list[int]) -> str:
    return f"涉及第 {'、'.join(map(str, rows[:20]))} 行" if rows else ""


def _employer(text: str | None) -> int | None:
    from anxin.apps.registry.api import employers
    from anxin.base.scope import Scope

    if not text:
        return None
    known = employers(Scope.everywhere())
    found = list((known.filter(uscc=text.upper()) | known.filter(name=text)).values_list("pk", flat=True)[:2])
    if len(found) != 1:
        fault = Fault("--employer", f"台账中没有（或有多家）“{text}”", "请填信用代码或全称")
        raise BadInput("no_employer", "不知道是哪家企业。", [fault])
    return found[0]


def _month(text: str | None) -> int | None:
    try:
        return Month.parse(text).code if text else None
    except ValueError as error:
        fault = Fault("--month", f"“{text}”不是月份", "请写成 2026-10")
        raise BadInput("bad_month", "工资月份不对。", [fault]) from error


def _insurance_check(path: Path) -> Result:
    from anxin.apps.payroll.api import parse_insurance

    reading = parse_insurance(path, name=path.name)
    return _checked("insurance", path.name, reading, reading.faults)


def _register_check(kind: str, path: Path) -> Result:
    from anxin.base.actors import system
    from anxin.base.batches.actions import preview

    found = preview(kind=kind, path=path, name=path.name, by=system("cli"))
    return _checked(kind, path.name, found.reading, found.faults)


def _checked(kind: str, name: str, reading: Any, faults: Any) -> Result:
    listed = [{"where": one.where, "what": one.what, "remedy": one.remedy} for one in faults]
    document = {
        "file": name, "kind": kind, "sheet": reading.sheet, "header_row": reading.header_row,
        "columns": dict(reading.columns), "rows_read": reading.rows_read, "rows_ready": len(reading.rows), "faults": listed,
    }  # fmt: skip
    lines = [
        f"{name}：读到 {reading.rows_read} 行，{len(listed)} 处错误。没有写入。",
        *(one.in_words() for one in faults),
    ]
    return Result(document, "\n".join(lines), 2 if listed else 0)


def _register(kind: str, path: Path) -> Result:
    from anxin.base.actors import system
    from anxin.base.batches.actions import take_in

    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    at = SystemClock().now()
    batch = take_in(
        kind=kind,
        path=path,
        name=path.name,
        sha256=sha256,
        place_path=_home(),
        by=system("cli"),
        at=at,
    )
    document = {
        "batch": f"r{batch.pk}", "kind": kind, "file": path.name, "created": batch.created, "changed": batch.changed,
        "unchanged": batch.unchanged, "already_there": batch.at != at,
    }  # fmt: skip
    counts = f"新增 {batch.created}，更新 {batch.changed}，未变 {batch.unchanged}"
    if batch.at != at:
        counts = f"以前已经导入过（{counts}），这次没有写入"
    return Result(document, f"{path.name}：{counts}。批次 r{batch.pk}（撤销：anxin import undo r{batch.pk}）")


def _undo(batch: str) -> Result:
    letter, number = batch[:1].lower(), batch[1:]
    if letter not in ("w", "r") or not re.fullmatch(r"[0-9]{1,18}", number):
        fault = Fault(batch, "不是批次号", "批次号在导入时打印，如 w12（工资、银行、参保）或 r5（台账）")
        raise BadInput("no_batch", "不知道撤销哪一批。", [fault])
    django_setup.ready()
    from django.conf import settings

    from anxin.apps.payroll import api as wages
    from anxin.base.actors import system
    from anxin.base.batches.actions import undo

    by, at = system("cli"), SystemClock().now()
    lake = settings.SETTINGS.data_dir / "lake"
    try:
        if letter == "r":
            undo(batch_id=int(number), by=by, at=at)
            return Result({"batch": batch, "state": "undone"}, f"已撤销批次 {batch}。")
        file = wages.undo(file_id=int(number), lake_root=lake, by=by, at=at)
    except (RuleBroken, NotFound) as error:
        raise BadInput(error.code, error.message) from error
    wages.reconcile(place_path=_home(), lake_root=lake, engine_url=settings.SETTINGS.engine_url, by=by, at=at)
    return Result({"batch": batch, "state": file.state}, f"已撤销批次 {batch}，比对已更新。")
