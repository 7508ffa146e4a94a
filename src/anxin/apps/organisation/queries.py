"""Reads of the organisation; every one takes the viewer's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from anxin.apps.organisation.models import DutyShift, GridMember, MediationBody, Seat, Training, Unit
from anxin.apps.registry.api import Employer, employers
from anxin.base.places.models import Place, PlaceKind, within
from anxin.base.places.paths import TOWN_DEPTH, town_of
from anxin.base.scope import Scope
from anxin.domain.casework.bodies import Body, Level, nearest_first
from anxin.kernel.outcome import NotFound

LONGEST_WATCH = timedelta(days=1)


def members(scope: Scope, *, on: date | None = None) -> QuerySet[GridMember]:
    """Grid members, assistants and park managers within reach; in office on a day when one is given."""
    found = GridMember.objects.within(scope).select_related("place", "account")
    return found.filter(_in_office(on)) if on else found


def _in_office(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def live_grids(scope: Scope, on: date) -> QuerySet[Place]:
    """Grids that exist on a day and have a grid member in office (有人的网格)."""
    manned = GridMember.objects.filter(_in_office(on), kind=GridMember.Kind.GRID).values("place_id")
    exists = Q(active_to__isnull=True) | Q(active_to__gt=on)
    return Place.objects.filter(within(scope, "path"), exists, kind=PlaceKind.GRID, pk__in=manned)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the grid does not cover (网格盲区): employers in no live grid, grids without a member, villages without an assistant."""

    employers: int
    grids: int
    villages: int


def uncovered(scope: Scope, on: date) -> QuerySet[Employer]:
    """Running employers in no live grid."""
    live = live_grids(Scope.everywhere(), on).values("pk")
    return employers(scope).filter(status="active").exclude(grid_id__in=live)


def empty_grids(scope: Scope, on: date) -> QuerySet[Place]:
    """Grids that exist on a day without a grid member."""
    exists = Q(active_to__isnull=True) | Q(active_to__gt=on)
    every = Place.objects.filter(within(scope, "path"), exists, kind=PlaceKind.GRID)
    return every.exclude(pk__in=live_grids(Scope.everywhere(), on).values("pk"))


def villages_without_assistant(scope: Scope, on: date) -> QuerySet[Place]:
    """Villages and communities that exist on a day without a labour assistant (协管员) in office."""
    manned = GridMember.objects.filter(_in_office(on), kind=GridMember.Kind.ASSISTANT).values("place_id")
    exists = Q(active_to__isnull=True) | Q(active_to__gt=on)
    return Place.objects.filter(within(scope, "path"), exists, kind=PlaceKind.VILLAGE).exclude(pk__in=manned)


def gaps(scope: Scope, on: date) -> Gaps:
    """How many gaps there are of each kind."""
    return Gaps(
        uncovered(scope, on).count(), empty_grids(scope, on).count(), villages_without_assistant(scope, on).count()
    )


def units(scope: Scope) -> QuerySet[Unit]:
    """Member units within reach, the office first."""
    return Unit.objects.within(scope).order_by("-is_office", "position")


def seats(scope: Scope, on: date) -> QuerySet[Seat]:
    """The leading group on a day."""
    return Seat.objects.within(scope).filter(_in_office(on)).select_related("unit").order_by("rank", "pk")


def _with_town(scope: Scope) -> Scope:
    """A scope with the whole town of each village in it: the town's watch answers for its villages, too."""
    return Scope(tuple(sorted({town_of(one) if one.count("/") > TOWN_DEPTH else one for one in scope.paths})))


def on_duty(scope: Scope, at: datetime) -> QuerySet[DutyShift]:
    """Who is on duty at an instant, the leader first."""
    return (
        DutyShift.objects.within(_with_town(scope)).filter(starts_at__lte=at, ends_at__gt=at).order_by("-leads", "pk")
    )


def shifts(scope: Scope, start: datetime, end: datetime) -> QuerySet[DutyShift]:
    """The watches that touch a span of time."""
    return DutyShift.objects.within(_with_town(scope)).filter(starts_at__lt=end, ends_at__gt=start)


def next_gap(scope: Scope, at: datetime) -> tuple[datetime, datetime]:
    """The next time that nobody watches, no longer than a day; leaders who only lead are no watch."""
    start = at.replace(second=0, microsecond=0)
    coming = (
        DutyShift.objects.within(_with_town(scope)).filter(ends_at__gt=start, leads=False).order_by("starts_at", "pk")
    )
    for begins, ends in coming.values_list("starts_at", "ends_at"):
        if begins > start:
            return start, min(begins, start + LONGEST_WATCH)
        start = max(start, ends)
    return start, start + LONGEST_WATCH


def trainings(scope: Scope) -> QuerySet[Training]:
    """Trainings within reach, each with how many attended, newest first."""
    return Training.objects.within(scope).annotate(attended=Count("members")).order_by("-on", "-pk")


def training(scope: Scope, training_id: int) -> Training:
    """One training within reach."""
    found = Training.objects.within(scope).filter(pk=training_id).first()
    if found is None:
        raise NotFound("no_training", "没有这次培训，或不在您的管辖地域内。")
    return found


def bodies(scope: Scope) -> QuerySet[MediationBody]:
    """Mediation bodies within reach."""
    return MediationBody.objects.within(scope).select_related("place", "employer")


def bodies_like(rows: QuerySet[MediationBody], text: str) -> QuerySet[MediationBody]:
    """Those whose name, employer, place or people a text names."""
    named = Q(name__contains=text) | Q(employer__name__contains=text) | Q(place__name__contains=text)
    return rows.filter(named | Q(head__contains=text) | Q(members__contains=text))


def body(scope: Scope, body_id: int) -> MediationBody:
    """One mediation body within reach."""
    found = bodies(scope).filter(pk=body_id).first()
    if found is None:
        raise NotFound("no_body", "没有这个调解组织，或不在您的管辖地域内。")
    return found


def bodies_for(*, employer: int | None, place_path: str) -> list[Body]:
    """The bodies of a town that may mediate in a case there, the nearest first; whoever asks may see the case."""
    town = town_of(place_path)
    rows = MediationBody.objects.filter(Q(place_path__startswith=town) | Q(employer=employer), valid_to=None)
    rows = rows.filter(~Q(level=Level.FIRM) | Q(employer=employer, employer__isnull=False)).order_by("pk")
    found = [
        Body(one.pk, Level(one.level), one.name, one.place_path, one.employer_id, one.address, one.members or one.head)
        for one in rows
    ]
    return nearest_first(found, employer=employer, place_path=place_path)
