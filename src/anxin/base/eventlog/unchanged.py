"""Figures that hold until the next event (无新事件不重算): every change is an event, so what was counted after the last one still stands.

What is compared is the hash of the last event of each town in reach, which nothing else ever bears. Only for figures that
neither the day nor anything unrecorded changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Max, Model

from anxin.base.eventlog.chain import TOWN_DEPTH, chain_of
from anxin.base.eventlog.models import EventRow
from anxin.base.prepared import Prepared
from anxin.base.scope import Scope

Answer = TypeVar("Answer")
KEPT_SECONDS = 300
"""Also bounds how long a figure stays where something did change without an event, such as rows loaded by hand."""
_LAST = Prepared(lambda chain: EventRow.objects.filter(chain=chain).order_by("-chain_seq").values_list("hash")[:1])


def unchanged(name: str, ask: Callable[[], Answer], *, scope: Scope) -> Answer:
    """The answer as of the last event in the scope's towns, asked for once; a wider reach is always asked anew."""
    heads = last_events(scope)
    return _kept(name, ask, scope, heads) if heads else ask()


def while_newest(name: str, ask: Callable[[], Answer], *, scope: Scope, of: type[Model]) -> Answer:
    """How many rows there are of a table that only ever grows, counted once after each row that came."""
    return _kept(name, ask, scope, of._base_manager.aggregate(newest=Max("pk"))["newest"])


def _kept(name: str, ask: Callable[[], Answer], scope: Scope, state: object) -> Answer:
    key = f"unchanged.{name}.{hashlib.sha256(repr((scope.paths, state)).encode()).hexdigest()}"
    found: Answer | None = cache.get(key)
    if found is None:
        found = ask()
        cache.set(key, found, KEPT_SECONDS)
    return found


def last_events(scope: Scope) -> tuple[str, ...]:
    """The last event of each town in reach; nothing where the reach is wider than towns, or a town has no event yet."""
    if any(path.count("/") < TOWN_DEPTH for path in scope.paths):
        return ()
    found = [_LAST(chain) for chain in sorted({chain_of(path) for path in scope.paths})]
    return tuple(rows[0][0] for rows in found) if all(found) else ()
