"""Accounts (账号) and the posts (任职) that give them roles in places."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.people.powers import ROLE_NAMES
from anxin.base.places.models import Place, PlacedModel, PlacedQuerySet


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; logging in is by user name."""

    def create_account(self, username: str, *, name: str, password: str | None = None) -> Account:
        account = self.model(username=username, name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person of the office who logs in; workers never do."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(default=False)
    language = models.CharField(_("界面语言"), max_length=8, default="zh-hans")
    session_round = models.PositiveIntegerField(default=0)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("账号")

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions hold while this stays the same: a new password or a new round ends them all."""
        plain: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{plain}.{self.session_round}"


class PostQuerySet(models.QuerySet["Post"]):
    """Posts that can be narrowed to those in force."""

    def running(self, on: date) -> PostQuerySet:
        """The posts held on a day; the last day is still held."""
        return self.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on), valid_from__lte=on)


class Post(models.Model):
    """A role (角色) that an account holds in a place, from a day until a day; deputies (代理) name whom they stand in for."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(_("角色"), max_length=24, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(_("任职自"))
    valid_to = models.DateField(_("任职至"), null=True, blank=True)
    deputy_for = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "place", "valid_from"],
                condition=models.Q(deputy_for__isnull=True),
                name="one_own_post_per_role_place_and_day",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "place", "valid_from", "deputy_for"],
                condition=models.Q(deputy_for__isnull=False),
                name="one_deputy_post_per_role_place_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.role}@{self.place_id}"


class PowerChoice(models.Model):
    """The office's own choice (本单位调整) that a role has a power, or has it not, against the default."""

    role = models.CharField(_("角色"), max_length=24, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    power = models.CharField(_("权限"), max_length=60)
    granted = models.BooleanField(_("授予"))
    reason = models.CharField(_("理由"), max_length=200)
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("权限调整")
        constraints = [models.UniqueConstraint(fields=["role", "power"], name="one_choice_per_role_and_power")]

    def __str__(self) -> str:
        return f"{self.role}:{self.power}={self.granted}"


class HandOver(PlacedModel):
    """One hand-over (交接): who left, what went to whom, who did it; printed as the list that both sign (交接单)."""

    leaver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("移交人"))
    lines = models.JSONField(_("交接事项"), default=list)
    disabled = models.BooleanField(_("同时停用账号"), default=False)
    by = models.CharField(max_length=60)
    by_name = models.CharField(_("监交人"), max_length=60)
    at = models.DateTimeField(_("交接时间"))

    class Meta:
        verbose_name = _("工作交接")
        indexes = [models.Index(fields=["-at"], name="hand_over_newest")]

    objects = PlacedQuerySet["HandOver"].as_manager()

    def __str__(self) -> str:
        return f"hand-over {self.pk}"
