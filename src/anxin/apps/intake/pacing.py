"""How fast filings come from one place on the network (来源速度); the place is a keyed hash, forgotten within a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from anxin.apps.intake.models import Filing, SourceUse
from anxin.base.vault.sealing import keyed_hash
from anxin.domain.intake.slowing import Pace
from anxin.kernel.clock import local_date
from anxin.law import book

PARAM = "local_filings_free_per_hour"
KEPT = timedelta(days=1)
HOUR = timedelta(hours=1)
LOOKED_BACK = timedelta(weeks=4)
_USUAL_FOR = 300
"""Seconds for which the usual number of filings in an hour is taken as known."""


def pace_of(address: str, *, at: datetime) -> Pace:
    """The pace of an address now, with that of the whole page."""
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    here = SourceUse.objects.filter(source=_source(address, at), hour=_hour(at)).values_list("count", flat=True).first()
    now = Filing.objects.filter(received_at__gt=at - HOUR).count()
    free = int(law.get(PARAM, on=local_date(at)).value)
    return Pace(here or 0, free, all_now=now, usual=_usual(at))


def note_source(address: str, *, at: datetime) -> None:
    """Count a filing from an address; older counts are forgotten."""
    with transaction.atomic():
        SourceUse.objects.filter(hour__lt=at - KEPT).delete()
        use, _made = SourceUse.objects.get_or_create(source=_source(address, at), hour=_hour(at))
        SourceUse.objects.filter(pk=use.pk).update(count=F("count") + 1)


def _usual(at: datetime) -> float:
    known = cache.get("intake.usual")
    if known is None:
        whole = Filing.objects.filter(received_at__range=(at - LOOKED_BACK, at - HOUR)).count()
        known = whole / (LOOKED_BACK / HOUR)
        cache.set("intake.usual", known, _USUAL_FOR)
    return float(known)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _source(address: str, at: datetime) -> str:
    return keyed_hash(f"{address}|{_hour(at):%Y%m%d}")
