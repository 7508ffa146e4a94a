"""Questions without an answer are counted (未答问题): what several people asked, and nothing of what one person told."""

from __future__ import annotations

import re
from datetime import date

from django.db import transaction
from django.db.models import F

from anxin.apps.advice.models import Unanswered
from anxin.base.vault import keyed_hash63

SEVERAL = 3
"""From how many askings on the words are kept."""
_HAN = re.compile(r"[^\u4e00-\u9fff]")
_LONGEST = 30


@transaction.atomic
def not_found(text: str, *, on: date) -> None:
    """Count a question that found no answer; figures and letters are never kept, and words only once several asked."""
    words = _HAN.sub("", text)[:_LONGEST]
    if len(words) < 2:
        return
    row, made = Unanswered.objects.get_or_create(
        key=keyed_hash63(f"advice:{words}"), defaults={"count": 1, "first_on": on, "last_on": on}
    )
    if not made:
        Unanswered.objects.filter(pk=row.pk).update(count=F("count") + 1, last_on=on)
        Unanswered.objects.filter(pk=row.pk, words="", count__gte=SEVERAL).update(words=words)
