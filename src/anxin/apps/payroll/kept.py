"""Figures kept for a place (预存数字) as of its newest comparison: worked out in the background, so that nobody who looks pays for it.

They lie in a cache that all processes share. Whoever looks between a comparison and the background's work sees the figures of
the comparison before; only where the background does not come for a while does somebody who looks work them out.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from django.core.cache import caches
from django.db.models import Q

from anxin.apps.payroll.models import Run
from anxin.base.eventlog.unchanged import last_events
from anxin.base.places.models import within
from anxin.base.places.paths import TOWN_DEPTH, town_of
from anxin.base.scope import Scope

T = TypeVar("T")
KEPT_SECONDS = 86_400
ROUND_SECONDS = 300
"""How often the background works out what is out of date; also how long an employer moved to another sector, which no comparison
tells, stays under the old one in a kept figure (within reach wider than towns: until the next comparison there)."""
GRACE_SECONDS = 2 * ROUND_SECONDS
"""How long who looks is shown the figures before, while the background should be working out the new ones."""
WRITING_SECONDS = 20
"""How far figures may be behind a large comparison that is being written in parts."""
REMEMBERED = 500
_SCOPES = "payroll.scopes"

State = tuple[Any, ...]
Work = Callable[[Scope], Any]


class _Kept(NamedTuple):
    """A figure, and after which comparison and which event of its towns it was worked out."""

    state: State
    event: tuple[str, ...]
    value: Any


def kept(name: str, scope: Scope, work: Callable[[Scope], T]) -> T:
    """A figure of a place as of its newest comparison; another town's comparison does not touch it."""
    cache, key, now = caches["kept"], _key(name, scope), state_of(scope)
    found: _Kept | None = cache.get(key)
    if found is not None and (found.state == now or _is_awaited(key, now)):
        value: T = found.value
        return value
    _remember(scope)
    return _work_out(name, scope, work, now)


def refresh(figures: Mapping[str, Work], *, place: str = "", wide: bool = False) -> int:
    """Work out anew, of all scopes that anybody looked with and that meet a place, what is out of date; answers how many figures.

    Reaches wider than a town are left to the round (`wide`): a province would be counted anew after each of its towns.
    """
    done = 0
    for paths in caches["kept"].get(_SCOPES, ()):
        scope = Scope(paths)
        if (wide or not _is_wide(scope)) and any(path.startswith(place) or place.startswith(path) for path in paths):
            now, event = state_of(scope), last_events(scope)
            for name, work in figures.items():
                found: _Kept | None = caches["kept"].get(_key(name, scope))
                if found is None or (found.state, found.event) != (now, event) or now[-1]:
                    _work_out(name, scope, work, now)
                    done += 1
    return done


class Following:
    """Keeps the figures of a town close behind a comparison that is being written in parts."""

    def __init__(self, figures: Mapping[str, Work], place: str) -> None:
        self._figures, self._place, self._next = figures, place, time.monotonic() + WRITING_SECONDS

    def part_written(self) -> None:
        """Between two parts: the database is held by nobody."""
        if time.monotonic() >= self._next:
            refresh(self._figures, place=self._place)
            self._next = time.monotonic() + WRITING_SECONDS


def state_of(scope: Scope) -> State:
    """The newest comparison of the towns within reach, or of those that the places within reach lie in; last, whether it is still being written."""
    towns = [town_of(path) for path in scope.paths if path.count("/") >= TOWN_DEPTH]
    above = Scope(tuple(path for path in scope.paths if path.count("/") < TOWN_DEPTH))
    runs = Run.objects.filter(within(above) if "" in above.paths else Q(place_path__in=towns) | within(above))
    newest = runs.order_by("-at", "-pk").values_list("pk", "at", "inputs_hash", "parts_left").first()
    return ("", False) if newest is None else (newest[0], newest[1].timestamp(), newest[2], newest[3] > 0)


def _work_out(name: str, scope: Scope, work: Callable[[Scope], T], now: State) -> T:
    event, value = last_events(scope), work(scope)
    seconds = GRACE_SECONDS if now[-1] else KEPT_SECONDS
    caches["kept"].set(_key(name, scope), _Kept(now, event, value), seconds)
    return value


def _is_awaited(key: str, now: State) -> bool:
    """Whether the background still has time to work a figure out, counted from the first look at it."""
    cache, grace = caches["kept"], f"{key}.grace"
    if cache.add(f"{key}.{_hashed(now)}", 1, KEPT_SECONDS):
        cache.set(grace, 1, GRACE_SECONDS)
        return True
    return cache.get(grace) is not None


def _is_wide(scope: Scope) -> bool:
    return any(path.count("/") < TOWN_DEPTH for path in scope.paths)


def _remember(scope: Scope) -> None:
    known = [one for one in caches["kept"].get(_SCOPES, ()) if one != scope.paths]
    caches["kept"].set(_SCOPES, [*known[1 - REMEMBERED :], scope.paths], None)


def _key(name: str, scope: Scope) -> str:
    return f"payroll.{name}.{_hashed(scope.paths)}"


def _hashed(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:32]
