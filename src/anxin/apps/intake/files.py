"""Where filings and calls name stored files."""

from __future__ import annotations

from django.db.models import QuerySet

from anxin.apps.intake.models import Attachment, CallBatch
from anxin.base.files.uses import Use


def _kept() -> QuerySet[Attachment]:
    """Files whose filing was not wiped; a row whose content went keeps only its hash."""
    return Attachment.objects.filter(filing__wiped_at=None)


FILES = (Use(_kept, "sha256"), Use(CallBatch.objects.all, "sha256"))
