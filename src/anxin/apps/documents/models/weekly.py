"""Weekly returns (村社周报) of villages and the town's weekly report (欠薪欠保周报)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.places.models import Place, PlacedModel, PlacedQuerySet


class WeeklyReturn(PlacedModel):
    """What one village or community says of a week: nothing to report (零报告), or remarks on the figures shown."""

    class State(models.TextChoices):
        DUE = "due", _("待报")
        NIL = "nil", _("零报告")
        FILED = "filed", _("已报")

    week = models.CharField(_("周次"), max_length=8)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("村（社区）"))
    state = models.CharField(_("状态"), max_length=6, choices=State, default=State.DUE)
    figures = models.JSONField(default=dict)
    remarks = models.TextField(_("说明"), blank=True)
    due_at = models.DateTimeField(_("应报时间"))
    filed_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    filed_by = models.CharField(max_length=60, blank=True)
    filed_by_name = models.CharField(_("报送人"), max_length=60, blank=True)
    chased = models.PositiveSmallIntegerField(_("催报次数"), default=0)

    class Meta:
        verbose_name = _("村社周报")
        constraints = [models.UniqueConstraint(fields=["week", "place"], name="one_return_per_week_and_village")]
        indexes = [models.Index(fields=["week", "state"], name="weekly_return_state")]

    objects = PlacedQuerySet["WeeklyReturn"].as_manager()

    def __str__(self) -> str:
        return f"{self.week} {self.place_id}"


class ReportRows(PlacedModel):
    """The rows behind one report (周报明细), written in parts before there is the report: nobody ever sees it with some of them."""

    week = models.CharField(_("周次"), max_length=8)
    begun_at = models.DateTimeField(_("开始编制"))

    class Meta:
        verbose_name = _("周报明细")
        indexes = [models.Index(fields=["place_path", "week"], name="report_rows_of_a_week")]

    objects = PlacedQuerySet["ReportRows"].as_manager()

    def __str__(self) -> str:
        return f"{self.week} {self.pk}"


class ReportRow(models.Model):
    """One row that figures of a report count (周报明细行), as known when it was composed; it stands once for all figures it is in.

    What it is about is named by numbers alone, so that it outlasts what changes or goes later.
    """

    rows = models.ForeignKey(ReportRows, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    employer = models.BigIntegerField()
    name = models.CharField(_("企业"), max_length=200)
    village = models.CharField(max_length=24, blank=True)
    focus = models.CharField(max_length=20, blank=True)
    worker = models.BigIntegerField(null=True)
    month = models.IntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    """Fen, or persons without insurance."""
    day = models.CharField(max_length=40, blank=True)
    first_seen = models.CharField(max_length=10, blank=True)
    ref = models.BigIntegerField(null=True)
    mark = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("周报明细行")
        constraints = [models.UniqueConstraint(fields=["rows", "kind", "number"], name="one_row_per_number_of_a_kind")]
        indexes = [
            models.Index(fields=["rows", "kind", "employer"], name="report_rows_of_employers"),
            models.Index(
                fields=["rows", "kind", "worker"],
                name="report_rows_of_workers",
                condition=models.Q(worker__isnull=False),
            ),
            models.Index(fields=["rows", "kind", "village", "number"], name="report_rows_of_villages"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class WeeklyReport(PlacedModel):
    """The town's report of a week; its snapshot is stored first and never changes, a correction supersedes it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SIGNED = "signed", _("已签发")
        SUPERSEDED = "superseded", _("已被更正")

    week = models.CharField(_("周次"), max_length=8)
    version = models.PositiveSmallIntegerField(_("版次"))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DRAFT)
    as_of = models.DateTimeField(_("数据截至"))
    snapshot = models.JSONField()
    """Every figure, and the seals of the rows in `rows`; of an early report, which has none, the figures alone or the rows as well."""
    snapshot_sha256 = models.CharField(max_length=64)
    shown = models.JSONField(null=True)
    """The snapshot without rows: a page shows none of them."""
    rows = models.OneToOneField(ReportRows, on_delete=models.PROTECT, null=True, related_name="report")
    definitions = models.CharField(_("指标口径版本"), max_length=24)
    remarks = models.TextField(_("说明"), blank=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    correction = models.TextField(_("更正原因"), blank=True)
    composed_by = models.CharField(max_length=60)
    composed_by_name = models.CharField(_("编制人"), max_length=60, blank=True)
    composed_at = models.DateTimeField(_("编制时间"))
    signed_by = models.CharField(max_length=60, blank=True)
    signed_by_name = models.CharField(_("签发人"), max_length=60, blank=True)
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("欠薪欠保周报")
        constraints = [
            models.UniqueConstraint(fields=["place", "week", "version"], name="one_report_per_week_and_version"),
            models.UniqueConstraint(
                fields=["place", "week"], condition=models.Q(state="draft"), name="one_draft_per_week"
            ),
        ]
        indexes = [models.Index(fields=["-week", "-version"], name="weekly_report_newest")]

    objects = PlacedQuerySet["WeeklyReport"].as_manager()

    def __str__(self) -> str:
        return f"{self.week} v{self.version}"


class EarlySnapshot(models.Model):
    """What an early report was signed over (早期周报快照): its snapshot with the rows in it, as it was composed; nothing new is written here."""

    report = models.OneToOneField(WeeklyReport, on_delete=models.PROTECT, primary_key=True, related_name="early")
    content = models.JSONField()

    class Meta:
        verbose_name = _("早期周报快照")

    def __str__(self) -> str:
        return str(self.report_id)
