"""Help that another unit was asked for in a case (请求协办), where nobody of that unit works in this system."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.models.matter import Case


class Assistance(models.Model):
    """What a unit was asked for in a case: whom, how to reach them, by when, and what they answered (请求协办)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assistances")
    unit = models.CharField(_("单位"), max_length=120)
    registered = models.BigIntegerField(_("登记的成员单位"), null=True, blank=True)
    person = models.CharField(_("联系人"), max_length=60)
    contact_sealed = models.TextField(editable=False)
    asked = models.CharField(_("请求事项"), max_length=1000)
    due_on = models.DateField(_("请于何日前答复"))
    by = models.CharField(max_length=60)
    name = models.CharField(_("请求人"), max_length=80)
    at = models.DateTimeField()
    answer = models.CharField(_("答复"), max_length=2000, blank=True)
    file = models.CharField(_("答复文书"), max_length=64, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    called_off_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("请求协办")

    def __str__(self) -> str:
        return f"assistance {self.pk}"

    @property
    def open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.answered_at is None and self.called_off_at is None
