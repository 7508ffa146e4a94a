"""What papers do for a case (文书与办理): which condition a paper shows, and which step waits for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from anxin.domain.casework.crime import Order, Service
from anxin.domain.casework.tables import APPROVED, Move


@dataclass(frozen=True, slots=True)
class Served:
    """One service of an order: how, when and where, with its proofs.

    `method` is what the service is for the offence of refusing to pay (法释〔2013〕3号 art. 4), None where it is none of these.
    """

    term: str
    on: date
    where: str = ""
    note: str = ""
    files: tuple[str, ...] = ()
    method: Service | None = None


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """An order to pay (责令支付): what it says, the paper itself by its hash, and how it was served.

    `paper` is the number of the paper where it was issued here, `row` of the record where another authority issued it.
    """

    document: str
    number: str
    issued_on: date
    deadline: date
    amount_fen: int
    sha256: str
    services: tuple[Served, ...] = ()
    paper: int = 0
    row: int = 0

    @property
    def served(self) -> Served | None:
        """The first service that counts for the offence."""
        return next((one for one in sorted(self.services, key=lambda one: one.on) if one.method), None)

    @property
    def as_examined(self) -> Order:
        """The order as the elements of the offence ask for it."""
        one = self.served
        if one is None:
            return Order(self.document, self.deadline)
        return Order(self.document, self.deadline, one.on, one.method, filmed=bool(one.files))


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """One paper of a case as its steps see it; without a day of issue it is a draft. `dates` are those that it sets.

    `used` names the verbs that took it as their paper; `order` is the order to pay that the paper gives, once it is issued.
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
    order: PaperOrder | None = None
    receiver: str = ""
    """The authority to which the paper goes, by its name."""

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


def waits(move: Move, papers: Collection[HeldPaper]) -> bool:
    """Whether a verb takes effect only once a second person approved it: what the approval paper shows was approved already."""
    return move.approval or (APPROVED in move.needs and APPROVED not in shown(move, papers))


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: by which verb, on which day, with which papers."""

    move: Move
    on: date
    papers: tuple[int, ...] = ()


def bound(papers: Iterable[HeldPaper], taken: Iterable[Taken]) -> tuple[HeldPaper, ...]:
    """The papers with the verbs that took them; an approval paper that came after its step belongs to that step.

    A second person approved the step without a paper, and the paper was made out later (补办): it approves nothing else. The oldest
    step that lacks its approval paper has the oldest paper made out since; a draft counts as made out last.
    """
    steps = list(taken)
    found = {one.paper: replace(one, used=frozenset({*one.used, *_users(one, steps)})) for one in papers}
    for step in steps:
        form = step.move.issued.get(APPROVED)
        if form is None or any(number in found and found[number].form == form for number in step.papers):
            continue
        free = [one for one in found.values() if one.form == form and not one.used and not _before(one, step.on)]
        if free:
            one = min(free, key=lambda paper: (paper.issued_on or date.max, paper.paper))
            found[one.paper] = replace(one, used=frozenset({step.move.verb}))
    return tuple(found.values())


def _users(paper: HeldPaper, taken: Iterable[Taken]) -> Iterable[str]:
    return [one.move.verb for one in taken if paper.paper in one.papers]


def _before(paper: HeldPaper, day: date) -> bool:
    return paper.issued_on is not None and paper.issued_on < day


def approved_on(move: Move, papers: Collection[HeldPaper], *, on: date) -> date:
    """The day on which a step was approved: that of the paper that shows it, else the day it is approved on here."""
    paper = shown(move, papers).get(APPROVED)
    return paper.issued_on or on if paper else on


def wanting(move: Move, papers: Collection[HeldPaper]) -> tuple[str, ...]:
    """The papers that a verb calls for and that are not there."""
    there = {one.form for one in free_for(move, papers)}
    return tuple(name for name in move.documents if name not in there)
