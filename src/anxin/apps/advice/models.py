"""Answers the office wrote or changed (解答版本), and questions that found none (未答问题)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.domain.advice.answers import Answer


class State(models.TextChoices):
    """What became of a version; a withdrawn one hides the answer that ships under the same name."""

    DRAFT = "draft", _("待复核")
    PUBLISHED = "published", _("已发布")
    REPLACED = "replaced", _("已被替换")
    WITHDRAWN = "withdrawn", _("已撤下")
    DROPPED = "dropped", _("已放弃")


class AnswerVersion(models.Model):
    """One version of one answer: who wrote it, who checked it, and when it was shown. Never changed, only followed."""

    name = models.SlugField(_("编号"), max_length=40)
    number = models.PositiveIntegerField(_("版本"))
    topic = models.CharField(_("类别"), max_length=20)
    question = models.CharField(_("问题"), max_length=120)
    also = models.JSONField(_("其他问法"), default=list)
    words = models.TextField(_("解答"))
    cites = models.JSONField(_("依据"), default=list)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    reason = models.CharField(_("修改原因"), max_length=200, blank=True)
    written_by = models.CharField(max_length=60)
    writer = models.CharField(_("起草"), max_length=60)
    written_at = models.DateTimeField(_("起草时间"))
    proposers = models.JSONField(default=list)
    checked_by = models.CharField(max_length=60, blank=True)
    checker = models.CharField(_("复核"), max_length=60, blank=True)
    checked_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("解答版本")
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="answer_version_once"),
            models.UniqueConstraint(fields=["name"], condition=models.Q(state="draft"), name="one_draft_of_an_answer"),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(state__in=["published", "withdrawn"]),
                name="one_version_of_an_answer_holds",
            ),
        ]

    objects: models.Manager[AnswerVersion] = models.Manager()

    def __str__(self) -> str:
        return f"answer:{self.name}:{self.number}"

    @property
    def value(self) -> Answer:
        """The version as the pure rules read it."""
        listed: Any = (self.also, self.cites)
        also, cites = (tuple(str(item) for item in one) for one in listed)
        return Answer(self.name, self.topic, self.question, also, self.words, cites)


class Unanswered(models.Model):
    """A question that found no answer, by the keyed hash of its characters; its words are kept once three have asked it.

    What only one person ever asked may tell who they are; what several asked is a gap in the answers.
    """

    key = models.BigIntegerField(unique=True)
    words = models.CharField(_("问题"), max_length=30, blank=True)
    count = models.PositiveIntegerField(_("次数"), default=0)
    first_on = models.DateField(_("首次"))
    last_on = models.DateField(_("最近"))
    settled = models.BooleanField(_("已补解答"), default=False)

    class Meta:
        verbose_name = _("未答问题")
        indexes = [models.Index(fields=["settled", "-count"], name="unanswered_most")]

    objects: models.Manager[Unanswered] = models.Manager()

    def __str__(self) -> str:
        return f"unanswered:{self.pk}"
