"""Keys (接口密钥) that let another system read on behalf of the office."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """One integration's key; only its hash is kept, so it can be shown once and never again."""

    name = models.CharField(_("名称"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    powers = models.JSONField(_("权限"), default=list)
    places = models.JSONField(_("地域"), default=list)
    created_at = models.DateTimeField(_("签发时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("吊销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口密钥")

    def __str__(self) -> str:
        return self.name
