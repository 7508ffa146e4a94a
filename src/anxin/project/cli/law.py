"""`anxin law`: what a parameter is on a day and where it stands; which parameters there are; when a period ends and why."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path
from typing import Any

from anxin.analytics.deadline_files import compute_file
from anxin.domain.clocks import Deadline, Pause, StatutoryClock, Step
from anxin.domain.clocks.moments import parse_moment, parse_pause
from anxin.kernel.clock import SHANGHAI, SystemClock, local_date
from anxin.kernel.outcome import AnxinError, BadInput, Fault, RuleBroken
from anxin.law import Calendar, LawBook, Parameter, book, office_calendar
from anxin.law.periods import extension_of, is_period
from anxin.project.cli.law_affected import add_affected, run_affected
from anxin.project.cli.law_claim import add_claim, run_claim
from anxin.project.cli.result import Result

NAME = "law"
HELP = "法规参数：查值、查出处，计算法定期限"
_TOWN = "330602013"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--place", default=None, help="行政区划代码，默认本镇（街道）")
    parser.add_argument("--overrides", type=Path, default=None, help="本地法规参数目录，默认按部署设置")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    show = verbs.add_parser("show", help="某参数在某日的值、条文和出处")
    show.add_argument("id", metavar="ID")
    show.add_argument("--on", type=_day, metavar="DATE", help="日期，默认今天")
    listing = verbs.add_parser("list", help="列出法规参数")
    listing.add_argument("--topic", help="只列编号或名称含此字样的主题")
    listing.add_argument("--unverified", action="store_true", help="只列未核实原文的")
    listing.add_argument("--clocks", action="store_true", help="只列可以计算到期日的期限")
    _add_deadline(verbs.add_parser("deadline", help="计算法定期限的届满日并逐日说明"))
    add_affected(verbs.add_parser("affected", help="列出（或重算）受新放假安排、新法规影响的期限"))
    add_claim(verbs.add_parser("claim", help="按事实计算劳动者应得款项，逐项写明公式和条文"))


def _add_deadline(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("clock", nargs="?", metavar="CLOCK", help="期限的参数编号，如 insp_investigation_days")
    parser.add_argument("--from", dest="start", metavar="DATETIME", help="起算日或起算时刻（未写时区按北京时间）")
    parser.add_argument(
        "--pause", action="append", default=[], metavar="FROM..TO", help="中止起止，首尾两日均不计；未恢复写 FROM.."
    )
    parser.add_argument("--extend", action="count", default=0, help="按规定延长；可重复")
    parser.add_argument("--batch", type=Path, metavar="IN.csv", help="批量：含 clock,from 两列的 CSV")
    parser.add_argument("--out", type=Path, metavar="OUT.csv", help="批量结果：增加 due,provisional 两列")


def run(args: argparse.Namespace) -> Result:
    """Show, list or compute."""
    if args.verb == "affected":
        return run_affected(args)
    folder = _folder(args.overrides)
    place = args.place or os.environ.get("ANXIN_TOWN") or _TOWN
    law, today = book(place, folder), local_date(SystemClock().now())
    if args.verb == "show":
        return _show(law, args.id, args.on or today)
    if args.verb == "claim":
        return run_claim(args.facts, law, place=place, on=today)
    if args.verb == "list":
        return _list(law, args)
    calendar = office_calendar(folder)
    return _batch(law, calendar, args) if args.batch else _deadline(law, calendar, args)


def _folder(named: Path | None) -> Path | None:
    """The deployment's own files; the settings are not loaded for this, because that would make a data directory."""
    if named is not None and not named.is_dir():
        fault = Fault("--overrides", f"没有目录 {named}", "请核对路径")
        raise BadInput("law.no_overrides", "命令行参数有误：", [fault])
    data = Path(os.environ.get("ANXIN_DATA") or "data")
    found = named or Path(os.environ.get("ANXIN_LAW_OVERRIDES") or data / "law")
    return found if found.is_dir() else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写作 2026-05-18") from None


def _show(law: LawBook, param_id: str, on: date) -> Result:
    found = law.get(param_id, on=on)
    history = [described(one) for one in law.history(param_id)]
    document = {"on": on.isoformat(), **described(found), "history": history}
    lines = [f"{found.id}  {found.term}", f"  {on} 的值：{_value(found)}", f"  出处：{_source_words(found)}"]
    lines += [
        f"  施行：{_span(found)}",
        f"  核对：{found.checked}{'' if found.verified else '（未核实原文，使用前请核对）'}",
    ]
    lines += [f"  链接：{found.citation.url}"] if found.citation.url else []
    lines += [f"  说明：{found.note}"] if found.note else []
    lines += [
        f"  历史：{_span(one)}  {_value(one)}  {_source_words(one)}" for one in law.history(param_id) if one != found
    ]
    return Result(document, "\n".join(lines))


def _list(law: LawBook, args: argparse.Namespace) -> Result:
    kept = [
        one
        for one in law
        if (not args.topic or args.topic in one.topic or args.topic in one.term)
        and not (args.unverified and one.verified)
        and (not args.clocks or is_period(one))
    ]
    lines = [f"{one.id}  {one.term}：{_value(one)}  {_source_words(one)}" for one in kept]
    unverified = sum(not one.verified for one in kept)
    lines.append(f"共 {len(kept)} 项，其中未核实 {unverified} 项")
    document = {"count": len(kept), "unverified": unverified, "parameters": [described(one) for one in kept]}
    return Result(document, "\n".join(lines))


