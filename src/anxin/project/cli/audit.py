"""`anxin audit anchor` and `anxin audit verify`: keep the heads of the event log elsewhere, and prove the log against them."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from anxin.kernel.clock import SystemClock
from anxin.kernel.outcome import BadInput, Fault
from anxin.project.cli import django_setup
from anxin.project.cli.result import Result

NAME = "audit"
HELP = "锚定并验证审计日志：有无改动、删除、调换、截断"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    anchor = verbs.add_parser("anchor", help="打印各链的链头，请保存到本系统以外的地方")
    anchor.add_argument("--out", type=Path, help="写入文件，而不只是打印")
    verify = verbs.add_parser("verify", help="逐条重算哈希，指出被改动、删除、调换或截断的位置")
    verify.add_argument("--anchor", type=Path, help="以前保存的锚定文件")


def run(args: argparse.Namespace) -> Result:
    """Anchor or verify the log of this deployment."""
    django_setup.start()
    anchor = anchor_in(args.anchor) if args.verb == "verify" and args.anchor else None
    django_setup.ready()
    return _anchor(args.out) if args.verb == "anchor" else _verify(anchor)


def _anchor(out: Path | None) -> Result:
    from anxin.base.eventlog import anchoring

    anchor = anchoring.take(SystemClock().now())
    document = anchor.to_json()
    written = json.dumps(document, ensure_ascii=False, indent=1)
    if out is None:
        return Result(document, written)
    out.write_text(written + "\n", encoding="utf-8")
    return Result(document, f"已锚定 {len(anchor.chains)} 条链、{anchor.events} 个事件：{out}")


def _verify(anchor: Any) -> Result:
    from anxin.base.eventlog import verifying

    verdict = verifying.verify(anchor)
    towns = _towns({fault.chain for fault in verdict.faults})
    faults = [{**asdict(fault), "town": towns[fault.chain]} for fault in verdict.faults]
    document = {
        "ok": verdict.sound,
        "events": verdict.events,
        "chains": [{"chain": name, "count": n, "head": head} for name, (n, head) in sorted(verdict.heads.items())],
        "anchored": anchor.taken_at if anchor else None,
        "faults": faults,
        "more_faults": verdict.more_faults,
    }
    return Result(document, _in_words(verdict, anchor, towns), 0 if verdict.sound else 1)


def _in_words(verdict: Any, anchor: Any, towns: dict[str, str]) -> str:
    scale = f"{len(verdict.heads)} 条链、{verdict.events} 个事件"
    if verdict.sound:
        since = f"，与 {anchor.taken_at} 的锚定一致" if anchor else "（未提供锚定文件，整体重写无法排除）"
        return f"✓ 审计链完好：{scale}{since}"
    lines = [f"  {towns[fault.chain]}{_number(fault)}：{fault.what}" for fault in verdict.faults]
    if verdict.more_faults:
        lines.append("  其余从略")
    return "\n".join([f"✗ 审计链被破坏：{scale}，发现 {len(verdict.faults)} 处", *lines])


def _number(fault: Any) -> str:
    return f"第 {fault.chain_seq} 号" + (f"（总第 {fault.seq} 号）" if fault.seq else "")


def _towns(chains: set[str]) -> dict[str, str]:
    """What people call each chain: its town, or what stands in for one."""
    from anxin.base.eventlog.chain import WHOLE
    from anxin.base.places.models import Place

    names = dict(Place.objects.filter(code__in=chains).values_list("code", "name"))
    known = {code: f"{name}（{code}）" for code, name in names.items()}
    return {chain: known.get(chain, f"链 {chain} ") for chain in chains} | {WHOLE: "系统本身", "*": "全部事件"}


def anchor_in(path: Path) -> Any:
    """The anchor of a file kept by the administrator."""
    from anxin.base.eventlog import anchoring

    return anchoring.Anchor.from_json(_read(path))


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        fault = Fault(str(path), "读不出锚定内容", "请使用 anxin audit anchor 保存的原文件")
        raise BadInput("anchor_unreadable", "锚定文件无法使用。", [fault]) from error
