"""The notices of rest days (放假通知) of the State Council and the statutory holidays (法定节假日), read from dated data.

A year is known only when its annual notice is there; a later notice of change goes over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from anxin.kernel.outcome import BadInput, Citation, Fault

SHIPPED = Path(__file__).parent / "data" / "cn" / "calendar"
STATUTORY = "statutory.yaml"
_SATURDAY = 5
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Festival:
    """One festival of a notice: the days off (放假) and the weekend days worked instead (调休上班)."""

    name: str
    rest: tuple[date, ...]
    work: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: the year it arranges, whether it arranges the whole year, where it stands, and whether its text was read."""

    year: int
    annual: bool
    title: str
    doc_no: str
    url: str
    published: date
    text_read: bool
    festivals: tuple[Festival, ...]

    @property
    def citation(self) -> Citation:
        return Citation(self.title, self.doc_no, "", self.url, self.text_read)


@dataclass(frozen=True, slots=True)
class Statutory:
    """The statutory holidays: fixed days (month, day) by name, and days that move with the moon or the sun by year."""

    every_year: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    by_year: Mapping[int, tuple[Festival, ...]]
    citation: Citation

    def of_year(self, year: int) -> Iterator[tuple[date, str]]:
        """The statutory holidays known for a year, each with its name."""
        for name, days in self.every_year:
            yield from ((date(year, month, day), name) for month, day in days)
        for festival in self.by_year.get(year, ()):
            yield from ((day, festival.name) for day in festival.rest)


def read_notices(overrides: Path | None = None) -> tuple[Notice, ...]:
    """Every notice shipped and every one in a deployment's `calendar` folder, the later published last."""
    paths = [path for path in sorted(SHIPPED.glob("*.yaml")) if path.name != STATUTORY]
    if overrides is not None:
        paths += sorted((overrides / "calendar").glob("*.yaml"))
    found = [notice for path in paths for notice in _of_file(path)]
    return tuple(sorted(found, key=lambda one: (one.year, one.published)))


def read_statutory() -> Statutory:
    """The statutory holidays by which years without a notice are estimated."""
    document = _document(SHIPPED / STATUTORY)
    by_year = {
        int(year): tuple(
            Festival(name, tuple(span(_with_year(text, int(year)))), ()) for name, text in sorted(some.items())
        )
        for year, some in document["by_year"].items()
    }
    every_year = tuple(
        (one["name"], tuple((int(text[:2]), int(text[3:])) for text in one["days"])) for one in document["every_year"]
    )
    citation = Citation(document["law"], document["doc_no"], str(document["article"]), document["url"], verified=False)
    return Statutory(every_year, by_year, citation)


def span(text: str) -> Iterator[date]:
    """Each day of `2026-10-01..2026-10-07`, or the one day written alone.

    >>> len(list(span("2026-10-01..2026-10-07")))
    7
    """
    first, _, last = text.partition("..")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if end < start:
        raise ValueError(f"{text} ends before it begins")
    return (start + timedelta(days=step) for step in range((end - start).days + 1))


def _with_year(text: str, year: int) -> str:
    return "..".join(f"{year}-{part}" for part in text.split(".."))


def _document(path: Path) -> Mapping[str, Any]:
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  a safe loader, in C where there is one
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise _refused(path, "", f"不是有效的 YAML：{problem}") from problem
    if not isinstance(found, Mapping):
        raise _refused(path, "", "文件内容不是键值表")
    return found


def _of_file(path: Path) -> Iterable[Notice]:
    document = _document(path)
    try:
        year = int(document["year"])
        return [_notice(year, one) for one in document["notices"]]
    except (KeyError, TypeError, ValueError) as problem:
        raise _refused(path, f"：{type(problem).__name__} {problem}", "内容不完整或日期写错") from problem


def _notice(year: int, one: Mapping[str, Any]) -> Notice:
    if not one["title"] or not one["url"]:
        raise ValueError("a notice without title or url")
    return Notice(
        year=year,
        annual=one.get("kind", "annual") == "annual",
        title=one["title"],
        doc_no=str(one.get("doc_no", "")),
        url=one["url"],
        published=_day(one["published"]),
        text_read=one.get("read", "text") == "text",
        festivals=tuple(_festival(year, some) for some in one["days"]),
    )


def _festival(year: int, some: Mapping[str, Any]) -> Festival:
    rest, work = tuple(span(str(some["rest"]))), tuple(_day(text) for text in some.get("work") or ())
    if any(abs(day.year - year) > 1 for day in rest + work):
        raise ValueError(f"{some['name']} lies outside {year}")
    if any(day.weekday() < _SATURDAY for day in work):
        raise ValueError(f"{some['name']}: a make-up day must be a Saturday or a Sunday")
    return Festival(some["name"], rest, work)


def _day(text: Any) -> date:
    return text if isinstance(text, date) else date.fromisoformat(str(text))


def _refused(path: Path, where: str, what: str) -> BadInput:
    fault = Fault(
        f"{path.name}{where}",
        what,
        "请参照 law/data/cn/calendar 中的年份文件，写明 year、notices、title、url、published、days",
    )
    return BadInput("law.calendar_refused", "放假安排文件有误，没有载入：", [fault])
