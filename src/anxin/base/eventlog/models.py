"""The one table of events; the database itself refuses to change or delete its rows (see the migrations)."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventRow(models.Model):
    """One event as it was recorded; `hash` covers everything here but `seq`, and the row before it in its chain."""

    seq = models.BigAutoField(primary_key=True)
    chain = models.CharField(_("链"), max_length=24)
    chain_seq = models.BigIntegerField(_("链内序号"))
    happened_at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("记录时间"))
    type = models.CharField(_("类型"), max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    subject = models.CharField(_("事项"), max_length=120)
    place_path = models.CharField(_("地域"), max_length=160, blank=True)
    actor = models.CharField(_("经办"), max_length=80)
    on_behalf_of = models.CharField(_("代"), max_length=80, blank=True)
    correlation = models.CharField(max_length=64, blank=True)
    causation = models.BigIntegerField(null=True, blank=True)
    payload = models.TextField(default="{}")
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    drill = models.BooleanField(_("演练"), default=False)

    class Meta:
        verbose_name = _("事件")
        constraints = [models.UniqueConstraint(fields=["chain", "chain_seq"], name="one_event_per_place_in_a_chain")]
        indexes = [
            models.Index(fields=["subject", "seq"], name="event_subject"),
            models.Index(fields=["type", "seq"], name="event_type"),
            models.Index(fields=["actor", "seq"], name="event_actor"),
            models.Index(fields=["place_path", "seq"], name="event_place"),
            models.Index(fields=["happened_at"], name="event_happened"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.chain_seq} {self.type}"

    @property
    def data(self) -> dict[str, Any]:
        """The payload as a dictionary, as it was recorded."""
        return dict(json.loads(self.payload))
