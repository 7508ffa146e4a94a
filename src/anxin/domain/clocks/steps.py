"""The explanation of a deadline (计算过程): runs of days that were counted or left out for one reason, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from anxin.law.calendar import weekday


class StepKind(StrEnum):
    """What a step of the explanation says of its days."""

    START = "start"
    COUNTED = "counted"
    SKIPPED = "skipped"
    PAUSED = "paused"
    JUMP = "jump"
    ROLLED = "rolled"
    DUE = "due"
    NOTE = "note"


_DOING = {
    StepKind.START: "不计入",
    StepKind.COUNTED: "计入",
    StepKind.SKIPPED: "不计入",
    StepKind.PAUSED: "不计入",
    StepKind.ROLLED: "顺延",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A run of consecutive days of one kind and one reason; `upto` is how many units are counted at its end."""

    kind: StepKind
    first: date
    last: date
    why: str
    upto: int = 0

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    def days(self) -> Iterator[date]:
        """Every day of the run."""
        return (self.first + timedelta(days=step) for step in range(self.length))

    def in_words(self) -> str:
        """The step as one Chinese line."""
        if self.kind in (StepKind.DUE, StepKind.NOTE, StepKind.JUMP):
            return self.why
        when = (
            _named(self.first) if self.length == 1 else f"{_named(self.first)}至{_named(self.last)}，共{self.length}日"
        )
        tail = self._ordinals() if self.kind is StepKind.COUNTED else ""
        return f"{when}：{self.why}，{_DOING[self.kind]}{tail}"

    def _ordinals(self) -> str:
        first = self.upto - self.length + 1
        return f"第{self.upto}日" if self.length == 1 else f"第{first}—{self.upto}日"


def _named(day: date) -> str:
    return f"{day}（{weekday(day)}）"


def in_runs(days: Iterable[tuple[date, StepKind, str]]) -> tuple[Step, ...]:
    """Days with their kind and reason, joined into runs; counted days are numbered through."""
    runs: list[Step] = []
    counted = 0
    for day, kind, why in days:
        counted += kind is StepKind.COUNTED
        last = runs[-1] if runs else None
        if last is not None and (last.kind, last.why) == (kind, why) and last.last + timedelta(days=1) == day:
            runs[-1] = Step(kind, last.first, day, why, counted)
        else:
            runs.append(Step(kind, day, day, why, counted))
    return tuple(runs)


def counted_days(steps: Iterable[Step]) -> list[date]:
    """Every day an explanation counts, one by one."""
    return [day for step in steps if step.kind is StepKind.COUNTED for day in step.days()]
