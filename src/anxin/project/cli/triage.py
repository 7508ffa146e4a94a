"""`anxin triage [FILE]`: one message per line in, one JSON line out, with the confidence of each fact.

With `--json`, which promises one JSON document on every command, one message is still that one line; of several, or none, the
lines are the elements of one array. So without it a program reads line by line while messages come, and with it everything at once.
"""

from __future__ import annotations

import argparse
import codecs
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from anxin.domain.intake.places_said import Named
from anxin.domain.intake.reading import Reading, read_message
from anxin.domain.intake.said import Read
from anxin.domain.intake.topics import topic
from anxin.kernel.clock import SystemClock, local_date
from anxin.kernel.outcome import BadInput, Fault
from anxin.project.cli import django_setup
from anxin.project.cli.result import Result

NAME = "triage"
HELP = "读诉求：每行一条，输出类别、是否欠薪及单位、地点、金额、人数、起始月，各附把握"
MODEL = "topics.npz"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="UTF-8 或 GB18030 文本，每行一条；不填或 - 为标准输入"
    )
    parser.add_argument("--on", help="诉求日期，例如 2026-11-23；不填为今天")
    parser.add_argument("--model", type=Path, help=f"类别模型；不填用数据目录中的 {MODEL}，没有则用随附的模型")
    parser.add_argument("--train", type=Path, metavar="CSV", help="用已分类的诉求训练类别模型，写入 --model")


def run(args: argparse.Namespace) -> Result:
    """Read every message, or learn a model first."""
    if args.train:
        return _train(args.train, args.model or _own_model())
    on, (category, by), gazetteer = _day(args.on), _category(args.model), _gazetteer()
    found = (read_message(line, on=on, gazetteer=gazetteer, category=category) for line in _lines(args.file))
    lines = (json.dumps(document(one, by), ensure_ascii=False, separators=(",", ":")) for one in found)
    count = _print_as_one(list(lines)) if args.json else _print_each(lines)
    return Result({"messages": count}, "", printed=True)


def _print_each(lines: Iterable[str]) -> int:
    """Each line as soon as its message is read; how many there were."""
    count = 0
    for line in lines:
        print(line)
        count += 1
    return count


def _print_as_one(lines: list[str]) -> int:
    """Every line in one document, each still on a line of its own; nothing is printed when a line cannot be read."""
    if len(lines) == 1:
        print(lines[0])
    else:
        print("[" + ",\n".join(lines) + "]")
    return len(lines)


def document(found: Reading, category_by: str) -> dict[str, Any]:
    """One message as it is printed: the likeliest value of each fact, its confidence, its doubts, and the other candidates.

    `category_by` says whose class it is: `own` of the model trained here, `shipped`, or `words`.
    """
    employer, place = _first(found.employers), _first(found.places)
    facts = {
        "is_arrears": found.arrears,
        "employer": employer,
        "place": place,
        "workers": found.workers,
        "since": found.since,
    }
    confidence = {"category": found.category.confidence}
    confidence |= {name: one.confidence for name, one in facts.items() if one is not None}
    doubts = {name: one.doubt for name, one in facts.items() if one is not None and one.doubt}
    if found.amount is not None:
        confidence["amount_fen"] = found.amount.confidence
        if found.amount.low_fen != found.amount.high_fen:
            doubts["amount_fen"] = f"是范围，最高 {found.amount.high_fen} 分，取下限"
    if found.category.doubt:
        doubts["category"] = found.category.doubt
    return {
        "category": found.category.value,
        "category_by": category_by,
        "is_arrears": found.arrears.value,
        "employer": employer.value if employer else None,
        "place": place.value.name if place else None,
        "amount_fen": found.amount.low_fen if found.amount else None,
        "workers": int(found.workers.value.low) if found.workers else None,
        "since": str(found.since.value) if found.since else None,
        "project": found.projects[0].value if found.projects else None,
        "confidence": confidence,
        "doubts": doubts,
        "others": _others(found),
    }  # fmt: skip


def _others(found: Reading) -> dict[str, list[str]]:
    told = {
        "employer": [one.value for one in found.employers[1:]],
        "place": [one.value.name for one in found.places[1:]],
        "project": [one.value for one in found.projects[1:]],
    }
    return {name: values for name, values in told.items() if values}


def _first(found: tuple[Read[Any], ...]) -> Read[Any] | None:
    return found[0] if found else None


def _train(source: Path, target: Path) -> Result:
    from anxin.analytics.topic_model import labelled, learn

    texts, labels = labelled(source)
    made = learn(texts, labels)
    made.save(target)
    document = {"messages": len(texts), "labels": list(made.labels), "model": str(target)}
    return Result(document, f"已用 {len(texts)} 条诉求训练 {len(made.labels)} 个类别，模型写入 {target}。")


def _category(path: Path | None) -> tuple[Callable[[str], Read[str]], str]:
    """Who tells the class: the model named or trained here, else the shipped one, else telling words."""
    from anxin.analytics.topic_model import load
    from anxin.analytics.topic_shipped import SHIPPED, Shipped

    own = path or _own_model()
    if path is not None or own.exists():
        return load(own), "own"
    return (Shipped(), "shipped") if SHIPPED.exists() else (topic, "words")


def _data() -> Path:
    return Path(os.environ.get("ANXIN_DATA") or "data")


def _own_model() -> Path:
    return _data() / MODEL


def _gazetteer() -> tuple[Named, ...]:
    """The villages and communities of the deployment; on a machine without its database those of the demonstration town."""
    if not os.environ.get("DATABASE_URL") and not (_data() / "anxin.sqlite3").exists():
        return _demonstration()
    django_setup.start()
    from django.db import DatabaseError

    from anxin.base.places.choices import villages

    try:
        found = tuple(Named(code, name) for code, name in villages())
    except DatabaseError:
        found = ()
    return found or _demonstration()


def _demonstration() -> tuple[Named, ...]:
    from anxin.project.demo.places import ground

    return tuple(Named(one.code, one.name) for one in ground().villages)


def _lines(name: str) -> Iterator[str]:
    """The messages; a line that is not UTF-8 is refused by its number, an empty line stays an empty message."""
    if name == "-":
        yield from _decoded(sys.stdin.buffer, "标准输入")
        return
    try:
        with Path(name).open("rb") as lines:
            yield from _decoded(lines, Path(name).name)
    except OSError as problem:
        fault = Fault(Path(name).name, "打不开", "请核对路径和权限")
        raise BadInput("triage.no_file", "诉求文件有误：", [fault]) from problem


def _decoded(lines: BinaryIO, name: str) -> Iterator[str]:
    """Lines in UTF-8 or GB18030: the first that is not plain ASCII tells which, and the others must be the same."""
    encoding = ""
    for number, line in enumerate(lines, start=1):
        raw = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if not raw.isascii():
            encoding = encoding or ("utf-8" if _is_utf8(raw) else "gb18030")
        try:
            yield raw.decode(encoding or "ascii").rstrip("\r\n")
        except UnicodeDecodeError as problem:
            other = "前面的行是 UTF-8 编码" if encoding == "utf-8" else "不是 UTF-8，也不是 GB18030 编码"
            fault = Fault(f"{name} 第 {number} 行", other, "请用“另存为”选择 UTF-8 后重试")
            raise BadInput("triage.not_utf8", "诉求文件有误：", [fault]) from problem


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else local_date(SystemClock().now())
    except ValueError as problem:
        raise BadInput("bad_date", f"“{text}”不是日期，请写成 2026-11-23 这样。") from problem
