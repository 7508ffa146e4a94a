"""What proves something in a case: interruptions of the limitation, orders to pay and their service, what was found, and the dossier."""

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


class PayOrder(models.Model):
    """An order to pay (责令支付文书) as it was issued: by whom, for how much, until when, with the paper itself."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="orders")
    document = models.CharField(_("文书"), max_length=40)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(_("作出日期"))
    deadline = models.DateField(_("支付期限"))
    amount_fen = models.BigIntegerField(_("责令金额（分）"))
    file = models.CharField(_("文书原件"), max_length=64)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("责令支付文书")

    def __str__(self) -> str:
        return f"{self.case_id} {self.document}"


class Delivery(models.Model):
    """How and when an order was served (送达), with the receipt, or the pictures of the posting."""

    order = models.ForeignKey(PayOrder, on_delete=models.PROTECT, related_name="deliveries")
    method = models.CharField(_("送达方式"), max_length=16)
    on = models.DateField(_("送达日期"))
    where = models.CharField(_("送达地点"), max_length=200)
    note = models.CharField(_("情况"), max_length=500, blank=True)
    files = models.JSONField(_("送达凭证"), default=list)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("送达")

    def __str__(self) -> str:
        return f"{self.order_id} {self.method}"


class Finding(models.Model):
    """What somebody found on one question of the offence (查明情况); the newest counts, the older ones stay."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    question = models.CharField(_("问题"), max_length=16)
    answer = models.JSONField(_("结论"))
    words = models.CharField(_("依据"), max_length=500)
    by = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("要件查明")
        indexes = [models.Index(fields=["case", "question", "-at"], name="finding_newest")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.question}"


class Paper(models.Model):
    """One paper of the transfer dossier (移送材料), or the reason why a required one does not apply."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    dossier = models.CharField(_("用途"), max_length=16, default="transfer")
    need = models.CharField(_("材料"), max_length=80)
    file = models.CharField(_("文件"), max_length=64, blank=True)
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    size = models.BigIntegerField(_("大小"), default=0)
    not_applicable = models.CharField(_("不适用的原因"), max_length=200, blank=True)
    removed_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("移送材料")

    def __str__(self) -> str:
        return f"{self.case_id} {self.need}"
