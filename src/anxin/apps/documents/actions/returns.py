"""The returns of villages (村社周报): asked for each week, filed with one tap, chased by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from anxin.apps.documents.counting import TOTAL, Tally
from anxin.apps.documents.events import ReturnChased, ReturnFiled, ReturnsOpened
from anxin.apps.documents.measures import bounds_of
from anxin.apps.documents.models import WeeklyReturn
from anxin.apps.documents.week_rows import rows_of_week
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.places.models import Place, PlaceKind
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date, local_midnight
from anxin.kernel.outcome import NotFound, RuleBroken
from anxin.kernel.period import Week

DUE_AFTER_WEEK = timedelta(hours=10)
"""Returns are due on Monday at ten after the week has ended: a choice of this office, no law names a deadline."""
CHASE_EVERY = timedelta(hours=4)


@transaction.atomic
def open_week(*, week: Week, town: Place, by: Actor, at: datetime) -> int:
    """Ask every village of a town for its return of a week; villages asked before are not asked twice."""
    require(by, "documents.compose", town.path)
    villages = Place.objects.filter(path__startswith=town.path, kind=PlaceKind.VILLAGE).order_by("code")
    asked = set(WeeklyReturn.objects.filter(week=str(week)).values_list("place_id", flat=True))
    due_at = local_midnight(week.plus(1).monday) + DUE_AFTER_WEEK
    fresh = [
        WeeklyReturn.objects.create(week=str(week), place=village, place_path=village.path, due_at=due_at)
        for village in villages
        if village.pk not in asked
    ]
    for one in fresh:
        clocks.start(
            kind="documents.return",
            title=f"{one.place.name} {week} 周报",
            subject=subject_of(one.pk),
            url=f"/office/documents/returns/{one.pk}/",
            place_path=one.place_path,
            owner="role:assistant",
            due_at=due_at,
            by=by,
            at=at,
        )
    if fresh:
        record(ReturnsOpened(week=str(week), place=town.path, villages=len(fresh)), by=by, at=at)
    return len(fresh)


@transaction.atomic
def file(*, return_id: int, remarks: str = "", by: Actor, at: datetime) -> WeeklyReturn:
    """File a village's return; without remarks it is a nil report (零报告) if nothing stands against the village."""
    one = WeeklyReturn.objects.select_for_update(of=("self",)).within(by.scope).filter(pk=return_id).first()
    if one is None:
        raise NotFound("no_return", "没有这份周报，或不在您的管辖地域内。")
    require(by, "documents.file", one.place_path)
    if one.state != WeeklyReturn.State.DUE:
        raise RuleBroken("already_filed", "本周已经报过了。如需补充，请联系办公室。")
    one.figures = figures_now(one, at=at)
    one.remarks = remarks.strip()
    one.state = WeeklyReturn.State.NIL if is_nothing(one.figures) and not one.remarks else WeeklyReturn.State.FILED
    one.filed_at, one.filed_by, one.filed_by_name = at, by.id, by.name
    one.save()
    clocks.stop(subject=subject_of(one.pk), kind="documents.return", outcome="filed", by=by, at=at)
    record(
        ReturnFiled(
            return_id=one.pk, week=one.week, place=one.place_path, nil=one.state == WeeklyReturn.State.NIL,
            late=at > one.due_at,
        ),
        by=by,
        at=at,
    )  # fmt: skip
    return one


def figures_now(one: WeeklyReturn, *, at: datetime) -> dict[str, int]:
    """A village's figures as known at an instant; they fill themselves, nobody types them."""
    scope, week, today = Scope((one.place_path,)), Week.parse(one.week), local_date(at)
    tally = Tally(bounds_of(week, today))
    for kind, row in rows_of_week(scope, week=week, as_of=at, today=today, villages=()):
        tally.add(kind, row)
    return tally.of(TOTAL)


def is_nothing(figures: dict[str, int]) -> bool:
    """Whether a week has nothing to report; how many employers run and handed in is no trouble."""
    return not any(value for key, value in figures.items() if key not in {"employers", "handed_in"})


@transaction.atomic
def chase(*, by: Actor, at: datetime) -> int:
    """Chase every return that is late, at most once in each interval; run by the clock-keeper."""
    late = (
        WeeklyReturn.objects.select_for_update(of=("self",))
        .within(by.scope)
        .filter(state=WeeklyReturn.State.DUE, due_at__lt=at)
    )
    chased = 0
    for one in late:
        times = 1 + int((at - one.due_at) / CHASE_EVERY)
        if times > one.chased:
            one.chased = times
            one.save(update_fields=["chased"])
            record(ReturnChased(return_id=one.pk, week=one.week, place=one.place_path, times=times), by=by, at=at)
            chased += 1
    return chased


def subject_of(return_id: int) -> str:
    """The name under which events and clocks know a return."""
    return f"documents.return:{return_id}"
