"""Where the register names stored files."""

from __future__ import annotations

from anxin.apps.registry.models import ImportBatch
from anxin.base.files.uses import Use

FILES = (Use(ImportBatch.objects.all, "sha256"),)
