"""The office's telephone (值班电话): calls of the last weeks as an exchange exports them, taken in by the clerk, missed ones rung back or not.

All numbers are of the block that is not in service (see `numbers`); there is no recording behind the names of recordings.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from anxin.apps.intake.api import acts
from anxin.base.actors import Actor
from anxin.kernel.clock import SHANGHAI
from anxin.project.demo.draws import stream
from anxin.project.demo.filling import rows_of
from anxin.project.demo.numbers import phones
from anxin.project.demo.town import Town

WEEKS = 4
HEAD = ("开始时间", "主叫", "被叫", "呼叫方向", "通话时长（秒）", "接听状态", "分机", "流水号", "录音文件")
EXTENSIONS = ("8001", "8002", "8003")
OFFICE_LINE = "8000"
_DESK = ("hotline", "12345")
_OPENS, _HOURS = time(8, 30), 9
_BUSY, _QUIET = 9, 2
"""Calls besides those that led to a filing, on a working day and at the weekend."""
_MISSED, _RUNG_BACK = 0.22, 0.75
_EXPLAINED = "已用手机回拨，来电人问社保缴费，已告知找社保窗口（演示）"


@dataclass(frozen=True, slots=True)
class Rung:
    """One call: when, whose number, and for how long; one of no seconds was not answered."""

    at: datetime
    number: str
    seconds: int
    incoming: bool = True


def calls(town: Town, *, upto: datetime) -> list[Rung]:
    """The calls of the last weeks, in the order of their time; of today those before this hour."""
    rng = stream(town.seed, "telephone")
    since = datetime.combine(town.as_of - timedelta(weeks=WEEKS), time(), tzinfo=SHANGHAI)
    found = [*_before_filings(town, rng, since), *_others(rng, since, upto)]
    return sorted((one for one in found if since <= one.at < upto), key=lambda one: (one.at, one.number))


def _before_filings(town: Town, rng: np.random.Generator, since: datetime) -> Iterator[Rung]:
    """Who filed at the desk had rung a few minutes before."""
    for one in rows_of(town.complaints):
        if one["channel"] in _DESK and one["phone"] and one["received_at"] >= since:
            before = timedelta(minutes=int(rng.integers(3, 12)), seconds=int(rng.integers(0, 60)))
            yield Rung(one["received_at"] - before, one["phone"], int(rng.integers(70, 480)))


def _others(rng: np.random.Generator, since: datetime, upto: datetime) -> Iterator[Rung]:
    """Questions that led to no filing, and calls that nobody answered, most of which are rung back within hours."""
    for day in range((upto - since).days + 1):
        begin = datetime.combine((since + timedelta(days=day)).date(), _OPENS, tzinfo=SHANGHAI)
        many = _QUIET if begin.weekday() > 4 else _BUSY
        for number in phones(rng.integers(0, 100_000, int(rng.poisson(many)))):
            at = begin + timedelta(seconds=int(rng.integers(0, _HOURS * 3600)))
            if rng.random() >= _MISSED:
                yield Rung(at, str(number), int(rng.integers(25, 300)), incoming=bool(rng.random() < 0.8))
                continue
            yield Rung(at, str(number), 0)
            if rng.random() < _RUNG_BACK:
                later = timedelta(minutes=int(rng.integers(20, 240)))
                yield Rung(at + later, str(number), int(rng.integers(40, 200)), incoming=False)


def exported(some: list[Rung], *, seed: int) -> str:
    """Calls as an exchange writes them into a CSV file."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(HEAD)
    for place, one in enumerate(some):
        extension = EXTENSIONS[(place + seed) % len(EXTENSIONS)]
        sides = (one.number, OFFICE_LINE) if one.incoming else (extension, one.number)
        local = one.at.astimezone(SHANGHAI)
        number = f"C{local:%Y%m%d%H%M%S}{place:03d}"
        sheet.writerow(
            (
                f"{local:%Y-%m-%d %H:%M:%S}", *sides, "呼入" if one.incoming else "呼出", one.seconds,
                "已接听" if one.seconds else "未接", extension if one.seconds else "", number, f"{number}.wav" if one.seconds else "",
            )
        )  # fmt: skip
    return out.getvalue()


def ring(town: Town, *, place_path: str, by: Actor, at: datetime) -> None:
    """Take in a file for each week; the missed calls of the last days that nobody rang back are duties now."""
    upto = at - timedelta(hours=1)
    whole = calls(town, upto=upto)
    monday = datetime.combine(town.as_of - timedelta(days=town.as_of.weekday()), time(), tzinfo=SHANGHAI).astimezone(
        UTC
    )
    ends = [*(monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)), upto]
    begun = datetime.min.replace(tzinfo=UTC)
    with TemporaryDirectory() as folder:
        for end in ends:
            some = [one for one in whole if begun <= one.at < end]
            begun = end
            if some:
                name = f"通话记录 {some[0].at:%m%d}-{some[-1].at:%m%d}（演示）.csv"
                path = Path(folder) / name
                path.write_text(exported(some, seed=town.seed), encoding="utf-8")
                _take_in(path, place_path=place_path, by=by, at=at)


def _take_in(path: Path, *, place_path: str, by: Actor, at: datetime) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    batch = acts.take_in(path=path, name=path.name, sha256=digest, place_path=place_path, by=by, at=at)
    open_ = batch.calls.filter(incoming=True, answered=False, ended="").order_by("started_at", "pk")
    for one in open_[:1]:
        acts.explain(call_id=one.pk, words=_EXPLAINED, by=by, at=at)
