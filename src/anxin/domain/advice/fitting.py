"""Which answers fit what somebody told the office (参考解答): a report is no question, so each of its clauses is asked by itself.

A clause that an answer holds for the most part speaks for it the more, the longer the clause is. A few answers come of it, to be
read and sent by a person, or none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from anxin.domain.advice.answers import Answer, first_step, only_where
from anxin.domain.advice.searching import Index

_CLAUSE = re.compile(r"[，。！？；：,!?;:\s]+")
_SHORTEST, _CLAUSES = 4, 30
"""Characters that a clause needs to say anything, and how many clauses of a report are asked."""
_HELD = 0.24
"""The least share of a clause that an answer must hold."""
_ENOUGH = 2.5
"""The least that all clauses together must say for an answer, in characters held."""
_BESIDE = 0.6
"""The least share of what the best answer has, for another to stand beside it."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """An answer that may fit what was told, as it reads under the law of the day of the facts.

    `message` is what would be sent of it: its words, the articles, and where to read on.
    """

    name: str
    question: str
    words: str
    articles: tuple[str, ...]
    verified: bool
    url: str
    message: str


def fitting(report: str, index: Index, *, owed: bool = False, most: int = 3) -> Sequence[Answer]:
    """The answers that fit a report, the best first; beside one of wages `owed` the first step, if only as the last."""
    found = _fitting(report, index, most=most)
    first = next((one for one in index.answers if one.id == first_step()), None)
    if not owed or first is None or first in found or not most:
        return found
    return [*found[: most - 1], first]


def _fitting(report: str, index: Index, *, most: int) -> list[Answer]:
    said: dict[str, float] = {}
    known: dict[str, Answer] = {}
    for clause in [one for one in _CLAUSE.split(report) if len(one) >= _SHORTEST][:_CLAUSES]:
        for hit in index.find(clause, most=most):
            words = only_where().get(hit.answer.id)
            if hit.share >= _HELD and (words is None or any(word in report for word in words)):
                known[hit.answer.id] = hit.answer
                said[hit.answer.id] = said.get(hit.answer.id, 0.0) + hit.share * len(clause)
    least = max(_ENOUGH, _BESIDE * max(said.values(), default=0.0))
    ranked = sorted((-held, name) for name, held in said.items() if held >= least)
    return [known[name] for _, name in ranked[:most]]
