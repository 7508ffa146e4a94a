"""What each figure of the weekly report counts (口径): of which rows, whom only once, and what is added up.

One table for both readers: figures are counted from it in one pass, and a page asks the database by it for the rows of a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from anxin.apps.documents.week_rows import Row
from anxin.domain.clocks.counting import add_months
from anxin.kernel.period import Week

Kind = Literal["employer", "handed_in", "debt", "recovery", "uninsured", "warning", "complaint", "gathering"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days that figures of a week ask about, as they are written in rows."""

    monday: str
    sunday: str
    old_before: str
    """What fell due before this day is older than a month."""


def bounds_of(week: Week, today: date) -> Bounds:
    """The days of a week, seen from a day."""
    return Bounds(str(week.monday), str(week.sunday), str(add_months(today, -1)))


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: `once` counts each employer or worker once, `adds_up` adds amounts, `only` narrows the rows of its kind."""

    key: str
    kind: Kind
    once: Literal["", "employer", "worker"] = ""
    adds_up: bool = False
    only: Literal["", "old", "new", "red", "orange", "yellow"] = ""

    @property
    def mark(self) -> str:
        """The mark that its rows carry, where it counts those of one mark only."""
        return self.only if self.only in ("red", "orange", "yellow") else ""

    def takes(self, row: Row, bounds: Bounds) -> bool:
        """Whether a row of its kind may be counted; what is new is known only after the employer's last row."""
        if self.only == "old":
            return row.day < bounds.old_before
        return self.only != "new" and (not self.mark or row.mark == self.mark)


MEASURES: dict[str, Measure] = {
    one.key: one
    for one in (
        Measure("employers", "employer", once="employer"),
        Measure("handed_in", "handed_in", once="employer"),
        Measure("new_debtors", "debt", once="employer", only="new"),
        Measure("debtors", "debt", once="employer"),
        Measure("owed_workers", "debt", once="worker"),
        Measure("owed_fen", "debt", adds_up=True),
        Measure("old_owed_fen", "debt", adds_up=True, only="old"),
        Measure("recovered_workers", "recovery", once="worker"),
        Measure("recovered_fen", "recovery", adds_up=True),
        Measure("uninsured_employers", "uninsured", once="employer"),
        Measure("uninsured_workers", "uninsured", adds_up=True),
        Measure("warnings_red", "warning", only="red"),
        Measure("warnings_orange", "warning", only="orange"),
        Measure("warnings_yellow", "warning", only="yellow"),
        Measure("complaints", "complaint"),
        Measure("mass_incidents", "gathering"),
    )
}
OF_KIND: dict[str, tuple[Measure, ...]] = {
    kind: tuple(one for one in MEASURES.values() if one.kind == kind)
    for kind in {one.kind for one in MEASURES.values()}
}
