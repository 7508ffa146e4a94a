"""Where papers name stored files: templates of the office, and proofs of service of papers that were not wiped."""

from __future__ import annotations

from django.db.models import QuerySet

from anxin.apps.documents.models import FormTemplate, Service
from anxin.base.files.uses import Use


def _served() -> QuerySet[Service]:
    return Service.objects.filter(paper__wiped_at=None)


FILES = (Use(FormTemplate.objects.all, "file"), Use(_served, "files", many=True))
