"""The town's last weeks lived through (演示经过): files come in, rules judge, people check, villages report, the head signs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from anxin.apps.documents.api import acts as papers
from anxin.apps.documents.api import compose, open_returns, open_week
from anxin.apps.intake.api import acts
from anxin.apps.payroll.api import reconcile
from anxin.apps.warning import api as warning
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.people.models import Account
from anxin.base.people.sessions import actor_for
from anxin.base.places.models import Place
from anxin.kernel.clock import SHANGHAI, local_date
from anxin.kernel.period import Week
from anxin.project.demo import channels, checking, drawers, examples, telephone
from anxin.project.demo.desk import gather_at_the_gate, work
from anxin.project.demo.filling import rows_of
from anxin.project.demo.handing_in import hand_in
from anxin.project.demo.office import Office
from anxin.project.demo.town import Town

WEEKS = 3
"""How many weeks before today the town is first looked at; what came in since comes in today."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the demonstration."""

    system: Actor
    accounts: Mapping[str, Account]
    """Everybody of the staff by login."""
    assistants: Mapping[str, str]
    """The login of each village's assistant, by the village's code, in the order of the codes."""

    @property
    def head(self) -> Account:
        return self.accounts["head"]

    @property
    def clerk(self) -> Account:
        return self.accounts["clerk1"]


def noon(day: date, hour: int = 9) -> datetime:
    """An hour of a day in the town, as an aware instant."""
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI).astimezone(UTC)


def live(town: Town, place: Place, cast: Cast, *, lake_root: Path, engine_url: str, at: datetime, say: Say) -> None:
    """Live through the last weeks up to now."""
    this_week = Week.of_day(town.as_of)
    steps = [this_week.plus(-WEEKS).monday, town.as_of]
    last: date | None = None
    desk = Office(cast.accounts, at)
    villages = {code: number for number, code in enumerate(cast.assistants)}
    for day in steps:
        now = min(noon(day, 8), at)
        until = day if day == town.as_of else day - timedelta(days=1)
        if last is not None:
            # What is reported of the weeks between rests on what the office held by then, not on today's files.
            say(f"受理 {day:%m月%d日} 前的诉求，核查预警，办理案件")
            work(desk, town, first=last, last=until, at=now)
        say(f"接入 {day:%m月%d日} 前的工资表、银行流水和信号")
        hand_in(town, first=last, last=until, place_path=place.path, lake_root=lake_root, by=cast.system, at=now)
        observe(town, first=last, last=until, place_path=place.path, by=cast.system, at=now)
        reconcile(place_path=place.path, lake_root=lake_root, engine_url=engine_url, by=cast.system, at=now)
        if last is None:
            say(f"受理 {day:%m月%d日} 前的诉求，核查预警，办理案件")
            work(desk, town, first=last, last=until, at=now)
        warning.reassess(employer_ids=None, as_of=day, by=cast.system, at=now)
        checking.plan(desk, assistants=cast.assistants, villages=villages, at=now)
        clocks.sweep(by=cast.system, at=now)
        if last is None:
            _plan_the_weeks(desk, place, cast, steps[0], this_week)
        last = until
    _returns(this_week.plus(-1), place, cast, at, silent=checking.NEGLECTFUL)
    open_week(week=this_week, town=place, by=actor_for(cast.clerk, town.as_of), at=at)
    gather_at_the_gate(town, at=at)
    say("导入值班电话的通话记录，查找重复的诉求")
    telephone.ring(town, place_path=place.path, by=actor_for(cast.clerk, town.as_of), at=at)
    while acts.compare(at=at):
        pass
    drawers.fill(desk, place_path=place.path, at=at)
    channels.open_up(desk, place_path=place.path, at=at)
    examples.lay_out(town, clerk=cast.clerk, head=cast.head, at=at)
    for refusal in desk.refused:
        say(f"未办成：{refusal}")


