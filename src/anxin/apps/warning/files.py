"""Where warnings name stored files."""

from __future__ import annotations

from anxin.apps.warning.models import Warning
from anxin.base.files.uses import Use

FILES = (Use(Warning.objects.all, "evidence"),)
