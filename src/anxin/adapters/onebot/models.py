"""Groups that an officer registered, offers made in private, events already met, and when the robot was last heard."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from anxin.apps.registry.models import Employer, Park
from anxin.base.places.models import PlacedModel, PlacedQuerySet
from anxin.base.scope import Scope


class Group(PlacedModel):
    """A QQ group of an employer or a park; its number is kept as a keyed hash and its last three digits only."""

    group_hash = models.CharField(max_length=64, unique=True, editable=False)
    tail = models.CharField(_("群号尾数"), max_length=3)
    label = models.CharField(_("群名称"), max_length=80)
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("用人单位")
    )
    park = models.ForeignKey(
        Park, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("园区")
    )
    active = models.BooleanField(_("在用"), default=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("企业 QQ 群")

    objects = PlacedQuerySet["Group"].as_manager()

    def __str__(self) -> str:
        return self.label


class Offer(models.Model):
    """A filing link offered in private (私信登记链接), once a day to a person; the person's hash differs every day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待发")
        SENT = "sent", _("已送达")
        FAILED = "failed", _("未送达")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="offers")
    person = models.CharField(max_length=64, unique=True, editable=False)
    day = models.DateField(db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)

    class Meta:
        verbose_name = _("私信登记链接")

    def __str__(self) -> str:
        return f"offer {self.pk}"


class Met(models.Model):
    """An event that was dealt with; the same one again does nothing. Forgotten once its window is over."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("已处理的上报")

    def __str__(self) -> str:
        return self.digest[:8]


class Line(models.Model):
    """When the robot was last heard by one way (连接状态)."""

    way = models.CharField(max_length=8, unique=True)
    heard_at = models.DateTimeField()

    class Meta:
        verbose_name = _("连接状态")

    def __str__(self) -> str:
        return self.way


def parks(scope: Scope) -> QuerySet[Park]:
    """Parks within reach, to register a group for."""
    return Park.objects.within(scope)
