"""Issuing, revoking and recognising keys (接口密钥)."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction

from anxin.adapters.api.events import KeyIssued, KeyRevoked
from anxin.adapters.api.models import ApiToken
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.scope import Scope
from anxin.kernel.outcome import BadInput, NotFound

POWER = "people.grant"


@transaction.atomic
def issue(
    *, name: str, powers: tuple[str, ...], places: tuple[str, ...], expires_at: datetime, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """A new key and its text, which is shown once; a key never holds every power nor reaches every place."""
    if not places or not powers or "*" in powers or "" in places or expires_at <= at:
        raise BadInput("bad_key", "请指明密钥的权限、地域和将来的到期时间，不能授予全部权限或全部地域。")
    for place in places:
        require(by, POWER, place)
    text = token_urlsafe(32)
    made = ApiToken.objects.create(
        name=name, digest=_digest(text), powers=list(powers), places=list(places), created_at=at, expires_at=expires_at
    )
    record(KeyIssued(key=made.pk, place=places[0], powers=powers), by=by, at=at)
    return made, text


@transaction.atomic
def revoke(*, key: int, by: Actor, at: datetime) -> None:
    """Make a key worthless at once; a key revoked before stays as it was."""
    require(by, POWER)
    found = ApiToken.objects.select_for_update().filter(pk=key).first()
    if found is None or not all(by.scope.covers(place) for place in found.places):
        raise NotFound("no_key", "没有这个接口密钥，或不在您的管辖地域内。")
    if found.revoked_at is None:
        found.revoked_at = at
        found.save(update_fields=["revoked_at"])
        record(KeyRevoked(key=found.pk, place=found.places[0]), by=by, at=at)


def actor_of(text: str, *, at: datetime) -> Actor | None:
    """Who acts with a key; nobody when it is unknown, expired or revoked."""
    found = ApiToken.objects.filter(digest=_digest(text), revoked_at=None, expires_at__gt=at).first()
    if found is None:
        return None
    return Actor(f"token:{found.pk}", found.name, Scope(tuple(found.places)), frozenset(found.powers))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
