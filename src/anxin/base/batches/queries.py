"""Reads of batches; each takes the viewer's scope."""

from __future__ import annotations

from django.db.models import QuerySet

from anxin.base.batches.models import ImportBatch
from anxin.base.scope import Scope


def batches(scope: Scope) -> QuerySet[ImportBatch]:
    """Import batches within reach, newest first."""
    return ImportBatch.objects.within(scope).order_by("-at", "-pk")
