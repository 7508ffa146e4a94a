"""What proves something in a case: interruptions of the limitation with their evidence."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.models.matter import Case, Claimant


class Interruption(models.Model):
    """An act that began the limitation anew (时效中断), for one worker or for all of a case, with what proves it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interruptions")
    claimant = models.ForeignKey(
        Claimant, on_delete=models.PROTECT, related_name="interruptions", null=True, blank=True
    )
    on = models.DateField(_("日期"))
    ground = models.CharField(_("事由"), max_length=16)
    evidence = models.CharField(_("证据"), max_length=64)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("时效中断")

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground} {self.on}"
