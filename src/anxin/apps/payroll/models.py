"""Files handed in (工资表、银行流水、参保名单), runs of reconciliation (比对), and what they found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.apps.registry.models import Employer, Worker
from anxin.base.places.models import PlacedModel, PlacedQuerySet


class FileKind(models.TextChoices):
    """What a file says."""

    PAYROLL = "payroll", _("工资表")
    BANK = "bank", _("银行流水")
    INSURANCE = "insurance", _("参保名单")


class WageFile(PlacedModel):
    """One file handed in, from the moment of receipt until it counts or is taken back.

    The lines themselves never enter this database: they stay in the lake, in the parts named here by content hash.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("已收到，等待读取")
        DOUBTFUL = "doubtful", _("有疑问，待核对")
        LIVE = "live", _("已生效")
        REFUSED = "refused", _("未能读取")
        UNDONE = "undone", _("已撤销")

    kind = models.CharField(_("类别"), max_length=12, choices=FileKind)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.RECEIVED)
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("用人单位")
    )
    month = models.PositiveIntegerField(_("工资月份"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=16, default="upload")
    rows = models.PositiveIntegerField(_("行数"), default=0)
    amount_fen = models.BigIntegerField(_("金额（分）"), default=0)
    reading = models.JSONField(default=dict)
    mapping = models.JSONField(null=True, blank=True)
    parts = models.JSONField(default=list)
    made = models.JSONField(default=dict)
    message = models.TextField(_("说明"), blank=True)
    job = models.BigIntegerField(null=True, blank=True)
    by = models.CharField(_("经办"), max_length=60)
    at = models.DateTimeField(_("收到时间"))
    settled_at = models.DateTimeField(_("生效时间"), null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("工资与银行文件")
        indexes = [
            models.Index(fields=["-at"], name="wage_file_newest"),
            models.Index(fields=["state", "kind"], name="wage_file_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["place_path", "kind", "sha256"],
                condition=~models.Q(state__in=["undone", "refused"]),
                name="one_live_copy_of_a_wage_file",
            )
        ]

    objects = PlacedQuerySet["WageFile"].as_manager()

    @property
    def doubts(self) -> int:
        """How many points the reader named as doubtful, over all sheets."""
        return sum(len(part.get("doubts", ())) for part in (self.reading, *self.reading.get("sheets", ())))

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class LayoutMemory(models.Model):
    """How an employer lays out its payroll (列对应关系), as a clerk once confirmed it."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="+", null=True)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "signature"], name="one_layout_per_employer"),
            models.UniqueConstraint(
                fields=["signature"],
                condition=models.Q(employer__isnull=True),
                name="one_layout_of_unknown_employers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} {self.signature[:8]}"


class Run(PlacedModel):
    """One reconciliation (比对): which inputs, by which rules, with what sums; the newest whole one of a town is current."""

    inputs_hash = models.CharField(max_length=64)
    rule_version = models.CharField(max_length=24)
    engine = models.CharField(max_length=24)
    as_of = models.DateField(_("截至"))
    lines = models.PositiveIntegerField(_("工资行数"))
    payments = models.PositiveIntegerField(_("付款笔数"))
    due_fen = models.BigIntegerField(_("应发（分）"))
    paid_fen = models.BigIntegerField(_("实付（分）"))
    arrears_fen = models.BigIntegerField(_("欠薪（分）"))
    result_path = models.CharField(max_length=300)
    attribution_path = models.CharField(max_length=300, blank=True)
    parts_left = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(_("完成时间"))

    class Meta:
        verbose_name = _("比对")
        indexes = [models.Index(fields=["place_path", "-at"], name="run_newest")]

    objects = PlacedQuerySet["Run"].as_manager()

    def __str__(self) -> str:
        return f"run {self.pk}"

    @property
    def whole(self) -> bool:
        """Whether all it found is written down; large towns are written in parts."""
        return not self.parts_left


class PayStatus(models.IntegerChoices):
    """How a month's wage was paid; the numbers are those of the bulk files (contracts.md)."""

    ON_TIME = 0, _("按时足额")
    LATE = 1, _("迟发")
    SHORT = 2, _("少发")
    UNPAID = 3, _("未发")
    OVER = 4, _("多发")


class Shortfall(PlacedModel):
    """A worker's month that was not paid in full and on time (欠薪明细), as the current run says."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", verbose_name=_("劳动者"))
    month = models.PositiveIntegerField(_("工资月份"))
    due_date = models.DateField(_("应发日"))
    due_fen = models.BigIntegerField(_("应发（分）"))
    paid_fen = models.BigIntegerField(_("已付（分）"))
    arrears_fen = models.BigIntegerField(_("欠付（分）"))
    status = models.PositiveSmallIntegerField(_("状态"), choices=PayStatus)
    days_late = models.PositiveIntegerField(_("迟发天数"), default=0)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    first_seen = models.DateField(_("首次发现"))

    class Meta:
        verbose_name = _("欠薪明细")
        constraints = [models.UniqueConstraint(fields=["employer", "worker", "month"], name="one_shortfall_per_month")]
        indexes = [
            models.Index(fields=["status", "-arrears_fen"], name="shortfall_worst"),
            models.Index(fields=["worker"], name="shortfall_worker"),
            models.Index(fields=["-arrears_fen", "id"], name="shortfall_list"),
            models.Index(
                fields=["employer", "worker", "month", "arrears_fen", "due_date", "place_path"],
                condition=models.Q(status__in=[PayStatus.SHORT, PayStatus.UNPAID], arrears_fen__gt=0),
                name="shortfall_owed",
            ),
        ]

    objects = PlacedQuerySet["Shortfall"].as_manager()

    def __str__(self) -> str:
        return f"{self.employer_id}/{self.worker_id}/{self.month}"


class Recovery(PlacedModel):
    """Money that came in for a month already found short (补发): the fall of a shortfall between two runs."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", verbose_name=_("劳动者"))
    month = models.PositiveIntegerField(_("工资月份"))
    amount_fen = models.BigIntegerField(_("补发金额（分）"))
    on = models.DateField(_("查明日"), db_index=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("补发")
        constraints = [
            models.UniqueConstraint(fields=["employer", "worker", "month", "run"], name="one_recovery_per_run")
        ]

    objects = PlacedQuerySet["Recovery"].as_manager()

    def __str__(self) -> str:
        return f"{self.employer_id}/{self.worker_id}/{self.month}"


class EmployerMonth(PlacedModel):
    """An employer's wage month in sums (企业月度): one square of the pay-history strip."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    month = models.PositiveIntegerField(_("工资月份"))
    due_date = models.DateField(_("应发日"), null=True)
    workers = models.PositiveIntegerField(_("人数"), default=0)
    unpaid = models.PositiveIntegerField(_("未发人数"), default=0)
    short = models.PositiveIntegerField(_("少发人数"), default=0)
    late = models.PositiveIntegerField(_("迟发人数"), default=0)
    over = models.PositiveIntegerField(_("多发人数"), default=0)
    due_fen = models.BigIntegerField(_("应发（分）"), default=0)
    paid_fen = models.BigIntegerField(_("已付（分）"), default=0)
    arrears_fen = models.BigIntegerField(_("欠付（分）"), default=0)
    max_late = models.PositiveIntegerField(_("最长迟发天数"), default=0)
    below_minimum = models.PositiveIntegerField(_("低于最低工资人数"), default=0)
    uninsured = models.PositiveIntegerField(_("欠保人数"), default=0)
    handed_in_at = models.DateTimeField(_("工资表交来时间"), null=True)

    class Meta:
        verbose_name = _("企业月度")
        constraints = [models.UniqueConstraint(fields=["employer", "month"], name="one_row_per_employer_month")]
        indexes = [
            models.Index(fields=["month", "place_path"], name="employer_month_place"),
            # A month's list in figures, without reading the rows themselves.
            models.Index(fields=["month", "employer", "unpaid", "short"], name="employer_month_owing"),
        ]

    objects = PlacedQuerySet["EmployerMonth"].as_manager()

    def __str__(self) -> str:
        return f"{self.employer_id}/{self.month}"


class EmployerDebt(PlacedModel):
    """What one employer still owes (仍欠), summed from its shortfalls in the transaction that changes them."""

    employer = models.OneToOneField(Employer, on_delete=models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    fen = models.BigIntegerField(_("欠付（分）"))
    workers = models.PositiveIntegerField(_("被欠人数"))
    since = models.PositiveIntegerField(_("最早欠薪月份"))
    months = models.PositiveIntegerField(_("欠薪月数"))
    oldest_due = models.DateField(_("最早应发日"))

    class Meta:
        verbose_name = _("企业欠薪")
        indexes = [models.Index(fields=["-fen", "employer"], name="employer_debt_worst")]

    objects = PlacedQuerySet["EmployerDebt"].as_manager()

    def __str__(self) -> str:
        return f"{self.employer_id} {self.fen}"


class PlaceMonth(PlacedModel):
    """One wage month of a village by sector and due day, in sums of its employers' months.

    Overviews read these few rows; they are moved in the transaction that changes `EmployerMonth`.
    """

    month = models.PositiveIntegerField(_("工资月份"))
    focus = models.CharField(_("重点领域"), max_length=16)
    due_date = models.DateField(_("应发日"))
    employers = models.PositiveIntegerField(_("已交工资表企业数"))
    owing = models.PositiveIntegerField(_("有欠发企业数"))
    only_late = models.PositiveIntegerField(_("迟发企业数"))
    workers = models.PositiveIntegerField(_("人数"))
    bad = models.PositiveIntegerField(_("未发、少发、迟发人数"))
    arrears_fen = models.BigIntegerField(_("欠付（分）"))

    class Meta:
        verbose_name = _("地域月度")
        constraints = [
            models.UniqueConstraint(fields=["place_path", "month", "focus", "due_date"], name="one_sum_per_place_month")
        ]

    objects = PlacedQuerySet["PlaceMonth"].as_manager()

    def __str__(self) -> str:
        return f"{self.place_path} {self.month} {self.focus}"


class Breach(PlacedModel):
    """A wage or insurance rule that a worker's month seems to break (疑似违规): a finding of the figures, or a doubt for a person."""

    class Kind(models.TextChoices):
        MINIMUM = "minimum", _("低于最低工资")
        INSURANCE = "insurance", _("未参保（欠保）")
        PAYDAY = "payday", _("超期发薪")
        DEDUCTION = "deduction", _("扣款超过上限")

    class Sure(models.TextChoices):
        FINDING = "finding", _("疑似违规")
        DOUBT = "doubt", _("存疑，须人工核对")

    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    sure = models.CharField(_("把握"), max_length=8, choices=Sure, default=Sure.FINDING)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", verbose_name=_("劳动者"))
    month = models.PositiveIntegerField(_("月份"))
    amount_fen = models.BigIntegerField(_("差额（分）"), default=0)
    facts = models.JSONField(default=dict)
    law = models.CharField(_("依据"), max_length=200, blank=True)
    verified_law = models.BooleanField(_("依据已核实"), default=True)

    class Meta:
        verbose_name = _("疑似违规")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "employer", "worker", "month"], name="one_breach_of_a_kind_per_month"
            )
        ]
        indexes = [
            models.Index(fields=["employer", "kind"], name="breach_employer"),
            models.Index(fields=["place_path", "kind"], name="breach_place_kind"),
            models.Index(fields=["-month", "employer", "id"], name="breach_list"),
        ]

    objects = PlacedQuerySet["Breach"].as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.employer_id}/{self.worker_id}/{self.month}"


