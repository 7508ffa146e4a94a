"""The mediation room (调解室): sittings with their minutes, what the calculator found due, and the agreement."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.models.matter import Claimant, Procedure


class Sitting(models.Model):
    """One sitting (调解会): when and where it is, before which body, and the minutes, sealed, once it was held.

    `registered` is the body's number on the register of mediation bodies, when it was chosen from there.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="sittings")
    starts_at = models.DateTimeField(_("时间"))
    where = models.CharField(_("地点"), max_length=200)
    body = models.CharField(_("调解组织"), max_length=80)
    registered = models.BigIntegerField(_("登记的调解组织"), null=True, blank=True)
    mediators = models.CharField(_("调解员"), max_length=120)
    told_how = models.CharField(_("如何通知双方"), max_length=200, blank=True)
    held_at = models.DateTimeField(_("笔录时间"), null=True, blank=True)
    minutes_sealed = models.TextField(blank=True, editable=False)
    files = models.JSONField(_("签字笔录"), default=list)
    cancelled = models.CharField(_("取消原因"), max_length=200, blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("调解会")
        indexes = [models.Index(fields=["starts_at"], name="sitting_starts")]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.starts_at:%Y-%m-%d %H:%M}"


class Calculation(models.Model):
    """What a worker is owed by the rules of the law on the facts told (应得款项计算), with the trace of rules and values."""

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="calculations")
    facts = models.JSONField(_("事实"))
    due_fen = models.BigIntegerField(_("应得（分）"))
    lines = models.JSONField(_("各项"))
    trace = models.CharField(max_length=80)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("应得款项计算")

    def __str__(self) -> str:
        return f"{self.claimant_id} {self.due_fen}"


class Agreement(models.Model):
    """A mediation agreement (调解协议) as it was signed; the parts stand on the claim ledger, too."""

    procedure = models.OneToOneField(Procedure, on_delete=models.PROTECT, related_name="agreement")
    signed_on = models.DateField(_("签订日期"))
    lines = models.JSONField(_("各人金额"))
    file = models.CharField(_("签字协议"), max_length=64)
    rest_due = models.BooleanField(_("任何一期逾期，其余各期一并到期"), default=False)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("调解协议")

    def __str__(self) -> str:
        return f"agreement {self.procedure_id}"
