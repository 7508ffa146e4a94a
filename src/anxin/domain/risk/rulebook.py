"""The rule book (规则库): all rules by place and date; on a day it becomes a set of tests bound to the law of that day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from anxin.domain.risk.conditions import AtLeast, Atom, Condition, Every, LawRef, atoms, facts_of
from anxin.domain.risk.lawbook import LawBook, LawValue
from anxin.domain.risk.parsing import RuleError, parse_document
from anxin.domain.risk.plans import Plans
from anxin.domain.risk.rules import Confidence, Rule, State
from anxin.domain.risk.signals import CATALOGUE
from anxin.domain.risk.wording import Unit
from anxin.kernel.outcome import AnxinError, Citation
from anxin.law.data.rules import warning_documents

_DAYS = 64
"""More days than this are not kept ready; a run over past years binds its rules again."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A rule on a day: its limits are figures now."""

    rule: Rule
    condition: Condition
    facts: tuple[str, ...]
    cited: tuple[Citation, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class Idle:
    """A rule that cannot judge on this day, and why; shown, never silently left out."""

    rule: Rule
    why: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one place on one day, ready to judge; `version` changes when any rule or any figure does."""

    on: date
    place: str
    bound: tuple[Bound, ...]
    idle: tuple[Idle, ...]
    reference: tuple[Rule, ...]
    version: str
    plans: Plans = field(compare=False, repr=False)


class RuleBook:
    """All rules, of which the deepest place's version in force counts (地方规则优先)."""

    def __init__(self, rules: Iterable[Rule], law: LawBook, *, place: str = "") -> None:
        self.place = place
        self.law = law
        self.rules = _checked(tuple(rules))
        self._sets: dict[date, RuleSet] = {}

    def on(self, day: date) -> RuleSet:
        """The rules in force on a day, bound to the law of that day; made once per day."""
        found = self._sets.get(day)
        if found is None:
            if len(self._sets) >= _DAYS:
                self._sets.clear()
            found = self._sets[day] = self._bind(day)
        return found

    def _in_force(self, day: date) -> list[Rule]:
        chosen: dict[str, Rule] = {}
        for rule in self.rules:
            if not rule.holds_on(day) or not _reaches(rule.place, self.place):
                continue
            held = chosen.get(rule.id)
            if held is None or len(rule.place) >= len(held.place):
                chosen[rule.id] = rule
        return sorted(chosen.values(), key=lambda rule: (-rule.colour.rank, -rule.weight, rule.id))

    def _bind(self, day: date) -> RuleSet:
        bound: list[Bound] = []
        idle: list[Idle] = []
        rules = self._in_force(day)
        for rule in rules:
            if rule.when is None or rule.state is State.REFERENCE:
                continue
            try:
                bound.append(bind(rule, rule.when, self.law, day))
            except (AnxinError, LookupError) as problem:
                idle.append(Idle(rule, f"所引法规参数在当日无值：{problem}"))
        reference = tuple(rule for rule in rules if rule.state is State.REFERENCE)
        plans = Plans(tuple(one.condition for one in bound))
        return RuleSet(day, self.place, tuple(bound), tuple(idle), reference, _version(bound), plans)


def rulebook(documents: Mapping[str, Mapping[str, Any]], law: LawBook, *, place: str = "") -> RuleBook:
    """The rule book of a place out of parsed documents by file name."""
    rules = [rule for name, document in documents.items() for rule in parse_document(name, document)]
    return RuleBook(rules, law, place=place)


def standing(law: LawBook, *, place: str = "", local: Path | None = None) -> RuleBook:
    """The rule book that ships with the product, with a deployment's own files over it where there are any."""
    return rulebook(warning_documents(local), law, place=place)


def bind(rule: Rule, condition: Condition, law: LawBook, day: date) -> Bound:
    """A rule with the figures of the day; what rests on an unread text is marked, and stays marked wherever it is used."""
    used: list[LawValue] = []

    def value_of(ref: LawRef) -> LawValue:
        used.append(law.get(ref.param, on=day))
        return used[-1]

    fixed = _with_figures(condition, value_of)
    verified = rule.source.confidence is not Confidence.MEMORY and all(value.verified for value in used)
    cited = tuple(dict.fromkeys([rule.source.citation, *(value.citation for value in used)]))
    return Bound(rule, fixed, facts_of(fixed), cited, verified)


def _with_figures(condition: Condition, value_of: Callable[[LawRef], LawValue]) -> Condition:
    if isinstance(condition, Every):
        return Every(tuple(_with_figures(part, value_of) for part in condition.parts))
    if isinstance(condition, AtLeast):
        return AtLeast(condition.count, tuple(_with_figures(part, value_of) for part in condition.parts))
    if condition.law is None:
        return _scaled(condition)
    return _scaled(replace(condition, value=_figure(condition, value_of(condition.law))))


def _figure(atom: Atom, found: LawValue) -> int | float:
    """The figure of a parameter in the unit of the fact: yuan become fen."""
    index = atom.law.index if atom.law else None
    raw = found.value if index is None else found.value[index]
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise RuleError(f"{found.id}: {raw!r} is no figure")
    exact = Fraction(str(raw)) * (100 if CATALOGUE[atom.fact].unit is Unit.FEN else 1)
    return int(exact) if exact.denominator == 1 else float(exact)


def _scaled(atom: Atom) -> Atom:
    """A figure times x is one figure; money stays whole."""
    if atom.of is not None or atom.times == 1 or not isinstance(atom.value, int | float):
        return atom
    exact = Fraction(str(atom.value)) * atom.times
    return replace(atom, value=int(exact) if exact.denominator == 1 else float(exact), times=Fraction(1))


def _reaches(rule_place: str, place: str) -> bool:
    """A rule made for a place holds in it and in everything below it; one without a place holds everywhere."""
    return place.startswith(rule_place)


def _checked(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    for number, rule in enumerate(rules):
        for other in rules[:number]:
            if rule.id == other.id and rule.place == other.place and _overlap(rule, other):
                raise RuleError(f"{rule.file}: {rule.id} stands twice for the same place and days (also {other.file})")
    _check_families(rules)
    return rules


def _overlap(one: Rule, other: Rule) -> bool:
    starts = max(one.effective.start, other.effective.start)
    return starts in one.effective and starts in other.effective


def _check_families(rules: tuple[Rule, ...]) -> None:
    """Within a family only the worst counts, so a worse colour must never weigh less."""
    for rule in rules:
        for other in rules:
            same = rule.family and rule.family == other.family
            if same and rule.colour.rank > other.colour.rank and rule.weight < other.weight:
                raise RuleError(f"{rule.file}: {rule.id} is worse than {other.id} but weighs less")


def _version(bound: Iterable[Bound]) -> str:
    text = "\n".join(f"{one.rule.id}|{one.rule.colour}|{one.rule.weight}|{_plain(one.condition)}" for one in bound)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(condition: Condition) -> str:
    kind = condition.count if isinstance(condition, AtLeast) else type(condition).__name__
    return f"{kind}:" + ";".join(f"{a.fact}{a.op}{a.value}{a.of}{a.times}" for a in atoms(condition))
