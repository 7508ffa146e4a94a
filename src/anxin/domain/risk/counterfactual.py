"""What would turn it green (怎样转绿): for each fired rule the smallest changes of facts after which it no longer fires."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice, product

from anxin.domain.risk.conditions import Atom, Condition, Every, Op, limit_of, verdict
from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.signals import CATALOGUE
from anxin.domain.risk.wording import Cure, Scalar, Signal, Unit, Worse, amount

_STEP = {Unit.DEVIATION: Fraction(1, 10), Unit.SHARE: Fraction(1, 1000), Unit.RATIO: Fraction(1, 1000)}
_OPTIONS = 12
"""More ways than this are not shown; a person reads the first few."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that would have to move: from where, to where, and what a person would do for it."""

    fact: str
    now: Scalar
    to: Scalar
    words: str


Way = tuple[Change, ...]
"""Changes that together stop a rule from firing."""


def ways(condition: Condition, facts: EmployerFacts) -> tuple[Way, ...]:
    """Every way, the shortest first, to make a condition that holds no longer hold; empty when nothing can change it."""
    found = sorted(_ways(condition, facts), key=_effort)
    return tuple(dict.fromkeys(found))[:_OPTIONS]


def applied(facts: EmployerFacts, changes: Iterable[Change]) -> EmployerFacts:
    """The facts as they would be after some changes; of two changes of one fact the further-reaching counts."""
    final: dict[str, Scalar] = {}
    for change in changes:
        before = final.get(change.fact)
        final[change.fact] = change.to if before is None else _further(CATALOGUE[change.fact], before, change.to)
    return replace(facts, **final)  # type: ignore[arg-type]


def _further(signal: Signal, one: Scalar, other: Scalar) -> Scalar:
    return max(one, other, key=float) if signal.worse is Worse.LESS else min(one, other, key=float)


def _effort(way: Way) -> tuple[int, int]:
    """Few changes first; among equals what somebody can do before what only time brings."""
    return len(way), sum(CATALOGUE[change.fact].cure is Cure.TIME for change in way)


def _ways(condition: Condition, facts: EmployerFacts) -> Iterator[Way]:
    if isinstance(condition, Atom):
        change = _change(condition, facts)
        if change is not None:
            yield (change,)
        return
    true = [part for part in condition.parts if verdict(part, facts)]
    needed = len(condition.parts) if isinstance(condition, Every) else condition.count
    # A part that is not true now stays so; enough of the true ones must fall to get below what is needed.
    for chosen in islice(combinations(true, len(true) - needed + 1), _OPTIONS):
        for picked in islice(product(*[tuple(_ways(part, facts)) for part in chosen]), _OPTIONS):
            yield tuple(dict.fromkeys(change for way in picked for change in way))


def _change(atom: Atom, facts: EmployerFacts) -> Change | None:
    signal, now = CATALOGUE[atom.fact], getattr(facts, atom.fact)
    if signal.cure is Cure.NONE or signal.worse is Worse.NEITHER or now is None:
        return None
    to = _just_outside(atom, facts, signal, now)
    return Change(atom.fact, now, to, _words(signal, now, to, facts))


def _just_outside(atom: Atom, facts: EmployerFacts, signal: Signal, now: Scalar) -> Scalar:
    """The nearest value at which the atom no longer holds."""
    limit = limit_of(atom, facts)
    if isinstance(now, bool) or atom.op in {Op.EQ, Op.IN} or isinstance(limit, str | tuple | None):
        return not now
    bound = Fraction(limit)
    if isinstance(now, int):
        return _whole(atom.op, bound)
    return _real(atom.op, bound, _STEP.get(signal.unit, Fraction(1, 100)))


def _whole(op: Op, bound: Fraction) -> int:
    if op is Op.GE:
        return math.ceil(bound) - 1
    if op is Op.LE:
        return math.floor(bound) + 1
    return math.floor(bound) if op is Op.GT else math.ceil(bound)


def _real(op: Op, bound: Fraction, step: Fraction) -> float:
    if op is Op.GE:
        return float(bound - step)
    return float(bound + step) if op is Op.LE else float(bound)


def debt_in_words(facts: EmployerFacts) -> str:
    """How many workers are owed how much, e.g. 128人96.4万元; empty when neither is known."""
    people = f"{facts.arrears_workers}人" if facts.arrears_workers else ""
    return people + (amount(facts.arrears_fen) if facts.arrears_fen else "")


def _words(signal: Signal, now: Scalar, to: Scalar, facts: EmployerFacts) -> str:
    move = f"使“{signal.name}”由{signal.shown(now)}变为{signal.shown(to)}"
    if signal.cure is Cure.PAY:
        debt = debt_in_words(facts)
        return f"补发所欠工资{debt and f'（{debt}）'}，{move}"
    if signal.cure is Cure.TIME:
        return (
            f"不再新增，待统计期移出后{move}" if not isinstance(now, bool) else f"不再新增，“{signal.name}”随时间解除"
        )
    return signal.do if isinstance(now, bool) else f"{signal.do}，{move}"
