"""Conditions (条件) of a rule: atoms over facts, joined by all / any / at least n, in three-valued logic.

An unknown fact makes an atom unknown, never true; so a source that is missing can hide a warning but never raise one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.wording import Scalar

Verdict = bool | None


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


def verdict(condition: Condition, facts: EmployerFacts) -> Verdict:
    """What a condition says of some facts: true, false or unknown. The reference; `plans` answers the same for many."""
    if isinstance(condition, Atom):
        return _answer(condition, facts)
    answers = [verdict(part, facts) for part in condition.parts]
    if isinstance(condition, Every):
        return False if False in answers else None if None in answers else True
    yes = answers.count(True)
    if yes >= condition.count:
        return True
    return None if yes + answers.count(None) >= condition.count else False


def _answer(atom: Atom, facts: EmployerFacts) -> Verdict:
    found, limit = getattr(facts, atom.fact), limit_of(atom, facts)
    return None if found is None or limit is None else bool(COMPARE[atom.op](found, limit))


COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    Op.GE: operator.ge,
    Op.GT: operator.gt,
    Op.LE: operator.le,
    Op.LT: operator.lt,
    Op.EQ: operator.eq,
    Op.IN: lambda found, limit: found in limit,
}


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
