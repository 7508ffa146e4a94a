"""The town's last weeks lived through (演示经过): files come in, rules judge, people check, villages report, the head signs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from anxin.apps.documents.api import compose, file_return, open_returns, open_week, sign
from anxin.apps.intake.api import acts
from anxin.apps.payroll.api import debts, reconcile
from anxin.apps.warning import api as warning
from anxin.base.actors import Actor
from anxin.base.files.store import put
from anxin.base.people.models import Account
from anxin.base.people.sessions import actor_for
from anxin.base.places.models import Place
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.period import Week
from anxin.project.demo import examples, office, telephone
from anxin.project.demo.filling import rows_of
from anxin.project.demo.handing_in import hand_in
from anxin.project.demo.town import Town

WEEKS = 4
"""How many weeks before today the town is first looked at; what came in since comes in today."""
CHECKED = 150
"""How many of the older warnings the office has gone through by today; the rest wait, as they do in an office."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the demonstration."""

    system: Actor
    head: Account
    clerk: Account
    assistants: Mapping[str, Account]


def noon(day: date, hour: int = 9) -> datetime:
    """An hour of a day in the town, as an aware instant."""
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI).astimezone(UTC)


def live(town: Town, place: Place, cast: Cast, *, lake_root: Path, engine_url: str, at: datetime, say: Say) -> None:
    """Live through the last weeks up to now."""
    this_week = Week.of_day(town.as_of)
    steps = [this_week.plus(-WEEKS).monday, town.as_of]
    last: date | None = None
    desk = office.Office(cast.clerk, at)
    for day in steps:
        now = min(noon(day, 8), at)
        say(f"接入 {day:%m月%d日} 前的工资表、银行流水和信号")
        until = day if day == town.as_of else day - timedelta(days=1)
        hand_in(town, first=last, last=until, place_path=place.path, lake_root=lake_root, by=cast.system, at=now)
        observe(town, first=last, last=until, place_path=place.path, by=cast.system, at=now)
        reconcile(place_path=place.path, lake_root=lake_root, engine_url=engine_url, by=cast.system, at=now)
        say(f"受理 {day:%m月%d日} 前的诉求，办理案件")
        office.work(desk, town, first=last, last=until, at=now)
        warning.reassess(employer_ids=None, as_of=day, by=cast.system, at=now)
        if last is not None:
            _check_some(cast, day, now)
        _report(Week.of_day(day).plus(-1), place, cast, day, at)
        last = until
    open_week(week=this_week, town=place, by=actor_for(cast.clerk, town.as_of), at=at)
    office.gather_at_the_gate(town, at=at)
    say("导入值班电话的通话记录，查找重复的诉求")
    telephone.ring(town, place_path=place.path, by=actor_for(cast.clerk, town.as_of), at=at)
    while acts.compare(at=at):
        pass
    examples.lay_out(town, clerk=cast.clerk, head=cast.head, at=at)


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


@transaction.atomic
def _check_some(cast: Cast, day: date, now: datetime) -> None:
    """The office's work of a week: older warnings are taken and verified, those paid since are closed with proof."""
    clerk = actor_for(cast.clerk, day)
    older = warning.open_warnings(clerk.scope).filter(raised_at__lt=now - timedelta(days=2)).order_by("raised_at", "pk")
    found = list(older[:CHECKED])
    owing = set(debts(clerk.scope).values_list("employer_id", flat=True))
    for number, one in enumerate(found):
        if one.state == "open" and number % 20 != 19:
            warning.take(warning_id=one.pk, by=clerk, at=now)
            words = "电话联系负责人并到厂核对工资表与银行回单，情况与预警所列一致。"
            warning.verify(warning_id=one.pk, finding="true", words=words, by=clerk, at=now)
            if one.employer_id in owing or number % 6 == 5:
                continue
            proof = put(
                io.BytesIO(f"演示凭证：预警 {one.pk} 的银行回单\n".encode()),
                name="银行回单（演示）.txt",
                by=clerk,
                at=now,
            )
            warning.answer(warning_id=one.pk, words="督促企业补发，已核对银行回单。", by=clerk, at=now)
            note = "银行流水显示已全部补发到位。"
            warning.close(warning_id=one.pk, closing="bank", note=note, evidence=proof.sha256, by=clerk, at=now)


@transaction.atomic
def _report(week: Week, place: Place, cast: Cast, day: date, at: datetime) -> None:
    """The weekly report of the week just over: villages file, the clerk composes, the head signs."""
    clerk, head = actor_for(cast.clerk, day), actor_for(cast.head, day)
    now = min(noon(day, 9), at)
    open_week(week=week, town=place, by=clerk, at=min(noon(week.sunday, 9), at))
    last_week = day >= at.astimezone(SHANGHAI).date()
    for number, one in enumerate(open_returns(place, week)):
        account = cast.assistants.get(one.place.code)
        if account is not None and not (last_week and number % 6 == 5):
            file_return(return_id=one.pk, by=actor_for(account, day), at=now)
    if last_week:
        return
    report = compose(week=week, town=place, by=clerk, at=now + timedelta(minutes=50))
    sign(report_id=report.pk, by=head, at=now + timedelta(minutes=80))
