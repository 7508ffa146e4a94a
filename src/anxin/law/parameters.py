"""Parameters of the law (法规参数): a value at a date, in a place, with its article, its source and whether that was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from anxin.kernel.outcome import BadInput, Citation
from anxin.kernel.period import DateRange

REFERENCE = "reference"


class UnknownParameter(BadInput):
    """No parameter has this id; near ones are named."""


class NotInForce(BadInput):
    """The parameter has no value on that day."""


class Prevails(StrEnum):
    """Which value wins when several places set the same parameter: the deepest place's, the smallest or the largest."""

    DEEPEST = "deepest"
    SMALLEST = "smallest"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of one parameter: what it is called, for how long it holds, where it stands, and whether that was read.

    `place` is the code of the place whose instrument it is ("cn" for the whole country, "reference" for another place's
    rule that is only quoted); `checked` is the day on which somebody last looked; `local` says that this deployment
    confirmed the value or set its own.
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
    article_from_memory: bool = False
    prevails: Prevails = Prevails.DEEPEST
    local: bool = False

    @property
    def last_day(self) -> date | None:
        """The last day on which the value is in force; None while it is."""
        return None if self.effective.end is None else self.effective.end - timedelta(days=1)


class LawBook:
    """The parameters that hold in one place: the deepest place's own instrument over those above it.

    `counterparts` names what holds for the whole country where another province wrote a rule of its own: asked for a rule that
    this place does not have, the book answers with its counterpart, whose id and place say so.
    """

    def __init__(
        self, place: str, parameters: Iterable[Parameter], counterparts: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.place = place
        self._counterparts = counterparts
        self._by_id: dict[str, tuple[Parameter, ...]] = {}
        held: dict[str, list[Parameter]] = {}
        for one in parameters:
            held.setdefault(one.id, []).append(one)
        for key, values in held.items():
            self._by_id[key] = tuple(sorted(values, key=_rank))

    def get(self, param_id: str, /, *, on: date) -> Parameter:
        """The value of a parameter on a day."""
        values = self.history(param_id)
        holding = [one for one in values if on in one.effective]
        if not holding:
            spans = "；".join(f"{one.effective.start} 至 {one.last_day or '今'}" for one in values)
            raise NotInForce("law.not_in_force", f"“{param_id}”在 {on} 没有有效的值（已知施行期间：{spans}）。")
        return _winner(holding)

    def nearest(self, param_id: str, /, *, on: date) -> tuple[Parameter, bool]:
        """The value on a day and True; else the first one after the day, or the last one before it, and False."""
        values = self.history(param_id)
        if any(on in one.effective for one in values):
            return self.get(param_id, on=on), True
        later = [one for one in values if one.effective.start > on]
        return (min(later, key=lambda one: one.effective.start) if later else values[-1]), False

    def history(self, param_id: str) -> tuple[Parameter, ...]:
        """Every value a parameter had, the deepest place's last."""
        if param_id not in self:
            near = get_close_matches(param_id, self._by_id, n=3)
            hint = f"，是否指：{'、'.join(near)}" if near else "，可用 anxin law list 查看全部"
            raise UnknownParameter("law.unknown", f"没有“{param_id}”这个法规参数{hint}。", near=near)
        return self._by_id[self._own(param_id)]

    def _own(self, param_id: str) -> str:
        return param_id if param_id in self._by_id else self._counterparts.get(param_id, param_id)

    def __iter__(self) -> Iterator[Parameter]:
        return (one for key in sorted(self._by_id) for one in self._by_id[key])

    def __contains__(self, param_id: str) -> bool:
        return self._own(param_id) in self._by_id


def _rank(one: Parameter) -> tuple[bool, int, date]:
    return one.local, {"cn": 0, REFERENCE: -1}.get(one.place, len(one.place)), one.effective.start


def _winner(holding: list[Parameter]) -> Parameter:
    """What the deployment itself set goes first; else the file's own word on which of several places prevails."""
    last = holding[-1]
    if last.local or last.prevails is Prevails.DEEPEST:
        return last
    return (min if last.prevails is Prevails.SMALLEST else max)(holding, key=lambda one: one.value)
