"""The tag and the filter that `anxin.ui.punctuation` writes into templates; nobody writes them by hand."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from anxin.ui.punctuation import written

register = template.Library()
register.simple_tag(written, name="sign")


@register.filter
def listed(some: Iterable[object]) -> str:
    """Things one after the other: 甲、乙, in English A, B."""
    return written("、").join(str(one) for one in some)
