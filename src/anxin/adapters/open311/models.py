"""How often a place on the network used the door without a key (无密钥使用次数)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeylessUse(models.Model):
    """Requests without a key in one hour from one source; the source is a keyed hash that is forgotten within a day."""

    source = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("无密钥使用次数")
        constraints = [models.UniqueConstraint(fields=["source", "hour"], name="one_count_per_source_and_hour")]

    def __str__(self) -> str:
        return f"{self.hour:%m-%d %H} {self.count}"
