"""The part of the tree of places (地域范围) that a person may see; nothing at all unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Scope:
    """Path prefixes of places within reach. An empty scope covers nothing: reads fail closed.

    >>> Scope(("33/3306/",)).covers("33/3306/330602/")
    True
    >>> Scope().covers("33/")
    False
    """

    paths: tuple[str, ...] = ()

    @classmethod
    def everywhere(cls) -> Self:
        return cls(("",))

    def covers(self, path: str) -> bool:
        """Whether a place, given by its path, lies within this scope."""
        return any(path.startswith(prefix) for prefix in self.paths)

    def narrowed_to(self, path: str) -> Scope:
        """The part of this scope under one place; empty when the place is not reached at all."""
        kept = {path} if self.covers(path) else {own for own in self.paths if own.startswith(path)}
        return Scope(tuple(sorted(kept)))
