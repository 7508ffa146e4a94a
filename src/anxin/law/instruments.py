"""The files of the law (法规文件): one YAML file per instrument, and a deployment's own files that confirm or override a value."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from anxin.kernel.outcome import BadInput, Citation, Fault
from anxin.kernel.period import DateRange
from anxin.law.parameters import Parameter, Prevails

DATA = Path(__file__).parent / "data"
SINCE_EVER = date(1900, 1, 1)
_FOLDERS = ("cn", "cn-*", "reference")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def state_of(folder: Path | None) -> tuple[tuple[str, int], ...]:
    """What a deployment's folder holds now, so that a changed file is noticed; asked for every deadline, so it is cheap."""
    if folder is None or not os.path.isdir(folder):
        return ()
    with os.scandir(folder) as found:
        return tuple(sorted((one.name, one.stat().st_mtime_ns) for one in found if one.name.endswith(".yaml")))


@cache
def shipped() -> tuple[Parameter, ...]:
    """Every parameter that comes with the product."""
    folders = [folder for pattern in _FOLDERS for folder in sorted(DATA.glob(pattern))]
    paths = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    return tuple(one for path in paths for one in _shipped_in(path))


@cache
def counterparts() -> Mapping[str, str]:
    """Which national parameter stands where a place does not have a province's own one."""
    return dict(parsed(DATA / "cn" / "counterparts.yaml")["counterparts"])


def _shipped_in(path: Path) -> Iterator[Parameter]:
    document = parsed(path)
    place = path.parent.name.removeprefix("cn-")
    yield from (_parameter(document, one, place) for one in document.get("parameters", ()))


def parsed(path: Path) -> Mapping[str, Any]:
    """One YAML file as plain values."""
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  a safe loader, in C where there is one
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise _refused([Fault(path.name, f"不是有效的 YAML：{problem}", "请改正后重新载入")]) from problem
    if not isinstance(found, Mapping):
        raise _refused([Fault(path.name, "文件内容不是键值表", "请参照 law/data 中的文件")])
    return found


def local(overrides: Path, place: str, known: Iterable[Parameter]) -> list[Parameter]:
    """A deployment's own values: each names its source, and either confirms a shipped value or sets another one."""
    by_id: dict[str, Parameter] = {}
    for one in known:
        by_id[one.id] = one
    found: list[Parameter] = []
    faults: list[Fault] = []
    for path in sorted(overrides.glob("*.yaml")):
        document = parsed(path)
        if "parameters" not in document:
            continue
        unsourced = list(_source_faults(path, document))
        faults += unsourced
        for number, one in enumerate(document["parameters"] or (), start=1):
            where = f"{path.name} 第 {number} 项"
            some = _entry_faults(where, one, by_id)
            faults += some
            if not some and not unsourced:
                found.append(_local(document, one, place, by_id.get(one["id"])))
    if faults:
        raise _refused(faults)
    return found


def _source_faults(path: Path, document: Mapping[str, Any]) -> Iterator[Fault]:
    if not document.get("law"):
        yield Fault(path.name, "没有写明法规名称（law）", "本地参数必须注明出处")
    if not (document.get("doc_no") or document.get("url")):
        yield Fault(path.name, "没有写明文号（doc_no）或链接（url）", "本地参数必须注明出处")
    if _no_address(document):
        yield Fault(path.name, f"链接不是网址：{document['url']}", "请写 http:// 或 https:// 开头的网址，没有就留空")
    if not document.get("checked"):
        yield Fault(path.name, "没有写明核对日期（checked）", "请写核对原文的日期，如 2026-12-01")


def _entry_faults(where: str, one: Any, by_id: Mapping[str, Parameter]) -> list[Fault]:
    if not isinstance(one, Mapping) or not one.get("id"):
        return [Fault(where, "缺少 id", "请写参数编号，可用 anxin law list 查看")]
    known = one["id"] in by_id
    faults = (
        [Fault(where, f"链接不是网址：{one['url']}", "请写 http:// 或 https:// 开头的网址，没有就留空")]
        if _no_address(one)
        else []
    )
    if one.get("confirm") and (not known or "value" in one):
        faults.append(Fault(where, "confirm 只能用于已有参数，且不与 value 同用", "确认原值写 confirm，改值写 value"))
    if not one.get("confirm") and "value" not in one:
        faults.append(Fault(where, "既没有 value 也没有 confirm: true", "改值请写 value；确认原值请写 confirm: true"))
    if not known and not ("unit" in one and "term" in one):
        faults.append(Fault(where, f"新参数“{one['id']}”缺少 unit 或 term", "新增参数须写明单位和名称"))
    return faults + [
        Fault(where, f"{key} 不是日期", "日期写作 2026-12-01") for key in ("from", "to") if _bad_day(one, key)
    ]


def _no_address(said: Mapping[str, Any]) -> bool:
    """Whether a link is given that is none: it would lead nowhere, or run something."""
    return bool(said.get("url")) and not str(said["url"]).startswith(("http://", "https://"))


def _bad_day(one: Mapping[str, Any], key: str) -> bool:
    try:
        _day(one.get(key))
    except ValueError:
        return True
    return False


def _local(document: Mapping[str, Any], one: Mapping[str, Any], place: str, base: Parameter | None) -> Parameter:
    """A local value; what it does not say it takes from the shipped parameter of the same id."""
    if base is None:
        return replace(_parameter(document, one, place), local=True)
    filled = {
        "term": base.term,
        "topic": base.topic,
        "unit": base.unit,
        "value": base.value,
        "from": base.effective.start,
        "to": base.effective.end - timedelta(days=1) if base.effective.end else None,
        "article": base.citation.article if one.get("confirm") else "",
        "note": base.note,
    }
    return replace(_parameter(document, filled | dict(one), place), local=True)


def _parameter(document: Mapping[str, Any], one: Mapping[str, Any], place: str) -> Parameter:
    verified = bool(one.get("verified", True))
    start, end = _day(one.get("from")) or SINCE_EVER, _day(one.get("to"))
    url = one.get("url") or document.get("url") or ""
    return Parameter(
        id=one["id"],
        term=one.get("term", ""),
        topic=one.get("topic", ""),
        value=one["value"],
        unit=one["unit"],
        effective=DateRange(start, end + timedelta(days=1) if end else None),  # files name the last day in force
        citation=Citation(document["law"], str(document.get("doc_no", "")), str(one.get("article", "")), url, verified),
        verified=verified,
        place=place,
        checked=_day(document.get("checked")) or SINCE_EVER,
        note=one.get("note", ""),
        article_from_memory=bool(one.get("article_from_memory", False)),
        prevails=Prevails(one.get("prevails", "deepest")),
    )


def _day(text: Any) -> date | None:
    return text if text is None or isinstance(text, date) else date.fromisoformat(str(text))


def _refused(faults: list[Fault]) -> BadInput:
    return BadInput("law.file_refused", "法规参数文件有误，没有载入：", faults)
