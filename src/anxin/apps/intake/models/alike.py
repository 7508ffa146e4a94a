"""Filings that may be one matter (疑似重复), found in the background so that the inbox can say so without asking each time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.models.filing import Filing


class Twin(models.Model):
    """One filing that another may repeat; kept both ways, until a person says that they are two."""

    of = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="twins")
    other = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+")
    apart_by = models.CharField(max_length=60, blank=True)
    apart_at = models.DateTimeField(_("认定不是同一件事"), null=True, blank=True)

    class Meta:
        verbose_name = _("疑似重复")
        constraints = [models.UniqueConstraint(fields=["of", "other"], name="one_twin_of_two_filings")]

    def __str__(self) -> str:
        return f"twin {self.of_id} {self.other_id}"


class Compared(models.Model):
    """Up to which filing the background has looked for repeats (查重进度); one row."""

    upto = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("查重进度")

    def __str__(self) -> str:
        return f"compared up to {self.upto}"
