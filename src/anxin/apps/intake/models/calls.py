"""Calls at the desk and in the records of the exchange (来电)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.models.filing import Filing
from anxin.base.people.models import Account
from anxin.base.places.models import PlacedModel, PlacedQuerySet


class DeskDraft(models.Model):
    """A call that is being typed at the desk (登记草稿), its writer's alone; once filed only its key is left, for a day."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    told_sealed = models.TextField(blank=True, editable=False)
    page = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(db_index=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    thrown_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("登记草稿")
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="one_draft_of_a_key")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class CallBatch(PlacedModel):
    """One file of an exchange's call records (通话记录批次); taken back whole."""

    class State(models.TextChoices):
        DONE = "done", _("已导入")
        UNDONE = "undone", _("已撤销")

    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    own_lines = models.CharField(_("本单位号码"), max_length=200, blank=True)
    created = models.PositiveIntegerField(_("新增"), default=0)
    known = models.PositiveIntegerField(_("已有"), default=0)
    internal = models.PositiveIntegerField(_("内线"), default=0)
    differing = models.JSONField(_("与已记的不同（行号）"), default=list)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.DONE)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(_("导入时间"))
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("通话记录批次")
        constraints = [
            models.UniqueConstraint(
                fields=["place_path", "sha256"], condition=models.Q(state="done"), name="one_batch_of_a_call_file"
            )
        ]

    objects = PlacedQuerySet["CallBatch"].as_manager()

    def __str__(self) -> str:
        return self.file_name


class Call(PlacedModel):
    """One call with the outside (通话); the number is sealed, a missed one is owed a call back until it is ended."""

    class Ended(models.TextChoices):
        BACK = "back", _("已通话")
        FILING = "filing", _("已登记诉求")
        WORD = "word", _("已说明")

    batch = models.ForeignKey(CallBatch, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=64, editable=False)
    incoming = models.BooleanField(_("呼入"))
    answered = models.BooleanField(_("接听"))
    started_at = models.DateTimeField(_("开始时间"))
    seconds = models.PositiveIntegerField(_("时长（秒）"))
    extension = models.CharField(_("分机"), max_length=20, blank=True)
    recording = models.CharField(_("录音文件"), max_length=200, blank=True)
    number_sealed = models.TextField(blank=True, editable=False)
    number_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    number_tail = models.CharField(_("号码尾号"), max_length=4, blank=True)
    filing = models.ForeignKey(Filing, on_delete=models.SET_NULL, related_name="calls", null=True, blank=True)
    ended = models.CharField(_("未接来电的了结"), max_length=8, choices=Ended, blank=True)
    ended_at = models.DateTimeField(_("了结时间"), null=True, blank=True)
    ended_words = models.CharField(_("说明"), max_length=200, blank=True)
    wiped_at = models.DateTimeField(_("号码清除时间"), null=True, blank=True)
    ended_by = models.ForeignKey("self", on_delete=models.SET_NULL, related_name="ends", null=True, blank=True)

    class Meta:
        verbose_name = _("通话")
        constraints = [models.UniqueConstraint(fields=["place_path", "key"], name="one_call_of_an_exchange")]
        indexes = [models.Index(fields=["-started_at"], name="call_newest")]

    objects = PlacedQuerySet["Call"].as_manager()

    def __str__(self) -> str:
        return f"call {self.pk}"
