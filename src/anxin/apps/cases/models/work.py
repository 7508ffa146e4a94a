"""Working on a case together: notes, co-handlers, templates of replies, and what becomes of the file in the end."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.models.matter import Case
from anxin.base.people.models import Account
from anxin.base.places.models import PlacedModel, PlacedQuerySet


class Note(models.Model):
    """A note among colleagues (办案便签); whoever filed never reads it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField(_("便签"))
    name = models.CharField(max_length=80)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("便签")

    def __str__(self) -> str:
        return f"note {self.pk}"


class CoHandler(models.Model):
    """Somebody who handles a case beside its owner (协办人), from when to when."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="co_handlers")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("协办人")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "account"], condition=models.Q(until__isnull=True), name="one_running_co_handler"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.account_id}"


class ReplyTemplate(PlacedModel):
    """Words that an office often answers with (答复模板)."""

    name = models.CharField(_("名称"), max_length=60)
    words = models.TextField(_("内容"))
    active = models.BooleanField(_("使用中"), default=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("答复模板")

    objects = PlacedQuerySet["ReplyTemplate"].as_manager()

    def __str__(self) -> str:
        return self.name


class RetentionRule(PlacedModel):
    """A line of the office's retention list (保管期限表): how many years a kind of file is kept; none means for good."""

    name = models.CharField(_("案卷类别"), max_length=60)
    years = models.PositiveSmallIntegerField(_("保管年限"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=200)
    active = models.BooleanField(_("使用中"), default=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("保管期限")

    objects = PlacedQuerySet["RetentionRule"].as_manager()

    def __str__(self) -> str:
        return self.name


class Archived(models.Model):
    """A closed file on the shelf (归档): by which line of the list, until which day it is kept."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="archived")
    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("归档日期"))
    kept_until = models.DateField(_("保管至"), null=True, blank=True, db_index=True)
    destroyed_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("归档")

    def __str__(self) -> str:
        return f"archived {self.case_id}"


class Destruction(PlacedModel):
    """A destroy protocol (销毁清册): which files, why, who asked and who of the others approved; it is kept for good."""

    year = models.PositiveIntegerField(_("年份"))
    number = models.PositiveIntegerField(_("编号"))
    cases = models.JSONField(_("案卷"), default=list)
    reason = models.CharField(_("鉴定意见"), max_length=500)
    asked_by = models.CharField(max_length=60)
    asked_name = models.CharField(_("提出人"), max_length=80)
    asked_at = models.DateTimeField(_("提出时间"))
    proposers = models.JSONField(default=list)
    done_by = models.CharField(max_length=60, blank=True)
    done_name = models.CharField(_("批准人"), max_length=80, blank=True)
    done_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)
    declined_name = models.CharField(_("退回人"), max_length=80, blank=True)
    declined_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    declined_why = models.CharField(_("退回原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("销毁清册")
        constraints = [models.UniqueConstraint(fields=["place_path", "year", "number"], name="one_protocol_number")]

    objects = PlacedQuerySet["Destruction"].as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The protocol's number as offices write it."""
        return f"销毁〔{self.year}〕{self.number}号"
