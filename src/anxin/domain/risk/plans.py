"""Rules narrowed to the facts that are known, for judging tens of thousands of employers in a second.

Most employers of a town lack the same facts. For each such pattern the rules are made into functions once, without the
questions nobody could answer; the answers are those of `conditions.verdict`, which a property test holds to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import attrgetter
from typing import Any

from anxin.domain.risk.conditions import COMPARE, Atom, Condition, Every, Op, Verdict
from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.signals import CATALOGUE

Values = tuple[Any, ...]
Test = Callable[[Values], Verdict]
_KEYS = tuple(CATALOGUE)
_PLACE = {key: place for place, key in enumerate(_KEYS)}
_PATTERNS = 4096
"""More patterns of unknown facts than this are not kept; a town has some dozens."""

values_of: Callable[[EmployerFacts], Values] = attrgetter(*_KEYS)
"""All facts of an employer as one tuple, in the order of the catalogue."""


@dataclass(frozen=True, slots=True)
class Plan:
    """For one pattern: which rules can be judged and how, and which cannot whatever the values are."""

    tests: tuple[tuple[int, Test], ...]
    unknown: tuple[int, ...]

    def judge(self, values: Values) -> tuple[list[int], list[int]]:
        """The places of the rules that fire, and of those that stay unknown."""
        fired: list[int] = []
        unknown = list(self.unknown)
        for place, test in self.tests:
            answer = test(values)
            if answer:
                fired.append(place)
            elif answer is None:
                unknown.append(place)
        return fired, unknown


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of a set of conditions by pattern of unknown facts, each made when first needed."""

    conditions: tuple[Condition, ...]
    made: dict[tuple[bool, ...], Plan] = field(default_factory=dict)

    def judge(self, facts: EmployerFacts) -> tuple[list[int], list[int]]:
        """Which conditions hold for an employer, and which cannot be judged, by their place."""
        values = values_of(facts)
        pattern = tuple([value is None for value in values])
        plan = self.made.get(pattern)
        if plan is None:
            if len(self.made) >= _PATTERNS:
                self.made.clear()
            plan = self.made[pattern] = _plan(self.conditions, pattern)
        return plan.judge(values)


def _plan(conditions: Iterable[Condition], pattern: tuple[bool, ...]) -> Plan:
    tests, unknown = [], []
    for place, condition in enumerate(conditions):
        test = _narrowed(condition, pattern)
        if test is None:
            unknown.append(place)
        else:
            tests.append((place, test))
    return Plan(tuple(tests), tuple(unknown))


def _narrowed(condition: Condition, pattern: tuple[bool, ...]) -> Test | None:
    """The condition over known facts only; None when the unknown ones leave nothing to ask."""
    if isinstance(condition, Atom):
        return _atom(condition, pattern)
    made = [_narrowed(part, pattern) for part in condition.parts]
    tests = tuple(test for test in made if test is not None)
    blind = len(made) - len(tests)
    if not tests:
        return None
    if isinstance(condition, Every):
        return _every(tests, None if blind else True)
    return _at_least(condition.count, tests, blind)


def _atom(atom: Atom, pattern: tuple[bool, ...]) -> Test | None:
    place = _PLACE[atom.fact]
    if pattern[place] or (atom.of is not None and pattern[_PLACE[atom.of]]):
        return None
    if atom.of is not None:
        return _crossed(atom)
    return _MAKERS[atom.op](place, atom.value)


def _crossed(atom: Atom) -> Test:
    """Fact against fact, exactly: money never passes through a float."""
    place, other, compare, times = _PLACE[atom.fact], _PLACE[str(atom.of)], COMPARE[atom.op], atom.times
    return lambda values: compare(values[place], Fraction(values[other]) * times)


_MAKERS: dict[Op, Callable[[int, Any], Test]] = {
    Op.GE: lambda place, limit: lambda values: values[place] >= limit,
    Op.GT: lambda place, limit: lambda values: values[place] > limit,
    Op.LE: lambda place, limit: lambda values: values[place] <= limit,
    Op.LT: lambda place, limit: lambda values: values[place] < limit,
    Op.EQ: lambda place, limit: lambda values: values[place] == limit,
    Op.IN: lambda place, limit: lambda values: values[place] in limit,
}


def _every(tests: Sequence[Test], best: Verdict) -> Test:
    def test(values: Values) -> Verdict:
        verdict = best
        for one in tests:
            answer = one(values)
            if answer is False:
                return False
            if answer is None:
                verdict = None
        return verdict

    return test


def _at_least(count: int, tests: Sequence[Test], blind: int) -> Test:
    def test(values: Values) -> Verdict:
        yes, unknown = 0, blind
        for one in tests:
            answer = one(values)
            if answer:
                yes += 1
            elif answer is None:
                unknown += 1
        if yes >= count:
            return True
        return None if yes + unknown >= count else False

    return test