KINDS = {
    "power": "power",
    "tax_late": "tax_late",
    "lawsuit": "lawsuit",
    "head_change": "head_change",
    "registry": "registry",
}
CHANNELS = {"12345": "call_12345", "110": "call_110"}
SOURCES = {"qq": "QQ群", "hotline": "热线", "walk_in": "来访", "web": "网页"}


def observe(town: Town, *, first: date | None, last: date, place_path: str, by: Actor, at: datetime) -> None:
    """Take in every signal, complaint, patrol, post and gathering that became known in a span of days."""

    def within(day: date) -> bool:
        return day <= last and (first is None or day > first)

    found = [one for one in _observed(town) if within(one.known_on)]
    warning.observe(observed=found, place_path=place_path, by=by, at=at)


def _observed(town: Town) -> Iterator[warning.Observed]:
    """Everything that others observed in the town, with the day on which it became known."""
    for one in rows_of(town.signals):
        if one["kind"] in KINDS:
            kind, text = KINDS[one["kind"]], one["text"] or ""
            yield warning.Observed(one["ent_id"], kind, one["day"], one["known_on"], one["value"], one["source"], text)
    yield from _voices(town)
    for one in rows_of(town.patrols):
        yield _seen(one, "patrol", one["visited_at"], value=one["level"], source="网格巡查")
    for one in rows_of(town.incidents):
        yield _seen(one, "gathering", one["happened_at"], value=one["people"], source="应急值守")


def _voices(town: Town) -> Iterator[warning.Observed]:
    """Complaints and posts about unpaid wages; what they say stays out, only that they were made."""
    for one in rows_of(town.complaints):
        if one["ent_id"] is not None and one["is_arrears"]:
            source = f"{SOURCES.get(one['channel'], one['channel'])}:{one['external_id'] or one['complaint_id']}"
            kind = CHANNELS.get(one["channel"], "complaint")
            yield _seen({**one, "text": ""}, kind, one["received_at"], value=one["workers"] or 1, source=source)
    for one in rows_of(town.posts):
        if one["ent_id"] is not None and one["is_arrears"]:
            yield _seen({**one, "text": ""}, "post", one["posted_at"], value=1, source=f"舆情:{one['post_id']}")


def _seen(one: Mapping[str, Any], kind: str, at: datetime, *, value: float, source: str) -> warning.Observed:
    day = at.astimezone(SHANGHAI).date()
    return warning.Observed(one["ent_id"], kind, day, day, value, source, one["text"] or "")


def _plan_the_weeks(desk: Office, place: Place, cast: Cast, first: date, this_week: Week) -> None:
    """What comes back each week until today: the reports of the week before, and word of the warnings that are checked."""
    week = Week.of_day(first)
    while week < this_week:
        desk.plan(noon(week.monday), partial(_report, week.plus(-1), place, cast))
        week = week.plus(1)
    desk.plan(noon(first) + checking.TOLD_EVERY, lambda at: checking.tell(desk, at))


@transaction.atomic
def _report(week: Week, place: Place, cast: Cast, at: datetime) -> None:
    """The weekly report of the week just over: villages file, the clerk composes, the head signs."""
    _returns(week, place, cast, at, silent=())
    report = compose(week=week, town=place, by=_as(cast.clerk, at), at=at + timedelta(minutes=50))
    papers.sign(report_id=report.pk, by=_as(cast.head, at), at=at + timedelta(minutes=80))


@transaction.atomic
def _returns(week: Week, place: Place, cast: Cast, at: datetime, *, silent: Collection[int]) -> None:
    """The villages are asked for their returns, and file them but for the silent ones."""
    asked = min(noon(week.sunday, 9), at)
    open_week(week=week, town=place, by=_as(cast.clerk, asked), at=asked)
    for number, one in enumerate(list(open_returns(place, week))):
        login = cast.assistants.get(one.place.code)
        if login is not None and number not in silent:
            papers.file_return(return_id=one.pk, by=_as(cast.accounts[login], at), at=at)


def _as(account: Account, at: datetime) -> Actor:
    return actor_for(account, local_date(at))
