"""What an event refers to (所指事项), said as people know it: a filing by its receipt, a case by its number, a person by name.

The log keeps numbers of rows only, and nobody outside the data base knows those. A sentence marks what it refers to; whoever
shows the sentence says each as its room calls it today, as a link where there is room for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from anxin.base.scope import Scope

BEGIN, END = "\ue000", "\ue001"
"""Around a reference in a sentence: characters of private use, which nobody types."""
_MARK = re.compile(f"{BEGIN}([a-z_.]+):(\\d+){END}")


@dataclass(frozen=True, slots=True)
class Referred:
    """Something as people call it, and its page; none where it has none."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How things of one kind are found by their numbers within reach, and what one is called that is not, or no more there."""

    find: Callable[[Collection[int], Scope], Mapping[int, Referred]]
    gone: str


_KINDS: dict[str, Kind] = {}


def register(kinds: Mapping[str, Kind]) -> None:
    """Say how a room calls what events refer to; called once when the house is put together."""
    _KINDS.update(kinds)


def known_kinds() -> frozenset[str]:
    """The kinds that somebody can call by name."""
    return frozenset(_KINDS)


def refer(kind: str, number: int) -> str:
    """A reference, to stand in a sentence of an event: never the bare number."""
    return f"{BEGIN}{kind}:{number}{END}"


def references_in(sentences: Iterable[str], scope: Scope) -> dict[str, Referred]:
    """Every reference in the sentences and what it is called by whoever reaches so far; of each kind all at once.

    A sentence that one may read can name what lies in another town: that is called by its kind alone.
    """
    asked: dict[str, set[int]] = {}
    for found in (each for one in sentences for each in _MARK.finditer(one)):
        asked.setdefault(found[1], set()).add(int(found[2]))
    named: dict[str, Referred] = {}
    for kind, numbers in asked.items():
        known = _KINDS[kind]
        there = known.find(numbers, scope)
        named |= {refer(kind, one): there.get(one, Referred(known.gone)) for one in numbers}
    return named


def plainly(sentence: str, named: Mapping[str, Referred]) -> str:
    """A sentence with what it refers to in words."""
    return replaced(sentence, named, lambda one: one.words)


def replaced(sentence: str, named: Mapping[str, Referred], how: Callable[[Referred], str]) -> str:
    """A sentence with each reference said in some way."""
    return _MARK.sub(lambda found: how(named[found[0]]), sentence)
