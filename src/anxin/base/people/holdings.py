"""What people have in hand (手上的事项): each room names its own, so that it can be handed over when somebody leaves.

Rooms on one rung do not know each other; they meet in this table. `project/wiring.py` fills it at start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db.models import Q
from django.utils.translation import override

from anxin.base.actors import Actor
from anxin.base.clocks.models import Clock
from anxin.base.people.models import Account, Post
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that somebody has in hand: whose, which, in words, where; `subjects` are those whose clocks go with it."""

    holder: int
    number: int
    words: str
    place_path: str
    url: str
    subjects: tuple[str, ...] = ()


class HandOn(Protocol):
    """The room's own act that gives one thing to another person; it checks, saves and records as ever."""

    def __call__(self, *, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of things that people have in hand, the power its next holder needs, and how it is found and handed on."""

    kind: str
    label: object
    power: str
    held: Callable[[Collection[int], Scope, datetime], Iterable[Held]]
    hand_on: HandOn

    @property
    def term(self) -> str:
        """The kind as the office calls it, whatever language somebody reads in: for what is written down."""
        with override(settings.LANGUAGE_CODE):
            return str(self.label)


CLOCKS = "clocks.clock"
"""The kind of clocks that belong to nothing else that is handed over."""
_KINDS: dict[str, Holding] = {}


def register(kinds: Iterable[Holding]) -> None:
    """Add kinds to the table; the order is that in which they are handed over."""
    for one in kinds:
        _KINDS[one.kind] = one


def kinds() -> tuple[Holding, ...]:
    """Every kind that is registered."""
    return tuple(_KINDS.values())


def person(account_id: int) -> str:
    """How clocks and events name an account."""
    return f"person:{account_id}"


def in_hand(holders: Collection[int], scope: Scope, at: datetime) -> dict[str, list[Held]]:
    """What some people have in hand within reach, by kind; a clock stands by itself only when nothing else takes it along."""
    if not holders or not scope.paths:
        return {}
    found = {one.kind: list(one.held(holders, scope, at)) for one in kinds()}
    taken = {subject for kind, some in found.items() if kind != CLOCKS for one in some for subject in one.subjects}
    if CLOCKS in found:
        found[CLOCKS] = [one for one in found[CLOCKS] if not taken.intersection(one.subjects)]
    return {kind: some for kind, some in found.items() if some}


def clocks_held(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """The running clocks of some people."""
    owners = {person(one): one for one in holders}
    rows = Clock.objects.within(scope).filter(owner__in=owners, stopped_at=None).order_by("due_at", "pk")
    return [Held(owners[one.owner], one.pk, one.title, one.place_path, one.url, (one.subject,)) for one in rows]


def deputies(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """Where these people stand in for somebody, or somebody stands in for them, now or later."""
    rows = Post.objects.exclude(deputy_for=None).filter(Q(account__in=holders) | Q(deputy_for__in=holders))
    rows = rows.filter(valid_to__gte=local_date(at)).select_related("account", "deputy_for", "place").order_by("pk")
    return [
        Held(
            one.account_id if one.account_id in holders else one.deputy_for_id or 0, one.pk,
            f"{one.account.name} 代理 {one.deputy_for.name if one.deputy_for else ''}：{one.get_role_display()}·{one.place.name}（至 {one.valid_to}）",
            one.place.path, "",
        )
        for one in rows
        if scope.covers(one.place.path)
    ]  # fmt: skip


def orphaned(scope: Scope, at: datetime) -> dict[int, int]:
    """How many things within reach still lie with each account that can no longer log in."""
    gone = list(Account.objects.filter(is_active=False).values_list("pk", flat=True))
    counted: dict[int, int] = {}
    for some in in_hand(gone, scope, at).values():
        for one in some:
            counted[one.holder] = counted.get(one.holder, 0) + 1
    return counted
