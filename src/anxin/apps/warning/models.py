"""Signals (信号), assessments (研判) and warnings (预警)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.apps.registry.models import Employer
from anxin.base.people.models import Account
from anxin.base.places.models import PlacedModel, PlacedQuerySet


class Level(models.TextChoices):
    """The three colours, and green for none (绿)."""

    RED = "red", _("红色")
    ORANGE = "orange", _("橙色")
    YELLOW = "yellow", _("黄色")
    GREEN = "green", _("正常")


class Signal(PlacedModel):
    """One observation about an employer from outside the payrolls: power use, tax, lawsuits, calls, patrol notes …"""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    kind = models.CharField(_("信号"), max_length=40)
    on = models.DateField(_("发生日"))
    known_on = models.DateField(_("获知日"))
    value = models.FloatField(_("数值"))
    source = models.CharField(_("来源"), max_length=40)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("信号")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "kind", "on", "source"], name="one_observation_per_source_and_day"
            )
        ]
        indexes = [
            models.Index(fields=["employer", "kind", "-on"], name="signal_employer"),
            models.Index(fields=["-on", "id"], name="signal_newest"),
            models.Index(fields=["kind", "-on"], name="signal_kind"),
        ]

    objects = PlacedQuerySet["Signal"].as_manager()

    def __str__(self) -> str:
        return f"{self.employer_id} {self.kind} {self.on}"


class Assessment(PlacedModel):
    """What the rules said of an employer on a day (研判): level, score, class, and every reason; kept when it changed."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    as_of = models.DateField(_("截至"))
    level = models.CharField(_("级别"), max_length=8, choices=Level)
    score = models.FloatField(_("分值"))
    klass = models.CharField(_("分类"), max_length=1)
    klass_why = models.JSONField(default=list)
    klass_since = models.DateField(_("分类自"), null=True)
    review_on = models.DateField(_("复核日"), null=True)
    visits_every_days = models.PositiveSmallIntegerField(_("巡查间隔（天）"), default=0)
    turn_green = models.JSONField(default=list)
    fired = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    rules_version = models.CharField(max_length=64)
    current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("研判")
        constraints = [
            models.UniqueConstraint(
                fields=["employer"], condition=models.Q(current=True), name="one_current_assessment"
            )
        ]
        indexes = [
            models.Index(fields=["employer", "-as_of"], name="assessment_history"),
            models.Index(fields=["current", "level", "-score"], name="assessment_worst"),
            models.Index(
                fields=["-klass", "-score", "id"], condition=models.Q(current=True), name="assessment_classes"
            ),
            # SQLite counts from a partial index only where that also holds the column of its condition.
            models.Index(fields=["place_path", "current"], condition=models.Q(current=True), name="assessment_place"),
        ]

    objects = PlacedQuerySet["Assessment"].as_manager()

    def __str__(self) -> str:
        return f"{self.employer_id} {self.level} {self.as_of}"


class Warning(PlacedModel):
    """A warning about an employer: raised with reasons, owned, verified, answered, and closed only with evidence."""

    class State(models.TextChoices):
        OPEN = "open", _("待核查")
        CHECKING = "checking", _("核查中")
        VERIFIED = "verified", _("已核实，处置中")
        CLOSED = "closed", _("已办结")

    class Finding(models.TextChoices):
        TRUE = "true", _("属实")
        PARTLY = "partly", _("部分属实")
        FALSE = "false", _("误报")

    class Closing(models.TextChoices):
        BANK = "bank", _("银行凭证证明已发放")
        WORKER = "worker", _("劳动者确认已收到")
        FALSE_ALARM = "false_alarm", _("误报，附核查记录")
        REFERRED = "referred", _("已移交有权机关")

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    level = models.CharField(_("级别"), max_length=8, choices=Level)
    peak = models.CharField(_("最高级别"), max_length=8, choices=Level)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    reasons = models.JSONField(_("原因"), default=list)
    turn_green = models.JSONField(_("怎样转绿"), default=list)
    score = models.FloatField(_("分值"), default=0)
    silent = models.BooleanField(_("规则已不再触发"), default=False)
    raised_at = models.DateTimeField(_("发出时间"))
    due_at = models.DateTimeField(_("核查期限"))
    owner = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("承办人")
    )
    finding = models.CharField(_("核查结论"), max_length=8, choices=Finding, blank=True)
    verification = models.TextField(_("核查情况"), blank=True)
    verified_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    feedback = models.TextField(_("处置反馈"), blank=True)
    closing = models.CharField(_("办结依据"), max_length=12, choices=Closing, blank=True)
    closing_note = models.TextField(_("办结说明"), blank=True)
    evidence = models.CharField(_("证据文件"), max_length=64, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    closed_by = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("预警")
        constraints = [
            models.UniqueConstraint(
                fields=["employer"], condition=~models.Q(state="closed"), name="one_open_warning_per_employer"
            )
        ]
        indexes = [
            models.Index(fields=["state", "level", "due_at"], name="warning_queue"),
            models.Index(fields=["employer", "-raised_at"], name="warning_history"),
            models.Index(fields=["-raised_at"], name="warning_newest"),
            models.Index(
                fields=["-score", "due_at", "id"], condition=~models.Q(state="closed"), name="warning_open_worst"
            ),
            models.Index(
                # Counts those of a level, and has its newest first. The state stands in it because SQLite looks at it in every
                # row once more, where the question carries it as a parameter.
                fields=["level", "-raised_at", "place_path", "state"],
                condition=~models.Q(state="closed"),
                name="warning_open_of_level",
            ),
        ]

    objects = PlacedQuerySet["Warning"].as_manager()

    def __str__(self) -> str:
        return f"warning {self.pk}"
