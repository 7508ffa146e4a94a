"""Subscriptions (推送订阅) and what was told to each (推送记录)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """Where a key's system wants to hear of which events; `key` is the number of the key, which lives next door."""

    key = models.BigIntegerField(_("接口密钥"), db_index=True)
    url = models.CharField(_("接收地址"), max_length=500)
    secret_sealed = models.TextField(editable=False)
    kinds = models.JSONField(_("事件"), default=list)
    active = models.BooleanField(_("在用"), default=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(_("设置时间"))

    class Meta:
        verbose_name = _("推送订阅")

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Delivery(models.Model):
    """One event told to one subscriber: the body as it is sent, and how often it was tried."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待送达")
        SENT = "sent", _("已送达")
        DEAD = "dead", _("多次失败")

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    seq = models.BigIntegerField(_("事件序号"))
    type = models.CharField(_("事件"), max_length=80)
    body = models.JSONField()
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    error = models.CharField(_("原因"), max_length=200, blank=True)
    at = models.DateTimeField(_("发生时间"), db_index=True)
    tried_at = models.DateTimeField(_("最近一次"), null=True, blank=True)

    class Meta:
        verbose_name = _("推送记录")
        constraints = [models.UniqueConstraint(fields=["subscription", "seq"], name="one_delivery_per_event")]
        indexes = [models.Index(fields=["subscription", "state", "-seq"], name="delivery_by_state")]

    def __str__(self) -> str:
        return f"{self.subscription_id}-{self.seq}"
