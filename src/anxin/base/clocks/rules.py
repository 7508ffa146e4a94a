"""By which rule a running clock counts today (现行规则), where that is not the one it was set on.

A clock keeps its parameter. A later reading of the law may give its obligation another one, or another day to count from; only the
room that owes the obligation knows. Rooms say so here, so that such a clock is found, shown and corrected like any other that
the law moved, by a person and as an event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from anxin.base.clocks.models import Clock


@dataclass(frozen=True, slots=True)
class Rule:
    """The parameter and the beginning by which a clock should count, and the reason in words.

    `lacking`: what must be recorded first; until then nothing can be worked out.
    """

    param: str
    since: datetime
    why: str
    lacking: str = ""


Finder = Callable[[Sequence[Clock]], Mapping[int, Rule]]
_FINDERS: list[tuple[str, Finder]] = []


def register(prefix: str, finder: Finder) -> None:
    """Say who knows the rules of the clocks whose kinds begin so; called once when the house is put together."""
    if (prefix, finder) not in _FINDERS:
        _FINDERS.append((prefix, finder))


def rules_of(found: Sequence[Clock]) -> dict[int, Rule]:
    """The rule of each of these clocks that was set on another one, by the clock's number."""
    rules: dict[int, Rule] = {}
    for prefix, finder in _FINDERS:
        mine = [one for one in found if one.kind.startswith(prefix)]
        rules |= finder(mine) if mine else {}
    return rules
