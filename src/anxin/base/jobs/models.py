"""Jobs (后台任务) and the schedules (定时任务) that make them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.jobs.handlers import label_of
from anxin.base.places.models import PlacedQuerySet


class JobState(models.TextChoices):
    """Where a job stands; `failed` was refused for a reason the person can mend, `dead` is broken and waits for a person."""

    QUEUED = "queued", _("等待中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未能完成")
    DEAD = "dead", _("多次失败")
    CANCELLED = "cancelled", _("已取消")


LIVE = (JobState.QUEUED, JobState.RUNNING)


class Lane(models.IntegerChoices):
    """Which work goes first."""

    URGENT = 0, _("紧急")
    NORMAL = 1, _("一般")
    BULK = 2, _("批量")


class Job(models.Model):
    """One piece of work; enqueued in the transaction of the act that wants it, so that neither exists without the other."""

    kind = models.CharField(_("任务"), max_length=120)
    payload = models.JSONField(default=dict)
    lane = models.PositiveSmallIntegerField(_("通道"), choices=Lane, default=Lane.NORMAL)
    state = models.CharField(_("状态"), max_length=12, choices=JobState, default=JobState.QUEUED)
    key = models.CharField(max_length=200, null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    run_at = models.DateTimeField(_("执行时间"))
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)
    holder = models.CharField(max_length=160, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(_("进度"), max_length=300, blank=True)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(_("原因"), blank=True)
    trace = models.TextField(blank=True)
    by = models.CharField(_("经办"), max_length=80, blank=True)
    actor = models.JSONField(null=True, blank=True)
    place_path = models.CharField(_("地域"), max_length=160, blank=True)
    correlation = models.CharField(max_length=64, blank=True)
    causation = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(_("提交时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects = PlacedQuerySet["Job"].as_manager()

    class Meta:
        verbose_name = _("后台任务")
        constraints = [
            # Unique while it waits, not while it runs: what is asked for during a run must not be lost (see queue.py).
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="queued"), name="one_waiting_job_for_each_key"
            )
        ]
        indexes = [
            models.Index(fields=["state", "lane", "run_at", "id"], name="job_next"),
            models.Index(fields=["by", "-id"], name="job_of_a_person"),
            models.Index(fields=["kind", "-id"], name="job_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}#{self.pk}"

    @property
    def label(self) -> str:
        """What people call this job."""
        return label_of(self.kind)

    @property
    def percent(self) -> int:
        """How far the work is, in hundredths."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0


class ScheduleSlot(models.Model):
    """The latest slot of a schedule that was put to work; the row decides which process does it."""

    name = models.CharField(max_length=120, unique=True)
    last_slot = models.DateTimeField()
    job = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("定时任务")

    def __str__(self) -> str:
        return self.name


class KeeperBeat(models.Model):
    """When each background process was last seen, for the health page."""

    holder = models.CharField(max_length=160, unique=True)
    role = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("后台进程")

    def __str__(self) -> str:
        return self.holder