def described(one: Parameter) -> dict[str, Any]:
    """A parameter as one JSON object, with its source."""
    return {
        "id": one.id,
        "term": one.term,
        "topic": one.topic,
        "value": one.value,
        "unit": one.unit,
        "effective_from": one.effective.start.isoformat(),
        "effective_to": _last_day(one),
        "source": source_of(one),
        "place": one.place,
        "local": one.local,
        "note": one.note,
    }


def source_of(one: Parameter) -> dict[str, Any]:
    """Where a value stands: law, number, article, link, when it was last looked at and whether the text was read."""
    return {
        "law": one.citation.law,
        "doc_no": one.citation.doc_no,
        "article": one.citation.article,
        "article_from_memory": one.article_from_memory,
        "url": one.citation.url,
        "checked": one.checked.isoformat(),
        "verified": one.verified,
        "words": one.citation.in_words(),
    }


def _last_day(one: Parameter) -> str | None:
    return one.last_day.isoformat() if one.last_day else None


def _span(one: Parameter) -> str:
    return f"{one.effective.start} 至 {one.last_day or '今'}"


def _value(one: Parameter) -> str:
    return "未定" if one.value is None else f"{one.value} {one.unit}"


def _source_words(one: Parameter) -> str:
    number = f"（{one.citation.doc_no}）" if one.citation.doc_no not in ("", "-", "?") else ""
    return f"{one.citation.in_words()}{number}"


def _deadline(law: LawBook, calendar: Calendar, args: argparse.Namespace) -> Result:
    if not args.clock or not args.start:
        fault = Fault(
            "命令行", "缺少期限编号或 --from", "例：anxin law deadline insp_investigation_days --from 2026-02-02"
        )
        raise BadInput("law.deadline_incomplete", "命令行参数不全：", [fault])
    started = parse_moment(args.start)
    parameter, in_force = law.nearest(args.clock, on=local_date(started))
    clock = StatutoryClock.start(parameter, at=started)
    clock = _with(clock, [parse_pause(text) for text in args.pause], args.extend, law)
    found = clock.deadline(calendar)
    due = _due_text(clock, found)
    cautions = [] if in_force else [_not_in_force(parameter, started.date())]
    cautions += [] if parameter.verified else ["该参数未核实原文，仅供参考"]
    document = {
        "clock": parameter.id,
        "from": args.start,
        "due": due,
        "provisional": found.provisional,
        "period": clock.length.in_words(),
        "in_force": in_force,
        "cautions": cautions,
        "steps": [_step(one) for one in found.steps],
        "rules": [{"words": one.words, "source": one.citation.in_words()} for one in found.rules],
        "source": {**source_of(parameter), "term": parameter.term, "value": parameter.value, "unit": parameter.unit},
        "extension": [_extension_source(law, clock)] * len(clock.extensions),
        "calendar_version": found.calendar_version,
    }
    head = f"{parameter.term}（{clock.length.in_words()}，{_source_words(parameter)}）"
    last = "尚不能确定" if due is None else f"{due}{'（暂定）' if found.provisional else ''}"
    return Result(document, "\n".join([head, f"届满：{last}", *cautions, *found.in_words()]))


def _with(clock: StatutoryClock, pauses: list[Pause], extensions: int, law: LawBook) -> StatutoryClock:
    try:
        for _ in range(extensions):
            clock = clock.extend(law)
    except RuleBroken as problem:
        raise _bad(problem) from problem
    return clock.with_pauses(pauses)


def _bad(problem: AnxinError) -> BadInput:
    return BadInput(problem.code, problem.message, [])


def _due_text(clock: StatutoryClock, found: Deadline) -> str | None:
    if found.due is None or found.due_at is None:
        return None
    if clock.period.unit.by_the_day:
        return found.due.isoformat()
    return found.due_at.astimezone(SHANGHAI).isoformat()


def _not_in_force(parameter: Parameter, on: date) -> str:
    return f"该参数施行期间为 {_span(parameter)}，起算日 {on} 不在其内，以下按最近的已知值推算，仅供参考"


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind.value,
        "from": step.first.isoformat(),
        "to": step.last.isoformat(),
        "days": step.length,
        "upto": step.upto or None,
        "words": step.in_words(),
    }


def _extension_source(law: LawBook, clock: StatutoryClock) -> dict[str, Any]:
    allowed = extension_of(clock.param_id)
    if allowed is None:
        return {}
    parameter, _ = law.nearest(allowed.by, on=clock.law_date)
    return {"id": parameter.id, "value": parameter.value, "unit": parameter.unit, "source": source_of(parameter)}


def _batch(law: LawBook, calendar: Calendar, args: argparse.Namespace) -> Result:
    if args.out is None or args.clock or args.start or args.pause or args.extend:
        fault = Fault("命令行", "--batch 须与 --out 同用，且不与 CLOCK、--from、--pause、--extend 同用")
        raise BadInput("law.batch_arguments", "命令行参数有误：", [fault])
    done = compute_file(args.batch, args.out, law=law, calendar=calendar)
    document = {
        "out": str(args.out),
        "rows": done.rows,
        "provisional": done.provisional,
        "not_in_force": done.not_in_force,
        "clocks": list(done.clocks),
        "calendar_version": calendar.version,
    }
    tail = f"；{done.not_in_force} 行起算时该参数尚未施行或已失效，按最近的已知值推算" if done.not_in_force else ""
    return Result(document, f"已写出 {done.rows} 行到 {args.out}，其中暂定 {done.provisional} 行{tail}")
