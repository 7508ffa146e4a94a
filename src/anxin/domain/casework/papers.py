"""What papers do for a case (文书与办理): which condition a paper shows, and which step waits for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from anxin.domain.casework.tables import Move


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """One paper of a case as its steps see it; without a day of issue it is a draft. `dates` are those that it sets.

    `used` names the verbs that took it as their paper.
    """

    form: str
    paper: int = 0
    title: str = ""
    number: str = ""
    issued_on: date | None = None
    served_on: date | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """The paper as a condition names it."""
        day = f"，{self.served_on}送达" if self.served_on else ""
        return f"{self.title}（{self.number}）{day}"


@dataclass(frozen=True, slots=True)
class PaperStep:
    """A step that a paper serves: `words` say what follows from it, `lacking` what it needs besides the paper."""

    procedure: int
    verb: str
    term: str
    words: str
    lacking: tuple[str, ...]
    dates: Mapping[str, date]

    @property
    def ready(self) -> bool:
        """Whether nothing but this paper is wanting."""
        return not self.lacking


def free_for(move: Move, papers: Iterable[HeldPaper]) -> tuple[HeldPaper, ...]:
    """The issued papers that a verb may take, the newest first.

    A paper that a verb calls for serves one step only; one that merely shows a condition may have served another verb before.
    """
    found = [
        one
        for one in papers
        if one.issued_on
        and one.form in move.papers
        and (move.verb not in one.used if one.form not in move.documents else not one.used)
    ]
    return tuple(sorted(found, key=lambda one: one.paper, reverse=True))


def shown(move: Move, papers: Collection[HeldPaper]) -> dict[str, HeldPaper]:
    """The conditions of a verb that papers show, each with the newest paper that shows it."""
    free = free_for(move, papers)
    found: dict[str, HeldPaper] = {}
    for one in free:
        for need in move.needs:
            if move.issued.get(need) == one.form or (one.served_on and move.served.get(need) == one.form):
                found.setdefault(need, one)
    return found


def wanting(move: Move, papers: Collection[HeldPaper]) -> tuple[str, ...]:
    """The papers that a verb calls for and that are not there."""
    there = {one.form for one in free_for(move, papers)}
    return tuple(name for name in move.documents if name not in there)
