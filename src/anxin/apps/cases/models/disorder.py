"""The ledger of public-order matters around wages (涉薪治安台账): apart from the cases, with its own people, looks and end."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.models.matter import Case
from anxin.base.people.models import Account
from anxin.base.places.models import PlacedModel, PlacedQuerySet


class Disorder(PlacedModel):
    """One matter: what happened, where and when, who reported it, and where it stands; words and people go when it is destroyed.

    `steps` are the acts with what was stated; `settlements` sums of project money in fen that the claims are set against.
    """

    class Kind(models.TextChoices):
        UNLAWFUL = "unlawful", _("以非法手段讨薪")
        PROJECT_MONEY = "project", _("疑似以讨薪为名讨要工程款")
        OTHER = "other", _("其他")

    town_path = models.CharField(max_length=160, editable=False)
    year = models.PositiveIntegerField(_("年份"))
    number = models.PositiveIntegerField(_("编号"))
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    words = models.TextField(_("经过"))
    where = models.CharField(_("地点"), max_length=200)
    happened_on = models.DateField(_("发生日期"))
    reporter_sealed = models.TextField(editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    employer = models.ForeignKey(
        "registry.Employer",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("涉及单位"),
    )
    state = models.CharField(_("环节"), max_length=24)
    clock = models.JSONField(default=dict)
    pending = models.JSONField(null=True)
    steps = models.JSONField(default=list)
    files = models.JSONField(_("来源材料"), default=list)
    settlements = models.JSONField(_("工程款结算"), default=list)
    attendance = models.BooleanField(_("有考勤名单"), default=False)
    owner = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("承办人")
    )
    opened_at = models.DateTimeField(_("登记时间"))
    due_at = models.DateTimeField(_("本环节到期"), null=True, blank=True)
    ended_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("涉薪治安事项")
        constraints = [models.UniqueConstraint(fields=["town_path", "year", "number"], name="one_disorder_number")]
        indexes = [models.Index(fields=["state", "due_at"], name="disorder_due")]

    objects = PlacedQuerySet["Disorder"].as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The matter's number as offices write it."""
        return f"涉薪治安〔{self.year}〕{self.number}号"


class DisorderPerson(models.Model):
    """Somebody named in a matter (涉及人员): claimed for, or concerned (当事人) and therefore told and heard.

    The keyed hashes only find and compare; they are wiped when the person is cleared, so that no search finds them again.
    """

    disorder = models.ForeignKey(Disorder, on_delete=models.PROTECT, related_name="persons")
    name_sealed = models.TextField(editable=False)
    name_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    number_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    number_ok = models.BooleanField(_("身份号码校验"), null=True)
    account_hash = models.CharField(max_length=64, blank=True, editable=False)
    worker = models.ForeignKey("registry.Worker", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    claimed_fen = models.BigIntegerField(_("主张金额（分）"), null=True, blank=True)
    days = models.PositiveIntegerField(_("出勤天数"), null=True, blank=True)
    concerned = models.BooleanField(_("当事人"), default=False)
    told_at = models.DateTimeField(_("告知时间"), null=True, blank=True)
    told_how = models.CharField(_("告知方式"), max_length=200, blank=True)
    replied_at = models.DateTimeField(_("陈述时间"), null=True, blank=True)
    reply_sealed = models.TextField(blank=True, editable=False)
    reply_files = models.JSONField(default=list)
    cleared_at = models.DateTimeField(_("排除时间"), null=True, blank=True)
    cleared_why = models.CharField(_("排除理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("涉及人员")

    def __str__(self) -> str:
        return f"disorder person {self.pk}"


class DisorderCheck(models.Model):
    """The cross-check as somebody saw it who proposed or approved a conclusion (核对定格): outcome, moment, and digest of its facts."""

    disorder = models.ForeignKey(Disorder, on_delete=models.PROTECT, related_name="checks")
    verb = models.CharField(_("动作"), max_length=24)
    approved = models.BooleanField(_("批准时"), default=False)
    facts_sha256 = models.CharField(_("所据事实校验"), max_length=64)
    outcome = models.JSONField(_("核对结果"), default=dict)
    by = models.CharField(max_length=60)
    name = models.CharField(_("经手人"), max_length=80)
    at = models.DateTimeField(_("定格时间"))

    class Meta:
        verbose_name = _("主张核对定格")

    def __str__(self) -> str:
        return f"{self.disorder_id} {self.verb} {self.facts_sha256[:8]}"


class DisorderLook(models.Model):
    """Somebody looked at the names of a matter, and for what (查看姓名)."""

    disorder = models.ForeignKey(Disorder, on_delete=models.PROTECT, related_name="looks")
    reason = models.CharField(_("用途"), max_length=200)
    by = models.CharField(max_length=60)
    name = models.CharField(_("查看人"), max_length=80)
    at = models.DateTimeField(_("查看时间"))

    class Meta:
        verbose_name = _("查看姓名记录")
        indexes = [models.Index(fields=["disorder", "-at"], name="look_of_disorder")]

    def __str__(self) -> str:
        return f"disorder look {self.pk}"