class HandPayment(PlacedModel):
    """A payment recorded by hand (现金等支付) with its evidence; it counts like a transfer for the month named."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", verbose_name=_("劳动者"))
    month = models.PositiveIntegerField(_("工资月份"))
    amount_fen = models.BigIntegerField(_("金额（分）"))
    paid_on = models.DateField(_("支付日期"))
    evidence = models.CharField(_("凭证"), max_length=64)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("手工登记的支付")
        constraints = [models.CheckConstraint(condition=models.Q(amount_fen__gt=0), name="hand_payment_is_positive")]

    objects = PlacedQuerySet["HandPayment"].as_manager()

    def __str__(self) -> str:
        return f"hand {self.pk}"


class Dispute(PlacedModel):
    """A worker's objection (异议) to what a payroll says is due; upheld, it corrects the amount due."""

    class State(models.TextChoices):
        OPEN = "open", _("待核实")
        UPHELD = "upheld", _("成立")
        REJECTED = "rejected", _("不成立")

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", verbose_name=_("劳动者"))
    month = models.PositiveIntegerField(_("工资月份"))
    claimed_due_fen = models.BigIntegerField(_("主张应发（分）"))
    reason = models.TextField(_("理由"))
    evidence = models.CharField(_("证据"), max_length=64, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    corrected_due_fen = models.BigIntegerField(_("核定应发（分）"), null=True, blank=True)
    outcome = models.TextField(_("核实结果"), blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    closed_by = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("工资异议")

    objects = PlacedQuerySet["Dispute"].as_manager()

    def __str__(self) -> str:
        return f"dispute {self.pk}"
