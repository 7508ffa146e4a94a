"""Where batches name stored files."""

from __future__ import annotations

from anxin.base.batches.models import ImportBatch
from anxin.base.files.uses import Use

FILES = (Use(ImportBatch.objects.all, "sha256"),)
