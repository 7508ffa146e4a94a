"""What filers ask about what is kept of them, and the protocols by which it is wiped (个人信息)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.models.filing import Filing
from anxin.base.places.models import PlacedModel, PlacedQuerySet


class PrivacyWish(models.Model):
    """What a filer asks about what is kept of them (个人信息申请): to see, correct or delete it; a person answers with reasons."""

    class Kind(models.TextChoices):
        SEE = "see", _("查阅")
        CORRECT = "correct", _("更正或补充")
        DELETE = "delete", _("删除")

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="wishes")
    kind = models.CharField(_("申请"), max_length=8, choices=Kind)
    words = models.TextField(_("说明"), blank=True)
    asked_at = models.DateTimeField(_("申请时间"))
    due_at = models.DateTimeField(_("答复期限"))
    granted = models.BooleanField(_("准许"), null=True)
    reasons = models.CharField(_("理由"), max_length=500, blank=True)
    decided_by = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("个人信息申请")
        indexes = [models.Index(fields=["filing", "-asked_at"], name="wish_of_filing")]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "kind"], condition=models.Q(granted__isnull=True), name="one_open_wish_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class Earlier(models.Model):
    """A text of a filing as it read before a correction (更正前的原文): sealed, shown like an identity, gone when persons are wiped."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="earlier")
    wish = models.ForeignKey(PrivacyWish, on_delete=models.PROTECT, related_name="earlier")
    what = models.CharField(_("何处"), max_length=20)
    was_sealed = models.TextField()
    at = models.DateTimeField(_("更正时间"))

    class Meta:
        verbose_name = _("更正前的原文")

    def __str__(self) -> str:
        return f"earlier {self.pk}"


class Remark(models.Model):
    """A correction said beside the words of a filing (更正说明); the words themselves stay as they were said."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="remarks")
    words = models.TextField(_("更正说明"))
    by = models.CharField(max_length=60)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("更正说明")

    def __str__(self) -> str:
        return f"remark {self.pk}"


class Wiping(PlacedModel):
    """A protocol (清除清册) of filings and calls whose persons are kept no longer: drawn up by the system, approved by a person, kept for good."""

    year = models.PositiveIntegerField(_("年份"))
    number = models.PositiveIntegerField(_("编号"))
    filings = models.JSONField(_("列入的诉求"), default=list)
    kept = models.JSONField(_("继续保留的诉求"), default=list)
    calls = models.PositiveIntegerField(_("列入的通话"), default=0)
    calls_until = models.DateField(_("列入通话的最后日期"), null=True, blank=True)
    calls_kept = models.BooleanField(_("继续保留通话号码"), default=False)
    reason = models.CharField(_("继续保留的理由"), max_length=300, blank=True)
    drawn_at = models.DateTimeField(_("列册时间"))
    done_by = models.CharField(max_length=60, blank=True)
    done_name = models.CharField(_("批准人"), max_length=80, blank=True)
    done_at = models.DateTimeField(_("清除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("个人信息清除清册")
        constraints = [models.UniqueConstraint(fields=["place_path", "year", "number"], name="one_wiping_number")]

    objects = PlacedQuerySet["Wiping"].as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The protocol's number as offices write it."""
        return f"清除〔{self.year}〕{self.number}号"
