"""Translations handed in by the office (译文), beside the shipped ones."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Wording(models.Model):
    """A sentence of the workers' pages in one language, and who checked it (核对人)."""

    language = models.CharField(_("语言"), max_length=8)
    sentence = models.CharField(_("中文"), max_length=500)
    words = models.CharField(_("译文"), max_length=1000)
    checked_by = models.CharField(_("核对人"), max_length=60, blank=True)
    checked_on = models.DateField(_("核对日期"), null=True, blank=True)
    by = models.CharField(_("经办"), max_length=80)
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("译文")
        constraints = [models.UniqueConstraint(fields=["language", "sentence"], name="one_wording_of_a_sentence")]

    def __str__(self) -> str:
        return f"{self.language} {self.pk}"
