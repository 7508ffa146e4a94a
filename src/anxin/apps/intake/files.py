"""Where filings and calls name stored files."""

from __future__ import annotations

from anxin.apps.intake.models import Attachment, CallBatch
from anxin.base.files.uses import Use

FILES = (Use(Attachment.objects.all, "sha256"), Use(CallBatch.objects.all, "sha256"))
