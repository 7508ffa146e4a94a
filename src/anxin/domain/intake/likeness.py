"""How alike two filings are (查重): the same telephone, employer, sum, number of people, beginning, and words; with the reasons.

A person decides whether they are one matter; the score only orders what that person is shown. The weights are the product's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from anxin.domain.intake.everyday import EVERYDAY

MOST_LETTERS = 2_000
"""More of a text says nothing new about whether it is the same one."""
WORTH_SHOWING = 0.5
_SAME_PHONE, _SAME_EMPLOYER, _SAME_SUM, _SAME_COUNT, _SAME_BEGINNING = 0.7, 0.5, 0.3, 0.1, 0.1
_CLOSE_WORDS = 0.5
_WORDS_WEIGHT = 0.7
_PHRASE, _ENOUGH, _LONGEST_SHOWN = 4, 5, 16
"""Letters of a piece, pieces in common that tell (a name of eight letters has five), and letters of it that are shown."""
_PHRASE_WEIGHT, _EACH_MORE, _AT_MOST = 0.5, 0.01, 0.6
_RARE, _OF_OTHERS = 3, 25
"""A piece in more of the compared filings than this, and than one in so many, is a place or a turn of phrase."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared of a filing: keyed hashes for telephones, the employer's number or name, sums in fen."""

    words: str = ""
    phones: frozenset[str] = frozenset()
    employer: str = ""
    amount_fen: int | None = None
    workers: int | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """From 0 to 1, with the reasons in words, the weightiest first."""

    score: float
    why: tuple[str, ...]


@lru_cache(maxsize=512)
def pairs_of_letters(text: str) -> frozenset[str]:
    """The neighbouring letters of a text without its spaces and punctuation, whatever width they were typed in."""
    return frozenset(f"{one}{other}" for one, other in pairwise(_letters(text)))


def alike_in_words(one: frozenset[str], other: frozenset[str]) -> float:
    """Sørensen–Dice coefficient of two sets of letter pairs; two empty texts have nothing in common."""
    whole = len(one) + len(other)
    return 2 * len(one & other) / whole if whole else 0.0


@lru_cache(maxsize=1024)
def telling_pieces(text: str) -> frozenset[str]:
    """The pieces of a text that a name, a site or an own turn of phrase leaves: Chinese, and nothing that everybody writes."""
    letters = _letters(text)
    pieces = {letters[at : at + _PHRASE] for at in range(len(letters) - _PHRASE + 1)}
    return frozenset(one for one in pieces if _HAN.fullmatch(one) and not EVERYDAY.search(one))


def _letters(text: str) -> str:
    """The letters of a text without its spaces and punctuation, whatever width they were typed in."""
    return "".join(one for one in unicodedata.normalize("NFKC", text[:MOST_LETTERS]).lower() if one.isalnum())


def likeness(one: Sketch, other: Sketch) -> Likeness:
    """How likely two filings are about the same matter, and why."""
    return _told(_shared(one, other, telling_pieces(one.words) & telling_pieces(other.words)))


def _shared(one: Sketch, other: Sketch, pieces: Set[str]) -> list[tuple[float, str]]:
    """What two filings have in common with its weight, the weightiest first; `pieces` are those telling ones that both have."""
    found: list[tuple[float, str]] = []
    if one.phones & other.phones:
        found.append((_SAME_PHONE, "同一电话"))
    if one.employer and one.employer == other.employer:
        found.append((_SAME_EMPLOYER, "同一单位"))
    if one.amount_fen and one.amount_fen == other.amount_fen:
        found.append((_SAME_SUM, "金额相同"))
    if one.workers and one.workers > 1 and one.workers == other.workers:
        found.append((_SAME_COUNT, "人数相同"))
    if one.since is not None and one.since == other.since:
        found.append((_SAME_BEGINNING, "起始相同"))
    if told := list(_told_alike(one.words, other.words, pieces)):
        found.append(max(told))
    found.sort(key=lambda reason: -reason[0])
    return found


def _told_alike(one: str, other: str, pieces: Set[str]) -> Iterator[tuple[float, str]]:
    """What the words themselves say for one matter: that they are the same, or that they name the same."""
    words = alike_in_words(pairs_of_letters(one), pairs_of_letters(other))
    if words >= _CLOSE_WORDS:
        yield words * _WORDS_WEIGHT, f"文字相近 {round(words * 100)}%"
    if len(pieces) >= _ENOUGH:
        weight = min(_PHRASE_WEIGHT + _EACH_MORE * (len(pieces) - _ENOUGH), _AT_MOST)
        yield weight, f"都说到“{_longest(one, other, pieces)}”"


def _longest(one: str, other: str, pieces: Set[str]) -> str:
    """The longest stretch that both texts have around pieces in common, as far as it is shown."""
    letters, there, best, run = _letters(one), _letters(other), "", ""
    for at in range(len(letters) - _PHRASE + 1):
        piece = letters[at : at + _PHRASE]
        run = (run + piece[-1] if run and run + piece[-1] in there else piece) if piece in pieces else ""
        best = max(best, run, key=len)
    return _widened(best, letters, there)[:_LONGEST_SHOWN]


def _widened(found: str, letters: str, there: str) -> str:
    """A stretch with what stands behind it in both texts alike: a name is shown whole though its end is an everyday word."""
    at = letters.index(found)
    while (longer := letters[at : at + len(found) + 1]) != found and longer in there and len(found) < _LONGEST_SHOWN:
        found = longer
    return found


def _score(shared: list[tuple[float, str]]) -> float:
    return min(1.0, sum([weight for weight, _ in shared]))


def _told(shared: list[tuple[float, str]]) -> Likeness:
    return Likeness(_score(shared), tuple(words for _, words in shared))


def likest(one: Sketch, others: Mapping[int, Sketch], *, most: int) -> list[tuple[int, Likeness]]:
    """Of several filings by number those worth showing beside one, the likeliest first, of equals the newest."""
    mine = telling_pieces(one.words)
    both = {number: mine & telling_pieces(other.words) for number, other in others.items()}
    in_how_many = Counter(piece for pieces in both.values() for piece in pieces)
    most_others = max(_RARE, len(others) // _OF_OTHERS)
    rare = {piece for piece, count in in_how_many.items() if count <= most_others}
    shared = ((number, _shared(one, other, both[number] & rare)) for number, other in others.items())
    scored = ((_score(what), number, what) for number, what in shared if what)
    found = [each for each in scored if each[0] >= WORTH_SHOWING]
    found.sort(key=lambda each: each[:2], reverse=True)
    return [(number, _told(what)) for _rank, number, what in found[:most]]
