"""What the background finds about filings (后台查找), so that nobody who files waits for it: repeats, and names in their words."""

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


class Heard(models.Model):
    """An employer that only the words of a filing name (内容里读出的单位), by its keyed hash as in `Filing.named`.

    A suggestion with its confidence: it is counted for an alarm and offered on a page, and a person decides. What was read is
    not kept here, it stands in the words.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="heard")
    named = models.CharField(max_length=32, editable=False)
    percent = models.PositiveSmallIntegerField(_("可信程度（%）"))

    class Meta:
        verbose_name = _("内容里读出的单位")
        constraints = [models.UniqueConstraint(fields=["named", "filing"], name="one_name_heard_once_per_filing")]

    def __str__(self) -> str:
        return f"heard {self.pk}"


class Compared(models.Model):
    """Up to which filing the background has looked for repeats, and for names in the words (查重进度); one row."""

    upto = models.BigIntegerField(default=0)
    heard = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("查重进度")

    def __str__(self) -> str:
        return f"compared up to {self.upto}"
