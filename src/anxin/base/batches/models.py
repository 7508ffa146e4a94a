"""Batches (导入批次) and what each did to every record; the tables keep the names they had as the register's own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.places.models import PlacedModel, PlacedQuerySet


class ImportBatch(PlacedModel):
    """One file taken in (导入批次); can be taken back as a whole."""

    class State(models.TextChoices):
        DONE = "done", _("已导入")
        UNDONE = "undone", _("已撤销")

    kind = models.CharField(_("类别"), max_length=24, db_index=True)
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DONE)
    created = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(_("更新"), default=0)
    unchanged = models.PositiveIntegerField(_("未变"), default=0)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(_("导入时间"))
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "registry_importbatch"
        verbose_name = _("导入批次")
        indexes = [models.Index(fields=["-at"], name="batch_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["place_path", "kind", "sha256"], condition=models.Q(state="done"), name="one_batch_of_a_file"
            )
        ]

    objects = PlacedQuerySet["ImportBatch"].as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportedRow(models.Model):
    """What a batch did to one record: the fields it replaced, or nothing when it made the record."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    model = models.CharField(max_length=24)
    object_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField()

    class Meta:
        db_table = "registry_importedrow"
        constraints = [models.UniqueConstraint(fields=["batch", "model", "object_id"], name="one_change_per_object")]

    def __str__(self) -> str:
        return f"{self.model}:{self.object_id}"
