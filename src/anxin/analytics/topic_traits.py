"""What of a message tells its class (特征): characters and their pairs, those of the opening once more, and words.

Learning names traits as texts. Reading finds all of a message's at once: a character or a pair is a number, and only words are
looked up one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

READ = 2000
"""Characters of a message that are looked at; its subject is said by then."""
OPENING = 30
"""Characters that count once more: a message's subject, or its first sentence."""
_OPENS, _WORD = "\t", " "
"""White space stands in no run of characters, so it tells the kinds of traits apart."""
_CODE = 21
"""Bits of a code point."""
_FIRST = np.int64(1) << (2 * _CODE + 1)


def traits(text: str) -> list[str]:
    """Characters and their pairs, those of the opening once more, and words where white space parts them."""
    words = text[:READ].lower().split()
    plain = "".join(words)
    pairs = [one + other for one, other in pairwise(plain)]
    opening = [f"{_OPENS}{one}" for one in (*plain[:OPENING], *pairs[: OPENING - 1])]
    return [*plain, *pairs, *opening, *(f"{_WORD}{one}" for one in words)]


@dataclass(frozen=True, slots=True)
class Places:
    """Where each known trait stands among the weights."""

    terms: tuple[str, ...]
    keys: NDArray[np.int64]
    places: NDArray[np.int64]
    words: dict[str, int]

    @classmethod
    def of(cls, terms: Sequence[str]) -> Places:
        """Of traits in the order of their weights."""
        runs = [(place, term) for place, term in enumerate(terms) if not term.startswith(_WORD)]
        keys = np.array([_key(term) for _, term in runs], dtype=np.int64)
        order = np.argsort(keys)
        places = np.array([place for place, _ in runs], dtype=np.int64)
        words = {term[1:]: place for place, term in enumerate(terms) if term.startswith(_WORD)}
        return cls(tuple(terms), keys[order], places[order], words)

    def seen(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places of a message's known traits, and how often each stands there."""
        words = text[:READ].lower().split()
        asked = _keys("".join(words))
        at = np.searchsorted(self.keys, asked)
        at[at == len(self.keys)] = 0
        found = self.places[at[self.keys[at] == asked]] if len(self.keys) else self.places
        named = [place for one in words if (place := self.words.get(one)) is not None]
        return np.unique(np.concatenate([found, np.array(named, dtype=np.int64)]), return_counts=True)


def _codes(text: str) -> NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)


def _pairs(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """A pair is a number above every character's: the first stands higher, counted from one."""
    return ((codes[:-1] + 1) << _CODE) | codes[1:]


def _keys(plain: str) -> NDArray[np.int64]:
    codes = _codes(plain)
    pairs = _pairs(codes)
    return np.concatenate([codes, pairs, codes[:OPENING] | _FIRST, pairs[: OPENING - 1] | _FIRST])


def _key(term: str) -> int:
    codes = _codes(term.removeprefix(_OPENS))
    key = int(codes[0] if len(codes) == 1 else _pairs(codes)[0])
    return key | int(_FIRST) if term.startswith(_OPENS) else key
