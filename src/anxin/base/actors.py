"""Who acts (行为人): a person, a bot or a timer, with a scope of places and a set of powers (权限)."""

from __future__ import annotations

from dataclasses import dataclass

from anxin.base.scope import Scope
from anxin.kernel.outcome import NotAllowed

ALL_POWERS = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that performs an act; `id` is "person:12", "bot:onebot" or "timer:clock-keeper".

    `person` is the account's number where there is one. `drill` marks everything done in a drill (演练).
    """

    id: str
    name: str
    scope: Scope
    powers: frozenset[str]
    on_behalf_of: str | None = None
    drill: bool = False

    def may(self, power: str, place_path: str | None = None) -> bool:
        """Whether the actor holds a power, and holds it for the given place."""
        held = power in self.powers or "*" in self.powers
        return held and (place_path is None or self.scope.covers(place_path))

    @property
    def person_id(self) -> int | None:
        kind, _, number = self.id.partition(":")
        return int(number) if kind == "person" else None

    @property
    def desk(self) -> int | None:
        """Whose work lies on this desk: one's own, or that of whom one stands in for (代理)."""
        if self.on_behalf_of is None:
            return self.person_id
        return int(self.on_behalf_of.removeprefix("person:"))

    def is_one_with(self, actor_id: str) -> bool:
        """Whether somebody is this actor, or whom this actor stands in for: no second pair of eyes."""
        return actor_id in (self.id, self.on_behalf_of)


def require(by: Actor, power: str, place_path: str | None = None) -> None:
    """Refuse unless the actor holds the power for the place; the refusal names what is missing."""
    if not by.may(power):
        raise NotAllowed("power_missing", f"您没有“{power}”权限，请联系系统管理员或有此权限的同事。", power=power)
    if place_path is not None and not by.scope.covers(place_path):
        raise NotAllowed("out_of_scope", "该事项不在您的管辖地域内，请转交所在地的经办人。", power=power)


def system(name: str) -> Actor:
    """A timer or bot that belongs to the product itself and may act everywhere."""
    return Actor(id=f"timer:{name}", name=name, scope=Scope.everywhere(), powers=ALL_POWERS)
