"""Reads of the tree of places; each takes the viewer's scope, and sees nothing without one."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from anxin.base.places.models import Place, PlaceKind, within
from anxin.base.scope import Scope
from anxin.kernel.outcome import NotFound


def places(scope: Scope) -> QuerySet[Place]:
    """Places within reach, in the order of the tree."""
    return Place.objects.filter(within(scope, "path")).order_by("path")


def in_use(scope: Scope, on: date) -> QuerySet[Place]:
    """Places within reach that are in use on a day."""
    begun = Q(active_from__isnull=True) | Q(active_from__lte=on)
    not_ended = Q(active_to__isnull=True) | Q(active_to__gt=on)
    return places(scope).filter(begun, not_ended)


def place(scope: Scope, place_id: int) -> Place:
    """One place within reach."""
    found = places(scope).filter(pk=place_id).first()
    if found is None:
        raise NotFound("no_place", "没有这个地域，或不在您的管辖地域内。")
    return found


def children(scope: Scope, parent: Place, on: date) -> QuerySet[Place]:
    """The places directly below one, in use on a day."""
    return in_use(scope, on).filter(parent=parent)


def villages(scope: Scope, town: Place, on: date) -> QuerySet[Place]:
    """The villages and communities (村、社区) of a town, in use on a day."""
    return in_use(scope, on).filter(kind=PlaceKind.VILLAGE, path__startswith=town.path)


def village_on(path: str) -> str:
    """The name of the village or community that a path leads through; empty for a town as a whole."""
    codes = path.rstrip("/").split("/")
    return Place.objects.filter(kind=PlaceKind.VILLAGE, code__in=codes).values_list("name", flat=True).first() or ""


def grids(scope: Scope, on: date) -> QuerySet[Place]:
    """The grids (网格) within reach, in use on a day."""
    return in_use(scope, on).filter(kind=PlaceKind.GRID)


def gaps(scope: Scope, on: date) -> QuerySet[Place]:
    """Villages in use without any grid in use (网格盲区)."""
    below = Place.objects.filter(parent=OuterRef("pk"), kind=PlaceKind.GRID).filter(
        Q(active_to__isnull=True) | Q(active_to__gt=on)
    )
    return in_use(scope, on).filter(~Exists(below), kind=PlaceKind.VILLAGE)
