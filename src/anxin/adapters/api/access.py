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

    def __init__(self, power: str = "") -> None:
        super().__init__()
        if power and power not in OFFERED:
            raise ValueError(f"{power} is asked for but can be given to no key")
        self.power = power

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = actor_of(token, at=instant_of(request))
        if actor is not None and self.power:
            require(actor, self.power)
        request.actor = actor  # type: ignore[attr-defined]
        return actor


def guarded(power: str, summary: str) -> dict[str, Any]:
    """What every operation says of itself: its power, its Chinese name, and the refusals it may answer with."""
    told = f"需要权限 `{power}`。" if power else "任何有效密钥均可。"
    extra = {"x-power": power, "responses": responses()}
    return {"auth": Key(power), "summary": summary, "description": told, "openapi_extra": extra}
