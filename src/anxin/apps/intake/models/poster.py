"""Posters with their codes (海报)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.places.models import PlacedModel, PlacedQuerySet


class Poster(PlacedModel):
    """A poster's code (海报二维码): what it names, until when it holds, and how often it was opened; nothing of who opened it."""

    employer = models.ForeignKey(
        "registry.Employer",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("用人单位"),
    )
    site = models.CharField(_("工地"), max_length=120, blank=True)
    park = models.ForeignKey(
        "registry.Park", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("园区")
    )
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    scans = models.PositiveIntegerField(_("打开次数"), default=0)
    last_scan_on = models.DateField(_("最近打开"), null=True, blank=True)
    by = models.CharField(max_length=60)
    printed_at = models.DateTimeField(_("打印时间"))

    class Meta:
        verbose_name = _("海报")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "site"],
                condition=models.Q(revoked_at=None, park=None),
                name="one_live_poster_of_an_employer",
            ),
            models.UniqueConstraint(
                fields=["park"], condition=models.Q(revoked_at=None, employer=None), name="one_live_poster_of_a_park"
            ),
        ]

    objects = PlacedQuerySet["Poster"].as_manager()

    def __str__(self) -> str:
        return " · ".join(one for one in (self.site, self.employer.name if self.employer else "", self.park.name if self.park else "") if one)  # fmt: skip
