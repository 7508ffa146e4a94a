"""Conditions (条件) of a rule: atoms over facts, joined by all / any / at least n, in three-valued logic.

An unknown fact makes an atom unknown, never true; so a source that is missing can hide a warning but never raise one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.wording import Known, Scalar

Verdict = bool | None
Test = Callable[[EmployerFacts], Verdict]


class Op(StrEnum):
    """How a fact is compared."""

    GE = ">="
    GT = ">"
    LE = "<="
    LT = "<"
    EQ = "=="
    IN = "in"


SAID = {Op.GE: "达到", Op.GT: "超过", Op.LE: "不高于", Op.LT: "低于", Op.EQ: "为", Op.IN: "属于"}


@dataclass(frozen=True, slots=True)
class LawRef:
    """A limit that stands in the law book: the parameter's id and, when its value is a list, which of it."""

    param: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Atom:
    """One question to one fact. The limit is a value, a parameter of the law (times x), or another fact (times x)."""

    fact: str
    op: Op
    value: Scalar | tuple[Scalar, ...] | None = None
    law: LawRef | None = None
    of: str | None = None
    times: Fraction = Fraction(1)

    @property
    def is_of_fact(self) -> bool:
        """Whether the limit is another fact of the same employer."""
        return self.of is not None


@dataclass(frozen=True, slots=True)
class Every:
    """All parts must hold (且)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least so many of the parts must hold; one of them is the plain 'any' (或)."""

    count: int
    parts: tuple[Condition, ...]


Condition = Atom | Every | AtLeast


def atoms(condition: Condition) -> tuple[Atom, ...]:
    """Every atom of a condition, in order."""
    if isinstance(condition, Atom):
        return (condition,)
    return tuple(atom for part in condition.parts for atom in atoms(part))


def facts_of(condition: Condition) -> tuple[str, ...]:
    """Every fact a condition asks for, once, in order."""
    named = [name for atom in atoms(condition) for name in (atom.fact, atom.of) if name]
    return tuple(dict.fromkeys(named))


def limit_of(atom: Atom, facts: EmployerFacts) -> Fraction | Scalar | tuple[Scalar, ...] | None:
    """What the fact is compared with, for one employer; None when it is another fact that is unknown."""
    if atom.of is None:
        return atom.value
    other = getattr(facts, atom.of)
    return None if other is None else Fraction(other) * atom.times


def compiled(condition: Condition) -> Test:
    """The condition as one function from facts to true, false or unknown; made once, called for every employer."""
    if isinstance(condition, Atom):
        return _of_fact(condition) if condition.of else _of_value(condition)
    tests = tuple(compiled(part) for part in condition.parts)
    if isinstance(condition, Every):
        return _every(tests)
    return _some(tests) if condition.count == 1 else _at_least(condition.count, tests)


def _of_value(atom: Atom) -> Test:
    return _MAKERS[atom.op](atom.fact, atom.value)


def _ge(name: str, limit: Known) -> Test:
    def test(facts: EmployerFacts) -> Verdict:
        found = getattr(facts, name)
        return None if found is None else found >= limit

    return test


def _gt(name: str, limit: Known) -> Test:
    def test(facts: EmployerFacts) -> Verdict:
        found = getattr(facts, name)
        return None if found is None else found > limit

    return test


def _le(name: str, limit: Known) -> Test:
    def test(facts: EmployerFacts) -> Verdict:
        found = getattr(facts, name)
        return None if found is None else found <= limit

    return test


def _lt(name: str, limit: Known) -> Test:
    def test(facts: EmployerFacts) -> Verdict:
        found = getattr(facts, name)
        return None if found is None else found < limit

    return test


def _eq(name: str, limit: Known) -> Test:
    def test(facts: EmployerFacts) -> Verdict:
        found = getattr(facts, name)
        return None if found is None else bool(found == limit)

    return test


def _in(name: str, limit: tuple[Scalar, ...]) -> Test:
    def test(facts: EmployerFacts) -> Verdict:
        found = getattr(facts, name)
        return None if found is None else found in limit

    return test


_MAKERS: dict[Op, Callable[[str, object], Test]] = {
    Op.GE: _ge,  # type: ignore[dict-item]
    Op.GT: _gt,  # type: ignore[dict-item]
    Op.LE: _le,  # type: ignore[dict-item]
    Op.LT: _lt,  # type: ignore[dict-item]
    Op.EQ: _eq,  # type: ignore[dict-item]
    Op.IN: _in,  # type: ignore[dict-item]
}

_CROSS: dict[Op, Callable[[Fraction, Fraction], bool]] = {
    Op.GE: Fraction.__ge__,
    Op.GT: Fraction.__gt__,
    Op.LE: Fraction.__le__,
    Op.LT: Fraction.__lt__,
    Op.EQ: Fraction.__eq__,
}


def _of_fact(atom: Atom) -> Test:
    """Fact against fact, exactly: money never passes through a float."""
    name, other, compare, times = atom.fact, str(atom.of), _CROSS[atom.op], atom.times

    def test(facts: EmployerFacts) -> Verdict:
        found, limit = getattr(facts, name), getattr(facts, other)
        if found is None or limit is None:
            return None
        return compare(Fraction(found), Fraction(limit) * times)

    return test


def _every(tests: Sequence[Test]) -> Test:
    def test(facts: EmployerFacts) -> Verdict:
        verdict: Verdict = True
        for one in tests:
            answer = one(facts)
            if answer is False:
                return False
            if answer is None:
                verdict = None
        return verdict

    return test


def _some(tests: Sequence[Test]) -> Test:
    def test(facts: EmployerFacts) -> Verdict:
        verdict: Verdict = False
        for one in tests:
            answer = one(facts)
            if answer:
                return True
            if answer is None:
                verdict = None
        return verdict

    return test


def _at_least(count: int, tests: Sequence[Test]) -> Test:
    def test(facts: EmployerFacts) -> Verdict:
        yes = unknown = 0
        for one in tests:
            answer = one(facts)
            if answer:
                yes += 1
            elif answer is None:
                unknown += 1
        if yes >= count:
            return True
        return None if yes + unknown >= count else False

    return test


def verdict(condition: Condition, facts: EmployerFacts) -> Verdict:
    """What a condition says of some facts: true, false, or unknown. The same answer as its compiled form, for explaining."""
    return compiled(condition)(facts)


def holding(condition: Condition, facts: EmployerFacts) -> tuple[Atom, ...]:
    """The atoms that hold within a condition that holds: the facts behind a fired rule."""
    if isinstance(condition, Atom):
        return (condition,) if verdict(condition, facts) else ()
    if verdict(condition, facts) is not True:
        return ()
    return tuple(atom for part in condition.parts for atom in holding(part, facts))


def unknown_facts(condition: Condition, facts: EmployerFacts) -> tuple[str, ...]:
    """The unknown facts because of which a condition cannot be judged."""
    if verdict(condition, facts) is not None:
        return ()
    if isinstance(condition, Atom):
        return tuple(name for name in (condition.fact, condition.of) if name and getattr(facts, name) is None)
    found = [name for part in condition.parts for name in unknown_facts(part, facts)]
    return tuple(dict.fromkeys(found))
