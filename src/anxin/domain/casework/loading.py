"""Reading case types from their files, and refusing a table that could leave a case without an owner, a clock or a way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from anxin.domain.casework.tables import CaseType, Move, State
from anxin.kernel.outcome import BadInput, Fault
from anxin.law.instruments import DATA, parsed

_FOLDER = DATA / "casework"
_LISTS = ("needs", "documents", "tells", "ends", "options")


@cache
def case_types() -> Mapping[str, CaseType]:
    """Every procedure that ships, by name."""
    found = (load(path) for path in sorted(_FOLDER.glob("*.yaml")))
    return {one.name: one for one in found}


def load(path: Path) -> CaseType:
    """One procedure from its file; a table with a hole is refused with every hole named."""
    document = parsed(path)
    kind = CaseType(
        name=document["type"],
        term=document["term"],
        start=document["start"],
        door=bool(document.get("door", False)),
        states={name: State(name=name, **told) for name, told in document["states"].items()},
        moves=tuple(_move(told) for told in document["moves"]),
        conditions=dict(document.get("conditions", {})),
        outlives=bool(document.get("outlives", False)),
        grounds=dict(document.get("grounds", {})),
        once=frozenset(document.get("once", ())),
    )
    if faults := [Fault(path.name, what, "请改正案件类型表") for what in holes(kind)]:
        raise BadInput("casework.table_with_holes", "案件类型表有漏洞：", faults)
    return kind


def _move(told: Mapping[str, Any]) -> Move:
    values = {key: value for key, value in told.items() if key != "from"}
    values |= {key: tuple(values[key]) for key in _LISTS if key in values}
    return Move(sources=tuple(told["from"]), **values)


def holes(kind: CaseType) -> list[str]:
    """What is wrong with a table: unknown names, dead states, states out of reach, open states that nobody owes anything in."""
    unknown = list(_unknown(kind))
    return unknown or [
        *_unasked(kind),
        *_unowned(kind),
        *_stuck(kind),
        *_unreached(kind),
        *_twice(kind),
        *_clockwork(kind),
        *_nameless(kind),
    ]


def _unknown(kind: CaseType) -> Iterator[str]:
    if kind.start not in kind.states:
        yield f"起始环节“{kind.start}”不存在"
    for move in kind.moves:
        for name in (*move.sources, *(() if move.stays else (move.to,))):
            if name not in kind.states:
                yield f"动作“{move.verb}”引用了不存在的环节“{name}”"
        for need in (*move.needs, *move.options):
            if need not in kind.conditions:
                yield f"动作“{move.verb}”的条件“{need}”没有说明"


def _unasked(kind: CaseType) -> Iterator[str]:
    for move in kind.moves:
        for name in sorted({*move.issued, *move.served} - set(move.needs)):
            yield f"动作“{move.verb}”没有文书所证的条件“{name}”"
    needed = {need for move in kind.moves for need in move.needs}
    yield from (f"列出情形的条件“{name}”没有动作用到" for name in sorted(kind.grounds.keys() - needed))
    yield from (f"一次性条件“{name}”没有动作用到" for name in sorted(kind.once - needed))


def _unowned(kind: CaseType) -> Iterator[str]:
    for state in kind.states.values():
        if not state.final and not state.owner:
            yield f"环节“{state.name}”没有责任人"
        if not state.final and bool(state.clock) == bool(state.date):
            yield f"环节“{state.name}”须有且只有一个时限"


def _stuck(kind: CaseType) -> Iterator[str]:
    for state in kind.states.values():
        leaving = [move for move in kind.moves_from(state.name) if kind.next_state(state.name, move) != state]
        if state.final and kind.moves_from(state.name):
            yield f"终结环节“{state.name}”不得再有动作"
        if not state.final and not leaving:
            yield f"环节“{state.name}”没有出路"
    yield from (f"环节“{name}”走不到终结" for name in sorted(set(kind.states) - _leading_to_an_end(kind)))


def _leading_to_an_end(kind: CaseType) -> set[str]:
    ends = {name for name, state in kind.states.items() if state.final}
    grown = True
    while grown:
        more = {
            name for name in kind.states for move in kind.moves_from(name) if kind.next_state(name, move).name in ends
        }
        grown = not more <= ends
        ends |= more
    return ends


def _unreached(kind: CaseType) -> Iterator[str]:
    seen, left = {kind.start}, [kind.start]
    while left:
        state = left.pop()
        for move in kind.moves_from(state):
            to = kind.next_state(state, move).name
            if to not in seen:
                seen.add(to)
                left.append(to)
    yield from (f"环节“{name}”无法到达" for name in sorted(set(kind.states) - seen))


def _twice(kind: CaseType) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for move in kind.moves:
        for source in move.sources:
            if (source, move.verb) in seen:
                yield f"环节“{source}”中动作“{move.verb}”重复"
            seen.add((source, move.verb))


def _nameless(kind: CaseType) -> Iterator[str]:
    """Whoever has the matter in hand is named when it goes to them."""
    for move in kind.moves:
        for source in move.sources:
            there = kind.next_state(source, move).away
            if there and not kind.states[source].away and not move.receiver:
                yield f"动作“{move.verb}”没有写明接收机关"
            if move.receiver and not there:
                yield f"动作“{move.verb}”写明了接收机关，但没有转出"


def _clockwork(kind: CaseType) -> Iterator[str]:
    for move in kind.moves:
        for source in move.sources:
            state = kind.states[source]
            if (move.pauses or move.resumes) and not state.pausable:
                yield f"环节“{source}”的时限不可中止，动作“{move.verb}”有误"
            if move.extends and not state.extendable:
                yield f"环节“{source}”的时限不可延长，动作“{move.verb}”有误"
        if move.since and (move.stays or not kind.states[move.to].clock):
            yield f"动作“{move.verb}”写了起算日，但没有从该日起算的时限"
        ended = {duty for other in kind.moves for duty in other.ends}
        for duty in move.starts:
            if duty not in ended:
                yield f"动作“{move.verb}”产生的义务“{duty}”无法办结"
