"""The gate before an endpoint: a bearer key (接口密钥), and the power the endpoint asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from anxin.adapters.api.permissions import OFFERED
from anxin.adapters.api.problems import responses
from anxin.adapters.api.tokens import actor_of
from anxin.base.actors import Actor, require
from anxin.ui.access import instant_of


class Key(HttpBearer):
    """Lets a living key through that holds the power; the place is checked by the query or the act."""

    def __init__(self, *powers: str) -> None:
        super().__init__()
        unknown = set(powers) - set(OFFERED)
        if unknown:
            raise ValueError(f"{sorted(unknown)} are asked for but can be given to no key")
        self.powers = powers

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = actor_of(token, at=instant_of(request))
        if actor is not None:
            for power in self.powers:
                require(actor, power)
        request.actor = actor  # type: ignore[attr-defined]
        return actor


def guarded(summary: str, *powers: str) -> dict[str, Any]:
    """What every operation says of itself: its Chinese name, its powers, and the refusals it may answer with."""
    told = f"需要权限：{'、'.join(powers)}。" if powers else "任何有效密钥均可。"
    extra = {"x-powers": list(powers), "responses": responses()}
    return {"auth": Key(*powers), "summary": summary, "description": told, "openapi_extra": extra}
