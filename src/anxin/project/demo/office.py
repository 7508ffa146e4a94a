"""The office (办公室) of the demonstration: who acts on which day, and what is planned for later, done in the order of its time."""

from __future__ import annotations

import heapq
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from django.db import transaction

from anxin.base.actors import Actor
from anxin.base.files.store import put
from anxin.base.people.models import Account
from anxin.base.people.sessions import actor_for
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError

PUBLIC = Actor("public:web", "来访人", Scope.everywhere(), frozenset({"intake.receive"}))


@dataclass
class Office:
    """The clerk's days, in order: what is due is done before the next word comes in."""

    accounts: Mapping[str, Account]
    """Everybody of the staff who acts, by login."""
    today: datetime
    told_of: dict[str, set[int]] = field(default_factory=dict)
    """Of each owner the verified warnings to be told of each week."""
    heard: dict[int, datetime] = field(default_factory=dict)
    """When each employer's wages were last complained of, of those complaints that were taken in."""
    refused: list[str] = field(default_factory=list)
    """What the rules did not let the office do: that story ends there, and is told of at the end."""
    _planned: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _known: dict[str, Actor] = field(default_factory=dict)
    _proofs: dict[str, str] = field(default_factory=dict)

    def plan(self, at: datetime, act: Callable[[datetime], None]) -> None:
        """Do something at an instant; what lies beyond the time lived through waits for the next span."""
        heapq.heappush(self._planned, (at, next(self._order), act))

    def run(self, upto: datetime) -> None:
        """Do what was planned up to an instant, in the order of its time."""
        while self._planned and self._planned[0][0] <= upto:
            at, _number, act = heapq.heappop(self._planned)
            try:
                with transaction.atomic():
                    act(at)
            except AnxinError as refusal:
                self.refused.append(f"{local_date(at)} {refusal}")

    def by(self, at: datetime, login: str = "clerk1") -> Actor:
        """One of the staff; their posts are the same from the first day to the last."""
        if login not in self._known:
            self._known[login] = actor_for(self.accounts[login], local_date(at))
        return self._known[login]

    def proof(self, name: str, at: datetime) -> str:
        """A paper that proves something, handed in once for whatever it proves that day."""
        if name not in self._proofs:
            content = io.BytesIO(f"演示凭证：{name}（虚构）\n".encode())
            self._proofs[name] = put(content, name=name, by=self.by(at), at=at).sha256
        return self._proofs[name]
