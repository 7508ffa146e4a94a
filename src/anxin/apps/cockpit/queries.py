"""What the today page shows, gathered from the rooms below within the viewer's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anxin.apps.cases.api import cases
from anxin.apps.intake.api import in_figures
from anxin.apps.organisation.api import Gaps, gaps, on_duty
from anxin.apps.payroll.api import Outcome, debts, files, outcomes
from anxin.apps.registry.api import FOCUS_NAMES
from anxin.apps.warning.api import happened, open_by_level, open_warnings
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.clocks.models import Clock
from anxin.base.people.holdings import orphaned
from anxin.base.people.models import Account
from anxin.base.people.powers import ROLE_NAMES
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.period import Month
from anxin.ui.formatting import money_short

SURGE = "intake.surge"
"""The clock of filings that come in numbers about one employer."""
SHOWN = 8
"""How many rows each list of the today page shows before it links to the whole list."""


ROOMS = {
    "cases.disorder": "cases.order", "cases.": "cases.view", "intake.": "intake.view", "documents.": "documents.view",
    "warning.": "warning.view",
}  # fmt: skip
"""Whose clocks begin so, and with which power their page opens."""


def shown_to(viewer: Actor, rows: QuerySet[Clock]) -> QuerySet[Clock]:
    """Only clocks whose page the viewer may open."""
    for kinds, power in ROOMS.items():
        if not viewer.may(power):
            rows = rows.exclude(kind__startswith=kinds)
    return rows


def owners(rows: QuerySet[Clock]) -> dict[str, str]:
    """What the owners of clocks are called: persons by name, roles by their word."""
    persons = rows.filter(owner__startswith="person:").order_by().values_list("owner", flat=True).distinct()
    numbers = [int(one.removeprefix("person:")) for one in persons]
    names = dict(Account.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return {f"role:{role}": word for role, word in ROLE_NAMES.items()} | {
        f"person:{pk}": name for pk, name in names.items()
    }


@dataclass(frozen=True, slots=True)
class Focus:
    """One focus sector's line of the outcome figures."""

    code: str
    name: str
    outcome: Outcome
    mass: int


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on the today page."""

    month: Month
    since: str
    """The first of the twelve wage months of the outcome figures."""
    year_start: str
    town: Focus
    sectors: tuple[Focus, ...]
    levels: tuple[tuple[str, int], ...]
    new_red: list[object]
    due: list[object]
    due_count: int
    late_count: int
    worst: list[dict[str, object]]
    gaps: Gaps
    duty: list[object]
    waiting: int
    surges: list[object]
    silent: int | None
    """Filings without an answer; None for whoever may not see filings."""
    news: int | None
    """Filings whose filers wrote or added something since the last answer; likewise."""
    cases: tuple[int, int] | None
    """Open cases, and those that are late; None for whoever may not see cases."""
    orphans: int

    @property
    def lead(self) -> str:
        """The answering first sentence."""
        red = dict(self.levels).get("red", 0)
        owed = self.town.outcome
        told = {"red": red, "firms": owed.owed_employers, "n": owed.owed_workers, "sum": money_short(owed.owed_fen)}
        told["late"] = self.late_count
        if red and self.late_count:
            return _("%(red)s 家企业红色预警，%(firms)s 家企业共欠 %(n)s 人 %(sum)s，%(late)s 件事项已超期。") % told
        if red:
            return _("%(red)s 家企业红色预警，%(firms)s 家企业共欠 %(n)s 人 %(sum)s，没有超期事项。") % told
        if self.late_count:
            return _("没有红色预警，%(firms)s 家企业共欠 %(n)s 人 %(sum)s，%(late)s 件事项已超期。") % told
        return _("没有红色预警，%(firms)s 家企业共欠 %(n)s 人 %(sum)s，没有超期事项。") % told


def _cases(scope: Scope, at: datetime) -> tuple[int, int]:
    """Open cases, and those that are late."""
    found = cases(scope).filter(open=True)
    return found.count(), found.filter(due_at__lt=at).count()


def today(viewer: Actor, at: datetime) -> Today:
    """The today page of one viewer at an instant."""
    day, scope = local_date(at), viewer.scope
    month = Month.of_day(day).previous()
    running = shown_to(viewer, clocks.running(scope))
    counted = open_by_level(scope)
    start = day.replace(month=1, day=1)
    incidents = happened(scope, start, day).mass_incidents
    found = outcomes(scope, first=month.plus(-11).code, last=month.code, today=day)

    def focus(code: str, name: str) -> Focus:
        mass = incidents.filter(employer__focus=code) if code else incidents
        return Focus(code, name, found.of(code) if code else found.whole, mass.count())

    return Today(
        month=month,
        since=str(month.plus(-11)),
        year_start=start.isoformat(),
        town=focus("", _("全部企业")),
        sectors=tuple(focus(code, str(name)) for code, name in FOCUS_NAMES.items() if code != "other"),
        levels=tuple((code, counted.get(code, 0)) for code in ("red", "orange", "yellow")),
        new_red=list(open_warnings(scope).filter(level="red").order_by("-raised_at")[:SHOWN]),
        due=list(running[:SHOWN]),
        due_count=running.count(),
        late_count=shown_to(viewer, clocks.late(scope, at)).count(),
        worst=list(debts(scope)[:SHOWN]),
        gaps=gaps(scope, day),
        duty=list(on_duty(scope, at)),
        waiting=files(scope).filter(state="doubtful").count(),
        surges=list(running.filter(kind=SURGE)),
        silent=in_figures(scope).silent if viewer.may("intake.view") else None,
        news=in_figures(scope).news if viewer.may("intake.view") else None,
        cases=_cases(scope, at) if viewer.may("cases.view") else None,
        orphans=sum(orphaned(scope, at).values()) if viewer.may("people.hand_over") else 0,
    )
