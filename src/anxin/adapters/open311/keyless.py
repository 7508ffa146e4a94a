"""Who knocks: a platform with its key, or nobody known, who may file too but not as fast as a machine can."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from anxin.adapters.open311.models import KeylessUse
from anxin.adapters.open311.ports import PORTS
from anxin.adapters.open311.refusals import Refused
from anxin.base.actors import Actor
from anxin.base.scope import Scope
from anxin.base.vault.sealing import keyed_hash
from anxin.ui.access import instant_of

MOST_AN_HOUR = 20
"""Filings without a key that one network address may hand in within an hour; the public page takes any number."""
KEPT = timedelta(days=1)


def caller(request: HttpRequest) -> Actor | None:
    """The platform behind the key; None without a key. A key that opens nothing is refused, never taken for none."""
    text = _key_in(request)
    if not text:
        return None
    holder = PORTS.holder_of_key(text, at=instant_of(request)) if PORTS.holder_of_key else None
    if holder is None:
        raise Refused(403, "api_key 无效、已到期或已吊销，请向街道欠薪工作办公室申请新的密钥。")
    return holder


def _key_in(request: HttpRequest) -> str:
    """`api_key` as the standard names it, or a bearer header, which no proxy writes into its log."""
    bearer = request.headers.get("Authorization", "")
    if bearer.startswith("Bearer "):
        return bearer.removeprefix("Bearer ").strip()
    return (request.POST.get("api_key") or request.GET.get("api_key") or "").strip()


def filer(holder: Actor | None) -> Actor:
    """Whoever hands in: anybody may file without a key, so a key needs no power for it; it binds to its places."""
    power = frozenset({"intake.receive"})
    if holder is None:
        return Actor("public:open311", "Open311", Scope.everywhere(), power)
    return Actor(holder.id, holder.name, holder.scope, power, drill=holder.drill)


def slow_down(request: HttpRequest) -> None:
    """Refuse a source without a key that files faster than people do; older counts are forgotten."""
    at = instant_of(request)
    hour = at.replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        KeylessUse.objects.filter(hour__lt=at - KEPT).delete()
        use, _made = KeylessUse.objects.get_or_create(
            source=keyed_hash(f"{_address(request)}|{hour:%Y%m%d}"), hour=hour
        )
        KeylessUse.objects.filter(pk=use.pk).update(count=F("count") + 1)
        use.refresh_from_db()
    if use.count > MOST_AN_HOUR:
        raise Refused(429, "没有密钥时每小时受理数量有限。请稍后再试、改用网页 /report/ 提交，或申请密钥。")


def _address(request: HttpRequest) -> str:
    """The network address; behind the proxy that provides HTTPS, the last hop that proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SETTINGS.https else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
