"""Employers (用人单位), workers (劳动者), employments (用工), pay accounts (工资账户), parks (园区) and projects (工程项目)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.places.models import Place, PlacedModel, PlacedQuerySet


class Sector(models.TextChoices):
    """What an employer does, as far as the plan (方案) tells sectors apart."""

    MANUFACTURING = "manufacturing", _("工业制造")
    CATERING = "catering", _("餐饮")
    CONSTRUCTION = "construction", _("工程建设")
    SERVICES = "services", _("服务业")


class Focus(models.TextChoices):
    """The three focus sectors (重点领域) of clause 一 of the plan, and the rest."""

    PARK = "park", _("工业园区企业")
    CATERING = "catering", _("餐饮企业")
    CONSTRUCTION = "construction", _("工程建设领域")
    OTHER = "other", _("其他")


class EmployerStatus(models.TextChoices):
    """Whether the employer still runs."""

    ACTIVE = "active", _("在营")
    CLOSED = "closed", _("已注销")


class Park(PlacedModel):
    """An industrial park (工业园区)."""

    code = models.CharField(_("代码"), max_length=24, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("园区")
        ordering = ("code",)

    objects = PlacedQuerySet["Park"].as_manager()

    def __str__(self) -> str:
        return self.name


class Employer(PlacedModel):
    """An employer (用人单位) on the register of the town."""

    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True, null=True, blank=True)
    name = models.CharField(_("名称"), max_length=120, db_index=True)
    search = models.CharField(max_length=400, editable=False, default="")
    sector = models.CharField(_("行业"), max_length=16, choices=Sector)
    focus = models.CharField(_("重点领域"), max_length=16, choices=Focus, editable=False, default=Focus.OTHER)
    status = models.CharField(_("状态"), max_length=8, choices=EmployerStatus, default=EmployerStatus.ACTIVE)
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("村（社区）"))
    grid = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("网格")
    )
    park = models.ForeignKey(
        Park, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("园区")
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    head_count = models.PositiveIntegerField(_("用工人数"), null=True, blank=True)
    contract_count = models.PositiveIntegerField(_("已签劳动合同人数"), null=True, blank=True)
    insured_count = models.PositiveIntegerField(_("参保人数"), null=True, blank=True)
    pay_day = models.PositiveSmallIntegerField(_("约定发薪日"), null=True, blank=True)
    registered_capital_fen = models.BigIntegerField(_("注册资本（分）"), null=True, blank=True)
    legal_person = models.CharField(_("法定代表人"), max_length=60, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone_sealed = models.TextField(blank=True, editable=False)
    contact_phone_tail = models.CharField(max_length=4, blank=True, editable=False)
    opened_on = models.DateField(_("成立日期"), null=True, blank=True)
    closed_on = models.DateField(_("注销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("用人单位")
        indexes = [
            models.Index(fields=["place_path", "name"], name="employer_place_name"),
            models.Index(fields=["focus", "status"], name="employer_focus"),
            # What is counted of all employers is read from this, not from their wide rows.
            models.Index(fields=["status", "place_path", "grid"], name="employer_counted"),
            # The search box looks for parts of words in the order of the list.
            models.Index(fields=["name", "id", "search", "place_path"], name="employer_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pay_day__isnull=True) | models.Q(pay_day__range=(1, 31)), name="pay_day_exists"
            )
        ]

    objects = PlacedQuerySet["Employer"].as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def contract_rate(self) -> float | None:
        """Share of workers with a written contract (劳动合同签订率), or None when unknown."""
        if not self.head_count or self.contract_count is None:
            return None
        return min(1.0, self.contract_count / self.head_count)


class Worker(PlacedModel):
    """A worker (劳动者); the identity number is sealed and found by its keyed hash."""

    name = models.CharField(_("姓名"), max_length=60, db_index=True)
    id_sealed = models.TextField(blank=True, editable=False)
    id_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    id_tail = models.CharField(max_length=4, blank=True, editable=False)
    phone_sealed = models.TextField(blank=True, editable=False)
    phone_hash = models.CharField(max_length=64, db_index=True, blank=True, editable=False)
    phone_tail = models.CharField(max_length=4, blank=True, editable=False)

    class Meta:
        verbose_name = _("劳动者")

    objects = PlacedQuerySet["Worker"].as_manager()

    def __str__(self) -> str:
        return f"worker:{self.pk}"


class Employment(models.Model):
    """A worker's time with an employer (用工关系)."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="employments")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="employments")
    post = models.CharField(_("岗位"), max_length=60, blank=True)
    started_on = models.DateField(_("入职"), null=True, blank=True)
    ended_on = models.DateField(_("离职"), null=True, blank=True)
    part_time = models.BooleanField(_("非全日制"), null=True, blank=True)

    class Meta:
        verbose_name = _("用工关系")
        constraints = [
            models.UniqueConstraint(fields=["worker", "employer", "started_on"], name="one_spell_per_start"),
            models.UniqueConstraint(
                fields=["worker", "employer"], condition=models.Q(started_on=None), name="one_spell_without_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}@{self.employer_id}"


class PayAccount(models.Model):
    """An account into which a worker is paid (工资卡); sealed, found by its keyed hash (63 bits, as in bulk files)."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="accounts")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    account_hash = models.BigIntegerField(db_index=True)
    account_sealed = models.TextField(editable=False)
    account_tail = models.CharField(max_length=4, editable=False)

    class Meta:
        verbose_name = _("工资账户")
        constraints = [
            models.UniqueConstraint(fields=["worker", "employer", "account_hash"], name="one_account_per_employment")
        ]

    def __str__(self) -> str:
        return f"…{self.account_tail}"


class Project(PlacedModel):
    """A construction project (工程项目) with its special wage account (专用账户) and wage deposit (保证金)."""

    code = models.CharField(_("项目编号"), max_length=40, unique=True)
    name = models.CharField(_("项目名称"), max_length=120)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(_("建设单位"), max_length=120, blank=True)
    contractor = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="projects", verbose_name=_("施工总承包单位")
    )
    price_fen = models.BigIntegerField(_("合同价（分）"), null=True, blank=True)
    special_account = models.BooleanField(_("已设专用账户"), null=True, blank=True)
    deposit_fen = models.BigIntegerField(_("工资保证金（分）"), null=True, blank=True)
    real_name = models.BooleanField(_("实名制管理"), null=True, blank=True)
    started_on = models.DateField(_("开工"), null=True, blank=True)
    ended_on = models.DateField(_("完工"), null=True, blank=True)

    class Meta:
        verbose_name = _("工程项目")

    objects = PlacedQuerySet["Project"].as_manager()

    def __str__(self) -> str:
        return self.name


class ProjectParty(models.Model):
    """A subcontractor or team (分包单位、班组) on a project: one link of the chain of liability (责任链)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parties")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("承包内容"), max_length=80, blank=True)
    under = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "employer", "part"], name="one_part_per_employer")]

    def __str__(self) -> str:
        return f"{self.project_id}/{self.employer_id}"
