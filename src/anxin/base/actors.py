"""Who acts (行为人): a person, a bot or a timer, with a scope of places and a set of powers (权限)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from anxin.base.scope import Scope
from anxin.kernel.outcome import NotAllowed, RuleBroken

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

    @property
    def people(self) -> list[str]:
        """Everybody behind an act (经手人): who performs it, and whom that one stands in for."""
        return [self.id, *([self.on_behalf_of] if self.on_behalf_of else [])]

    def is_behind(self, proposers: Iterable[str]) -> bool:
        """Whether the actor, or whom the actor stands in for, is among those who proposed something."""
        return not set(self.people).isdisjoint(proposers)


def require(by: Actor, power: str, place_path: str | None = None) -> None:
    """Refuse unless the actor holds the power for the place; the refusal names what is missing."""
    if not by.may(power):
        raise NotAllowed("power_missing", f"您没有“{power}”权限，请联系系统管理员或有此权限的同事。", power=power)
    if place_path is not None and not by.scope.covers(place_path):
        raise NotAllowed("out_of_scope", "该事项不在您的管辖地域内，请转交所在地的经办人。", power=power)


def require_second(by: Actor, proposers: Iterable[str]) -> None:
    """Refuse everybody behind a proposal: whoever made it, in whose name, and who stands in for them now.

    The one rule of every act by two persons (两人办理); each keeps `Actor.people` of whoever proposed.
    """
    if by.is_behind(proposers):
        raise RuleBroken("own_request", "不能审批自己或所代理的人提出的事项，请由另一位有权限的人办理。")


def system(name: str) -> Actor:
    """A timer or bot that belongs to the product itself and may act everywhere."""
    return Actor(id=f"timer:{name}", name=name, scope=Scope.everywhere(), powers=ALL_POWERS)
