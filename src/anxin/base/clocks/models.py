"""Clocks (时限): every obligation that runs, whoever owes it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.places.models import PlacedModel, PlacedQuerySet


class Clock(PlacedModel):
    """One obligation: what is due, for which subject, by whom, when, and by which law as of which day.

    A clock keeps the parameter, the day of the law used, the calendar version, every pause and how often it was extended,
    so a new law or calendar never moves it silently and its end can be worked out again at any time.
    """

    kind = models.CharField(_("时限"), max_length=80)
    title = models.CharField(_("事项"), max_length=200)
    subject = models.CharField(max_length=120)
    url = models.CharField(max_length=200, blank=True)
    owner = models.CharField(_("承办"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("起算"))
    due_at = models.DateTimeField(_("到期"))
    warn_at = models.DateTimeField(_("提醒"), null=True, blank=True)
    law_param = models.CharField(max_length=120, blank=True)
    law_date = models.DateField(null=True, blank=True)
    calendar_version = models.CharField(max_length=40, blank=True)
    provisional = models.BooleanField(_("暂定"), default=False)
    why = models.JSONField(_("计算过程"), default=list)
    paused_at = models.DateTimeField(_("中止"), null=True, blank=True)
    paused_seconds = models.BigIntegerField(default=0)
    pauses = models.JSONField(_("中止记录"), default=list)
    extensions = models.PositiveSmallIntegerField(_("延长次数"), default=0)
    stopped_at = models.DateTimeField(_("办结"), null=True, blank=True)
    outcome = models.CharField(max_length=80, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    expired_at = models.DateTimeField(_("逾期"), null=True, blank=True)

    class Meta:
        verbose_name = _("时限")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(stopped_at__isnull=True),
                name="one_running_clock_of_a_kind",
            )
        ]
        indexes = [
            # Holds all that counting and sorting of running clocks needs, so that the rows with their reasons are not read.
            models.Index(
                fields=["due_at", "place_path", "paused_at", "kind", "owner"],
                condition=models.Q(stopped_at__isnull=True),
                name="clock_running",
            ),
            models.Index(fields=["subject"], name="clock_subject"),
            # Only running clocks are asked for by owner; were stopped ones in it, SQLite would count running ones by it, ten times slower.
            models.Index(
                fields=["owner", "due_at", "place_path"],
                condition=models.Q(stopped_at__isnull=True),
                name="clock_owner_running",
            ),
        ]

    objects = PlacedQuerySet["Clock"].as_manager()

    def __str__(self) -> str:
        return f"{self.title} ({self.kind})"

    @property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return self.paused_at is not None and self.stopped_at is None

    @property
    def running(self) -> bool:
        """Whether the obligation is still open and its time runs."""
        return self.stopped_at is None and self.paused_at is None
