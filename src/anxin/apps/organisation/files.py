"""Where the organisation names stored files."""

from __future__ import annotations

from anxin.apps.organisation.models import Training
from anxin.base.files.uses import Use

FILES = (Use(Training.objects.all, "file"),)
