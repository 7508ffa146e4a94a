"""What is known about each stored file (文件登记)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A file by the hash of its content; the same content is kept once, whatever it was called."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField(_("大小"))
    kind = models.CharField(_("类型"), max_length=12)
    name = models.CharField(_("文件名"), max_length=200)
    quarantined = models.CharField(_("隔离原因"), max_length=200, blank=True)
    keep_until = models.DateField(_("保存至"), null=True, blank=True)
    removed_at = models.DateTimeField(_("清除时间"), null=True, blank=True)
    by = models.CharField(_("经办"), max_length=80)
    at = models.DateTimeField(_("收到时间"))

    class Meta:
        verbose_name = _("文件")
        indexes = [models.Index(fields=["keep_until"], name="file_keep_until")]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:8]})"
