"""Places to choose from in a filter or a form."""

from __future__ import annotations

from django.conf import settings

from anxin.base.places.models import Place


def villages() -> list[tuple[str, str]]:
    """The villages and communities of the deployment's place that are open, by code."""
    inside = Place.objects.filter(code=settings.SETTINGS.town).values_list("path", flat=True).first() or ""
    rows = Place.objects.filter(kind="village", active_to=None, path__startswith=inside).order_by("code")
    return list(rows.values_list("code", "name"))
