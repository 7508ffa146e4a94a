"""Legal papers (法律文书): the office's own templates, the numbers given, each paper with its frozen facts, and how it was served."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.places.models import PlacedModel, PlacedQuerySet


class FormTemplate(models.Model):
    """One version of a town's own template of a form; a version is never changed, and one of them is in use."""

    form = models.CharField(_("文书"), max_length=40)
    town_path = models.CharField(max_length=160)
    version = models.PositiveIntegerField(_("版次"))
    file = models.CharField(_("模板文件"), max_length=64)
    name = models.CharField(_("文件名"), max_length=200)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    active = models.BooleanField(_("使用中"), default=False)
    by = models.CharField(max_length=60)
    by_name = models.CharField(_("上传人"), max_length=60)
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("文书模板")
        constraints = [
            models.UniqueConstraint(fields=["form", "town_path", "version"], name="one_template_per_version"),
            models.UniqueConstraint(
                fields=["form", "town_path"], condition=models.Q(active=True), name="one_template_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} v{self.version}"


class NumberSeries(models.Model):
    """The last number given (文号) in one series of one authority in one year."""

    issuer_path = models.CharField(max_length=160)
    series = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("文号")
        constraints = [models.UniqueConstraint(fields=["issuer_path", "series", "year"], name="one_series_per_year")]

    def __str__(self) -> str:
        return f"{self.series}{self.year}:{self.last}"


class Paper(PlacedModel):
    """A legal paper: what was known when it was drawn up is frozen and sealed; once issued, nothing in it changes.

    `outdated_at`: somebody whom it names was corrected after it was written; it stays as it is, and another is made out.
    Its content goes with its case by protocol (销毁清册); kind, number and hashes stay.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PENDING = "pending", _("待审批")
        ISSUED = "issued", _("已签发")
        SUPERSEDED = "superseded", _("已被替换")
        VOIDED = "voided", _("已作废")

    form = models.CharField(_("文书"), max_length=40)
    case = models.PositiveBigIntegerField(_("案件"), null=True, blank=True, db_index=True)
    case_title = models.CharField(_("案件编号"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DRAFT)
    facts_sealed = models.TextField()
    facts_sha256 = models.CharField(max_length=64)
    filled_sealed = models.TextField(blank=True)
    issuer_path = models.CharField(max_length=160)
    series = models.CharField(max_length=20)
    year = models.PositiveIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    number_text = models.CharField(_("文号"), max_length=60, blank=True)
    template_version = models.PositiveIntegerField(_("模板版次"), default=0)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("作废、替换或退回的原因"), max_length=300, blank=True)
    composed_by = models.CharField(max_length=60)
    composed_by_name = models.CharField(_("拟稿人"), max_length=60)
    composed_at = models.DateTimeField(_("拟稿时间"))
    submitted_by = models.CharField(max_length=60, blank=True)
    proposers = models.JSONField(default=list)
    issued_by = models.CharField(max_length=60, blank=True)
    issued_by_name = models.CharField(_("签发人"), max_length=60, blank=True)
    issued_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    outdated_at = models.DateTimeField(_("所写的人更正时间"), null=True, blank=True)
    wiped_at = models.DateTimeField(_("内容销毁时间"), null=True, blank=True)
    wiped_by = models.CharField(_("销毁清册"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("法律文书")
        constraints = [
            models.UniqueConstraint(fields=["issuer_path", "series", "year", "number"], name="one_paper_per_number"),
        ]
        indexes = [models.Index(fields=["-composed_at", "-id"], name="paper_newest")]

    objects = PlacedQuerySet["Paper"].as_manager()

    def __str__(self) -> str:
        return self.number_text or f"{self.form} {self.pk}"


class PaperFile(models.Model):
    """An issued paper as a file, sealed: it may name people and their numbers."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4)
    content_sealed = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("文书文件")
        constraints = [models.UniqueConstraint(fields=["paper", "kind"], name="one_file_per_paper_and_kind")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.kind}"


class Service(models.Model):
    """How and when a paper was served (送达), by whom it was received, and what proves it."""

    class Method(models.TextChoices):
        DIRECT = "direct", _("直接送达")
        RELATIVE = "relative", _("同住成年家属签收")
        POST = "post", _("邮寄送达")
        LEFT = "left", _("留置送达")
        POSTED = "posted", _("张贴送达")
        NOTICE = "notice", _("公告送达")
        ELECTRONIC = "electronic", _("电子送达")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="services")
    method = models.CharField(_("送达方式"), max_length=12, choices=Method)
    on = models.DateField(_("送达日期"))
    receiver_sealed = models.TextField(_("受送达人或签收人"))
    where = models.CharField(_("送达地点"), max_length=200)
    note = models.CharField(_("情况"), max_length=300, blank=True)
    files = models.JSONField(_("送达凭证"), default=list)
    by = models.CharField(max_length=60)
    by_name = models.CharField(_("送达人"), max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("送达")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.method}"
