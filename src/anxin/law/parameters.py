"""Parameters of the law (法规参数): a value at a date, in a place, with its article and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from anxin.kernel.outcome import AnxinError, BadInput, Citation, Fault
from anxin.kernel.period import DateRange

DATA = Path(__file__).parent / "data"
SINCE_EVER = date(1900, 1, 1)
REFERENCE = "reference"


class UnknownParameter(AnxinError):
    """No parameter has this id; near ones are named."""


class NotInForce(AnxinError):
    """The parameter has no value on that day."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of one parameter: what it is called, for how long it holds, where it stands, and whether that was read.

    `place` is the code of the place whose instrument it is ("cn" for the whole country, "reference" for another place's
    rule that is only quoted); `checked` is the day on which somebody last looked.
    """

    id: str
    term: str
    topic: str
    value: Any
    unit: str
    effective: DateRange
    citation: Citation
    verified: bool
    place: str
    checked: date
    note: str = ""


class LawBook:
    """The parameters that hold in one place: the deepest place's own instrument over those above it."""

    def __init__(self, place: str, parameters: Iterable[Parameter]) -> None:
        self.place = place
        self._by_id: dict[str, list[Parameter]] = {}
        for one in parameters:
            self._by_id.setdefault(one.id, []).append(one)
        for values in self._by_id.values():
            values.sort(key=lambda one: (_depth(one.place), one.effective.start))

    def get(self, param_id: str, /, *, on: date) -> Parameter:
        """The value of a parameter on a day."""
        values = self.history(param_id)
        holding = [one for one in values if on in one.effective]
        if not holding:
            spans = "；".join(f"{one.effective.start} 至 {one.effective.end or '今'}" for one in values)
            raise NotInForce("law.not_in_force", f"“{param_id}”在 {on} 没有有效的值（已知：{spans}）。")
        return holding[-1]

    def history(self, param_id: str) -> tuple[Parameter, ...]:
        """Every value a parameter had, the deepest place's last."""
        if param_id not in self._by_id:
            near = get_close_matches(param_id, self._by_id, n=3)
            hint = f"，是否指：{'、'.join(near)}" if near else "，可用 anxin law list 查看全部"
            raise UnknownParameter("law.unknown", f"没有“{param_id}”这个法规参数{hint}。")
        return tuple(self._by_id[param_id])

    def __iter__(self) -> Iterator[Parameter]:
        return (one for key in sorted(self._by_id) for one in self._by_id[key])

    def __contains__(self, param_id: str) -> bool:
        return param_id in self._by_id


def _depth(place: str) -> int:
    return {"cn": 0, REFERENCE: -1}.get(place, len(place))


@cache
def book(place_code: str = "330602013", overrides: Path | None = None) -> LawBook:
    """The law book of a place, with a deployment's own files over it where there are any; read once."""
    shipped = [one for path in sorted(DATA.glob("*/*.yaml")) for one in _read(path, _place_of(path.parent.name))]
    local = [one for path in sorted(overrides.glob("*.yaml")) for one in _read(path, place_code)] if overrides else []
    reach = [one for one in shipped if one.place in ("cn", REFERENCE) or place_code.startswith(one.place)]
    return LawBook(place_code, [*reach, *local])


def _place_of(folder: str) -> str:
    return folder.removeprefix("cn-") if folder.startswith("cn-") else folder


def _read(path: Path, place: str) -> list[Parameter]:
    """The parameters of one instrument's file; files of other kinds hold none."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(document, Mapping) or "parameters" not in document:
        return []
    faults = [
        Fault(f"{path.name} 第 {number} 项", f"缺少 {key}", "每个参数须有 id、value、unit 和出处")
        for number, one in enumerate(document["parameters"], start=1)
        for key in ("id", "value", "unit")
        if key not in one
    ]
    if not document.get("law"):
        faults.append(Fault(path.name, "没有写明法规名称（law）", "本地参数必须注明出处"))
    if faults:
        raise BadInput("law.file_refused", "法规参数文件有误，没有载入：", faults)
    return [_parameter(document, one, place) for one in document["parameters"]]


def _parameter(document: Mapping[str, Any], one: Mapping[str, Any], place: str) -> Parameter:
    verified = bool(one.get("verified", True))
    start, end = _day(one.get("from")) or SINCE_EVER, _day(one.get("to"))
    return Parameter(
        id=one["id"],
        term=one.get("term", ""),
        topic=one.get("topic", ""),
        value=one["value"],
        unit=one["unit"],
        effective=DateRange(start, end if end is None or end >= start else start),
        citation=Citation(
            document["law"], str(document.get("doc_no", "")), str(one.get("article", "")), one.get("url", ""), verified
        ),
        verified=verified,
        place=place,
        checked=_day(document.get("checked")) or SINCE_EVER,
        note=one.get("note", ""),
    )


def _day(text: Any) -> date | None:
    if text is None or isinstance(text, date):
        return text
    return date.fromisoformat(str(text)) if len(str(text)) == 10 else None
