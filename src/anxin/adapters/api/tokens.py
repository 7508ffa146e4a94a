"""Issuing, revoking and recognising keys (接口密钥)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import Q

from anxin.adapters.api.events import KeyIssued, KeyRevoked
from anxin.adapters.api.models import ApiToken
from anxin.adapters.api.permissions import MANAGE, OFFERED
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.prepared import Prepared
from anxin.base.scope import Scope
from anxin.kernel.outcome import BadInput, Fault, NotFound

NOTED_EVERY = timedelta(minutes=1)
"""How often the last use is written down; every request would make every read a write."""
LONGEST = timedelta(days=366)
"""A key lives a year at most, so that one that was forgotten ends by itself."""


@transaction.atomic
def issue(
    *, name: str, powers: tuple[str, ...], places: tuple[str, ...], expires_at: datetime, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """A new key and its text, which is shown once; a key never holds every power nor reaches every place."""
    faults = _faults(name, powers, places, expires_at, at)
    if faults:
        raise BadInput("bad_key", "不能签发这样的密钥：", faults)
    for place in places:
        require(by, MANAGE, place)
    text = token_urlsafe(32)
    made = ApiToken.objects.create(
        name=name.strip(), digest=_digest(text), powers=sorted(set(powers)), places=list(places), created_at=at,
        expires_at=expires_at,
    )  # fmt: skip
    record(KeyIssued(key=made.pk, place=places[0], powers=powers), by=by, at=at)
    return made, text


def _faults(
    name: str, powers: tuple[str, ...], places: tuple[str, ...], expires_at: datetime, at: datetime
) -> list[Fault]:
    faults = []
    if not name.strip():
        faults.append(Fault("名称", "没有填写", "写明哪个单位的哪个系统"))
    if not powers or not set(powers) <= set(OFFERED):
        faults.append(Fault("权限", "没有选择，或含有接口不开放的权限", "从列出的权限中选择"))
    if not places or "" in places:
        faults.append(Fault("地域", "没有选择，或是全部地域", "选择一个以上具体地域"))
    if not at < expires_at <= at + LONGEST:
        faults.append(Fault("到期时间", "不在将来一年之内", "到期后重新签发"))
    return faults


@transaction.atomic
def revoke(*, key: int, by: Actor, at: datetime) -> None:
    """Make a key worthless at once; a key revoked before stays as it was."""
    require(by, MANAGE)
    found = ApiToken.objects.select_for_update().filter(pk=key).first()
    if found is None or not _reached(found, by.scope):
        raise NotFound("no_key", "没有这个接口密钥，或不在您的管辖地域内。")
    if found.revoked_at is None:
        found.revoked_at = at
        found.save(update_fields=["revoked_at"])
        record(KeyRevoked(key=found.pk, place=found.places[0]), by=by, at=at)


def keys_within(scope: Scope) -> list[ApiToken]:
    """Keys all of whose places are within reach, the newest first; there are as many as integrations, so few."""
    return [one for one in ApiToken.objects.order_by("-pk") if _reached(one, scope)]


def names_of(keys: Iterable[int]) -> dict[int, str]:
    """What keys are called, as a history shows who acted."""
    found = ApiToken.objects.filter(pk__in=list(keys)).values_list("pk", "name")
    return {number: f"接口：{name}" for number, name in found}


def _reached(token: ApiToken, scope: Scope) -> bool:
    return all(scope.covers(place) for place in token.places)


def actor_of(text: str, *, at: datetime) -> Actor | None:
    """Who acts with a key; nobody when it is unknown, expired or revoked. Its use is noted."""
    rows = _LIVING(_digest(text))
    if not rows or rows[0][4] <= at:
        return None
    [(key, name, powers, places, _expires_at, last_used_at)] = rows
    if last_used_at is None or last_used_at <= at - NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=at - NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=key).update(last_used_at=at)
    return Actor(f"token:{key}", name, Scope(tuple(places)), frozenset(powers))


_LIVING = Prepared(
    lambda digest: ApiToken.objects.filter(digest=digest, revoked_at=None).values_list(
        "pk", "name", "powers", "places", "expires_at", "last_used_at"
    )
)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
