"""Figures of a place (三项成效、月度、疑似违规): what overviews show before anybody opens a list.

They change only when a comparison writes its findings, so those that must count many rows are kept as of the newest one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from anxin.apps.payroll.kept import Following, Work, kept
from anxin.apps.payroll.kept import refresh as refresh_kept
from anxin.apps.payroll.models import Breach, PlaceMonth, Shortfall
from anxin.apps.payroll.queries import owed
from anxin.base.scope import Scope
from anxin.kernel.period import Month, months_between


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome figures of clause 一 of the plan for some employers (M1)."""

    lines: int
    on_time: int
    owed_fen: int
    owed_workers: int
    owed_employers: int

    @property
    def share(self) -> float | None:
        """Share of worker-months paid on time and in full, or None when none fell due."""
        return self.on_time / self.lines if self.lines else None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcome of all employers together, and by focus sector."""

    whole: Outcome
    by_focus: Mapping[str, Outcome]

    def of(self, focus: str) -> Outcome:
        """The outcome of one sector; one without employers has nothing in it."""
        return self.by_focus.get(focus, Outcome(0, 0, 0, 0, 0))


def outcomes(scope: Scope, *, first: int, last: int, today: date) -> Outcomes:
    """Outcome of the wage months from `first` to `last` that fell due before `today`; what is owed counts all months.

    A worker owed by employers of two sectors is counted in each, and once in the whole.
    """
    fallen = PlaceMonth.objects.within(scope).filter(month__range=(first, last), due_date__lt=today).order_by()
    sums = fallen.values_list("focus").annotate(n=Sum("workers"), late=Sum("bad"))
    paid = {focus: (lines or 0, bad or 0) for focus, lines, bad in sums}
    owing, every = kept("owing", scope, _owing)
    total = (sum(n for n, _ in paid.values()), sum(bad for _, bad in paid.values()))
    found = {
        focus: _outcome(paid.get(focus, (0, 0)), owing.get(focus, (0, 0, 0))) for focus in paid.keys() | owing.keys()
    }
    return Outcomes(_outcome(total, every), found)


def _outcome(paid: tuple[int, int], owing: Sequence[int]) -> Outcome:
    lines, bad = paid
    return Outcome(lines, lines - bad, *owing)


def _owing(scope: Scope) -> tuple[dict[str, tuple[int, int, int]], tuple[int, int, int]]:
    """Fen, workers and employers of what is still owed: by sector, and all."""
    left, counted = owed(scope).order_by(), {
        "fen": Sum("arrears_fen"), "people": Count("worker", distinct=True), "firms": Count("employer", distinct=True),
    }  # fmt: skip
    by_focus = {
        focus: (fen, n, firms) for focus, fen, n, firms in left.values_list("employer__focus").annotate(**counted)
    }
    every = left.aggregate(**counted)
    return by_focus, (every["fen"] or 0, every["people"], every["firms"])


@dataclass(frozen=True, slots=True)
class MonthStrip:
    """A wage month of the town: who handed in, who paid, who did not."""

    month: int
    employers: int
    handed_in: int
    paid: int
    late: int
    owing: int
    arrears_fen: int


def month_strip(scope: Scope, *, running: int, last: Month, months: int = 14) -> list[MonthStrip]:
    """The last wage months of a place, newest first; `running` is how many employers should hand in."""
    rows = (
        PlaceMonth.objects.within(scope)
        .filter(month__range=(last.plus(1 - months).code, last.code))
        .order_by()
        .values("month")
        .annotate(handed_in=Sum("employers"), owing=Sum("owing"), late=Sum("only_late"), fen=Sum("arrears_fen"))
    )
    found = {row["month"]: row for row in rows}
    strip = []
    for month in reversed(list(months_between(last.plus(1 - months), last))):
        row = found.get(month.code, {"handed_in": 0, "owing": 0, "late": 0, "fen": 0})
        paid = row["handed_in"] - row["owing"] - row["late"]
        strip.append(
            MonthStrip(month.code, running, row["handed_in"], paid, row["late"], row["owing"], row["fen"] or 0)
        )
    return strip


def breach_counts(scope: Scope) -> dict[str, int]:
    """How many findings and doubts there are of each kind."""
    return kept("breaches", scope, _breaches)


def _breaches(scope: Scope) -> dict[str, int]:
    return dict(Breach.objects.within(scope).order_by().values_list("kind").annotate(n=Count("*")))


def shortfall_count(scope: Scope) -> int:
    """How many worker-months were not paid in full and on time."""
    return kept("shortfalls", scope, _shortfalls)


def _shortfalls(scope: Scope) -> int:
    return Shortfall.objects.within(scope).count()


KEPT: Mapping[str, Work] = {"owing": _owing, "breaches": _breaches, "shortfalls": _shortfalls}
"""What the background works out after a comparison."""


def refresh(place: str) -> int:
    """Work out the kept figures of a town anew, and of the villages in it."""
    return refresh_kept(KEPT, place=place)


def refresh_all() -> int:
    """Work out whatever kept figure is out of date."""
    return refresh_kept(KEPT, wide=True)


def following(place: str) -> Following:
    """Keep a town's figures close behind a comparison that is being written in parts."""
    return Following(KEPT, place)
