"""Places (地域) as a tree with materialised paths, and the base of every row that belongs to a place."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.places import lookups  # noqa: F401 - makes `__under` known
from anxin.base.scope import Scope

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class PlaceKind(models.TextChoices):
    """The rungs of the tree of places."""

    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    DISTRICT = "district", _("区县")
    TOWN = "town", _("镇（街道）")
    VILLAGE = "village", _("村（社区）")
    GRID = "grid", _("网格")


class Place(models.Model):
    """One administrative place or grid (网格); `path` lists the codes from the province down, each ended by a slash."""

    code = models.CharField(_("代码"), max_length=24, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("层级"), max_length=12, choices=PlaceKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=160, unique=True)
    active_from = models.DateField(_("启用日"), null=True, blank=True)
    active_to = models.DateField(_("停用日"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("并入")
    )

    class Meta:
        ordering = ("path",)
        verbose_name = _("地域")

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How many places stand above this one."""
        return self.path.count("/") - 1


def within(scope: Scope, field: str = "place_path") -> models.Q:
    """The condition that a row's place lies in a scope; an empty scope matches nothing."""
    if not scope.paths:
        return models.Q(pk__in=[])
    if "" in scope.paths:
        return models.Q()
    return reduce(or_, (models.Q(**{f"{field}__under": path}) for path in scope.paths))


class PlacedQuerySet(models.QuerySet[M_co]):
    """Rows that can be narrowed to what a viewer may see."""

    def within(self, scope: Scope) -> Self:
        return self.filter(within(scope))


class PlacedModel(models.Model):
    """A row that belongs to a place; `place_path` is copied from the place so that scoped reads use one index."""

    place_path = models.CharField(max_length=160, db_index=True, editable=False)

    class Meta:
        abstract = True
