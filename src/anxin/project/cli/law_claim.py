"""`anxin law claim FACTS.json`: what a worker is owed, line by line, each with its formula and article."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from anxin.domain.wages.claim import claim, trace
from anxin.domain.wages.claim_facts import Claim, Line, Standing
from anxin.domain.wages.claim_reading import facts_of
from anxin.kernel.money import Fen, yuan
from anxin.kernel.outcome import BadInput, Citation, Fault
from anxin.law import LawBook
from anxin.project.cli.result import Result

_STANDINGS = {Standing.DUE: "应付", Standing.CONDITIONAL: "符合条件时应付", Standing.LACKING: "缺少事实"}


def add_claim(parser: argparse.ArgumentParser) -> None:
    """The arguments of the verb."""
    parser.add_argument("facts", type=Path, metavar="FACTS.json", help="事实文件；格式见 docs/reference/claim-facts.md")


def run_claim(path: Path, law: LawBook, *, place: str, on: date) -> Result:
    """Read the facts and reckon every line."""
    told = _told(path)
    found = claim(facts_of(told, on=on, place=place), law)
    document = {
        "due_fen": found.due_fen,
        "trace": trace(found),
        "lines": [_line(one) for one in found.lines],
        "verified": all(one.verified for one in found.lines if one.standing is Standing.DUE),
        "parameters": [
            {"id": one.id, "value": one.value, "unit": one.unit, "effective_from": one.effective.start.isoformat()}
            for one in found.parameters
        ],
    }
    return Result(document, _words(found))


def _told(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_once)
    except OSError as problem:
        fault = Fault(path.name, "打不开", "请核对路径")
        raise BadInput("claim.no_file", "事实文件有误：", [fault]) from problem
    except (ValueError, RecursionError) as problem:
        fault = Fault(path.name, f"不是有效的 JSON：{problem}", "请用 UTF-8 保存并检查括号、逗号和引号")
        raise BadInput("claim.not_json", "事实文件有误：", [fault]) from problem


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file; a name that stands in it twice is refused, because nobody could say which one is meant."""
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        faults = [Fault(name, "写了两次", "只留一处") for name in twice]
        raise BadInput("claim.twice", "事实文件有误：", faults)
    return dict(pairs)


def _line(one: Line) -> dict[str, Any]:
    return {
        "id": one.id,
        "term": one.term,
        "month": str(one.month) if one.month else None,
        "standing": one.standing.value,
        "amount_fen": one.amount_fen,
        "most_fen": one.most_fen,
        "formula": one.formula,
        "sources": [_source(each) for each in one.citations],
        "note": one.note,
    }


def _source(one: Citation) -> dict[str, Any]:
    return {
        "law": one.law,
        "doc_no": one.doc_no,
        "article": one.article,
        "url": one.url,
        "verified": one.verified,
        "words": one.in_words(),
    }


def _words(found: Claim) -> str:
    lines = []
    for one in found.lines:
        amount = yuan(Fen(one.amount_fen)) + (f"–{yuan(Fen(one.most_fen))}" if one.most_fen > one.amount_fen else "")
        told = (
            f"{amount} 元（{_STANDINGS[one.standing]}）"
            if one.standing is not Standing.LACKING
            else _STANDINGS[one.standing]
        )
        head = f"{one.month or ''!s:<8}{one.term}  {told}"
        cited = "、".join(each.in_words() for each in one.citations)
        lines += [head, *(f"        {each}" for each in (one.formula, f"依据：{cited}", one.note) if each)]
    lines.append(f"应付合计 {yuan(Fen(found.due_fen))} 元（按所述事实计算，由有权机关认定）")
    return "\n".join(lines)
