"""Case types (案件类型) as tables: states, moves between them, and what each move starts, stops and needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

STAYS = "same"
"""The destination of a verb that leaves the procedure where it is."""
APPROVED = "approved"
"""The condition that a head approved (负责人批准): nobody states it; an issued approval paper shows it, or a second person decides."""
APPROVED_ON = "approved_on"
"""The date of that approval: nobody states it either."""
ORDER_EXPIRED_ON = "order_expired_on"
"""The last day of the newest order to pay: the office has the order, so nobody states it."""
WORKED_OUT = (APPROVED_ON, ORDER_EXPIRED_ON)
"""Dates that a period may count from and that are worked out from papers."""


@dataclass(frozen=True, slots=True)
class State:
    """One state (环节): who owns it and by when it must end.

    `clock` is a parameter of the law book; `date` names a date of the document that led here (an order's deadline, the next
    instalment). A state without either is final. `keeps`: the clock of the state before runs on, because the law counts the
    procedure as one. `renews`: the clock is one of diligence and begins anew with each recorded step, of a door's for the case itself, and of
    the procedure that the state `awaits`. `resting`: nothing is
    owed to the worker any more, but the file may be opened again. `away`: another authority has it in hand.
    """

    name: str
    term: str
    owner: str = ""
    clock: str = ""
    date: str = ""
    final: bool = False
    resting: bool = False
    keeps: bool = False
    renews: bool = False
    awaits: str = ""
    pausable: bool = False
    extendable: bool = False
    away: bool = False

    @property
    def open(self) -> bool:
        """Whether something is still owed in this state."""
        return not (self.final or self.resting)


@dataclass(frozen=True, slots=True)
class Move:
    """One verb of a procedure (办理动作): from where to where, under which conditions, with which consequences.

    `act` is the act of power in the table of competence; `law` the parameter whose article the page shows beside the verb.
    `starts` are duties with clocks of their own that outlive the state, by kind; `ends` names the duties this verb meets.
    `opens` begins another procedure, in its first state or in `opens_in`; `carries` moves one that runs along, by kind and verb,
    where it stands at that verb.
    `when_expired`: the state's clock must have run out first. `since` names the date of the document from which the clock of
    the next state counts, where the law counts from a decision and not from the day somebody recorded it. `issued` and `served` name the paper that shows a condition
    by itself once it was issued or served. `receiver`: the matter goes to another authority, which must be named; the value is
    the authority that it mostly is. `options` are conditions that may be stated with it and need not be. `confirm` says what
    follows, to be read and agreed to before the press counts. `rest`: what is left of
    a plan falls due with it, where that was agreed. `anew`: what people said before of whether the wages came counts no more.
    """

    verb: str
    term: str
    sources: tuple[str, ...]
    to: str
    act: str = ""
    law: str = ""
    needs: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    starts: Mapping[str, str] = field(default_factory=dict)
    ends: tuple[str, ...] = ()
    opens: str = ""
    opens_in: str = ""
    carries: Mapping[str, str] = field(default_factory=dict)
    approval: bool = False
    pauses: bool = False
    resumes: bool = False
    extends: bool = False
    restarts: bool = False
    when_expired: bool = False
    since: str = ""
    receiver: str = ""
    options: tuple[str, ...] = ()
    confirm: str = ""
    rest: bool = False
    anew: bool = False
    issued: Mapping[str, str] = field(default_factory=dict)
    served: Mapping[str, str] = field(default_factory=dict)

    @property
    def papers(self) -> frozenset[str]:
        """Every paper that has to do with the verb: those it calls for, and those that show what it needs."""
        return frozenset({*self.documents, *self.issued.values(), *self.served.values()})

    @property
    def stays(self) -> bool:
        """Whether the verb leaves the procedure where it is."""
        return self.to == STAYS


@dataclass(frozen=True, slots=True)
class CaseType:
    """A procedure (程序): its states and moves, and the words for the conditions its moves ask for."""

    name: str
    term: str
    start: str
    door: bool
    states: Mapping[str, State]
    moves: tuple[Move, ...]
    conditions: Mapping[str, str]
    outlives: bool = False
    """Whether it runs on after the case was closed, as a listing does until it is removed; it may be begun then, too."""
    grounds: Mapping[str, str] = field(default_factory=dict)
    """Conditions stated by one of the grounds that a parameter lists (法定情形), and the parameter."""
    once: frozenset[str] = frozenset()
    """Conditions that hold for the move they were stated for, and must be stated anew for the next."""

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The verbs of a state, in the order of the table."""
        return tuple(move for move in self.moves if state in move.sources)

    def verb(self, state: str, verb: str) -> Move | None:
        """The move that a verb makes in a state; None when the verb has no place there."""
        return next((move for move in self.moves if move.verb == verb and state in move.sources), None)

    def next_state(self, state: str, move: Move) -> State:
        """Where a move leads from a state."""
        return self.states[state if move.stays else move.to]
