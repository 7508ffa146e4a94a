"""The assessment (研判) of one employer: level, score, which rules fired and why, what is missing, what would turn it green."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from anxin.domain.risk import counterfactual
from anxin.domain.risk.conditions import SAID, Atom, holding, limit_of, unknown_facts
from anxin.domain.risk.counterfactual import Change, Way, debt_in_words
from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.levels import Level, worst
from anxin.domain.risk.rulebook import Bound, RuleBook, RuleSet
from anxin.domain.risk.signals import CATALOGUE, known
from anxin.domain.risk.wording import Cure, Known, Scalar, Unit, shown

SCORE_CAP = 100
"""A score never exceeds this; points beyond it are cut from the last contributions, so that they still add up."""


@dataclass(frozen=True, slots=True)
class Said:
    """One fact behind a fired rule: its value, its limit, and both in words."""

    fact: str
    value: Scalar
    limit: str
    words: str


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired: how many points it gave, and, when a worse rule of its family says the same, which one."""

    bound: Bound
    facts: EmployerFacts
    points: int
    covered_by: str = ""

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.bound.rule.id

    @property
    def level(self) -> Level:
        """The rule's colour."""
        return self.bound.rule.colour

    @property
    def said(self) -> tuple[Said, ...]:
        """The facts that made it fire, each with its figures."""
        atoms = holding(self.bound.condition, self.facts)
        return tuple(_said(atom, self.facts) for atom in atoms if CATALOGUE[atom.fact].key not in _SCOPE)

    @property
    def words(self) -> str:
        """The reason in one sentence, with the numbers; says so when its legal basis was not verified."""
        facts = "；".join(dict.fromkeys(one.words for one in self.said))
        return f"{self.bound.rule.title}：{facts}" + ("" if self.bound.verified else "（依据未核实）")

    @property
    def ways(self) -> tuple[Way, ...]:
        """Every way to make this rule no longer fire, the shortest first."""
        return counterfactual.ways(self.bound.condition, self.facts)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that rules needed and that is unknown, and what that costs: which rules could not judge, and how bad they are."""

    fact: str
    name: str
    words: str
    rules: tuple[str, ...]
    worst: Level
    weight: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules of a day say of one employer. It only assigns a human check; it decides nothing by itself."""

    facts: EmployerFacts
    rules: RuleSet
    level: Level
    score: int
    fired: tuple[Fired, ...]
    unknown: tuple[Bound, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons in words, worst first, without those that a worse rule of the same family covers."""
        return tuple(one.words for one in self.fired if not one.covered_by)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The unknown facts and what each costs, the most costly first."""
        return _missing(self.unknown, self.facts)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes that together turn every fired rule off: for each rule its shortest way."""
        found = [change for one in self.fired for way in one.ways[:1] for change in way]
        return tuple(dict.fromkeys(found))

    @property
    def turn_green(self) -> tuple[str, ...]:
        """What would turn it green, in words; all that paying cures is said once, with people and amount."""
        return _turn_green(self, [one.ways for one in self.fired])


FAR = 20
"""How many times its limit an amount must be for the limit to be left unsaid: 121万元（达到100元） helps nobody."""
Ways = tuple[Way, ...]
_SCOPE = {"sector", "kind", "size"}


def assess(facts: EmployerFacts, rules: RuleBook | RuleSet, on: date | None = None) -> Assessment:
    """What the rules say of an employer on a day; level is the highest colour fired, the score adds up from its parts."""
    ready = rules if isinstance(rules, RuleSet) else rules.on(on or facts.on)
    fired, blind = ready.plans.judge(facts)
    bound = ready.bound
    unknown = tuple([bound[place] for place in blind])
    if not fired:
        return Assessment(facts, ready, Level.GREEN, 0, (), unknown)
    counted = _counted([bound[place] for place in fired], facts)
    score = sum(one.points for one in counted)
    return Assessment(facts, ready, worst(one.level for one in counted), score, counted, unknown)


def _counted(fired: Iterable[Bound], facts: EmployerFacts) -> tuple[Fired, ...]:
    """The points of each fired rule: the worst of a family counts for it, and the sum stops at the cap."""
    left, heads, found = SCORE_CAP, dict[str, str](), []
    for bound in fired:  # comes worst first, see RuleBook.on
        rule = bound.rule
        head = heads.setdefault(rule.family, rule.id) if rule.family else rule.id
        points = min(rule.weight, left) if head == rule.id else 0
        left -= points
        found.append(Fired(bound, facts, points, "" if head == rule.id else head))
    return tuple(found)


def _said(atom: Atom, facts: EmployerFacts) -> Said:
    signal = CATALOGUE[atom.fact]
    value: Scalar = getattr(facts, atom.fact)
    limit = _limit(atom, facts)
    return Said(atom.fact, value, limit, signal.words(value) + (f"（{limit}）" if limit else ""))


def _limit(atom: Atom, facts: EmployerFacts) -> str:
    """The limit in words; a yes/no fact needs none, nor does an amount that is far beyond it."""
    bound, unit = limit_of(atom, facts), CATALOGUE[atom.fact].unit
    if isinstance(bound, bool | str | tuple | None):
        return ""
    if unit is Unit.FEN and getattr(facts, atom.fact) > FAR * bound:
        return ""
    text = f"{SAID[atom.op]}{shown(float(bound) if not isinstance(bound, int) else bound, unit)}"
    if atom.of is None:
        return text
    share = "" if atom.times == 1 else f"的{float(atom.times) * 100:g}%"
    return f"{text}，即{CATALOGUE[atom.of].name}{share}"


def _missing(unknown: tuple[Bound, ...], facts: EmployerFacts) -> tuple[Missing, ...]:
    asked: dict[str, list[Bound]] = {}
    for bound in unknown:
        for name in unknown_facts(bound.condition, facts):
            asked.setdefault(name, []).append(bound)
    found = [_one_missing(name, bounds) for name, bounds in asked.items()]
    return tuple(sorted(found, key=lambda one: (-one.worst.rank, -one.weight, one.fact)))


def _one_missing(name: str, bounds: list[Bound]) -> Missing:
    signal, bad = CATALOGUE[name], worst(one.rule.colour for one in bounds)
    words = f"{signal.missing}，{len(bounds)}条规则无法判断，最高可达{bad.label}"
    rules = tuple(one.rule.id for one in bounds)
    return Missing(name, signal.name, words, rules, bad, sum(one.rule.weight for one in bounds))


def _turn_green(found: Assessment, ways: Sequence[Ways]) -> tuple[str, ...]:
    paying, others = 0, list[str]()
    for one, some in zip(found.fired, ways, strict=True):
        way = some[0] if some else ()
        if way and all(CATALOGUE[change.fact].cure is Cure.PAY for change in way):
            paying += 1
        elif not one.covered_by:
            others += [f"{change.words}（{one.bound.rule.title}）" for change in way]
    if not paying:
        return tuple(dict.fromkeys(others))
    debt = debt_in_words(found.facts) or "全部所欠工资"
    end = "即可转绿" if paying == len(found.fired) else f"可解除其中{paying}条"
    return (f"补发{debt}{end}", *dict.fromkeys(others))


def as_document(found: Assessment) -> dict[str, Any]:
    """The assessment as plain values, for storing and for `--json`."""
    ways = [one.ways for one in found.fired]
    return {
        "as_of": found.rules.on.isoformat(),
        "level": found.level.value,
        "score": found.score,
        "rules_version": found.rules.version,
        "fired": [_fired_document(one, some) for one, some in zip(found.fired, ways, strict=True)],
        "missing": [{"fact": one.fact, "words": one.words, "rules": list(one.rules)} for one in found.missing],
        "turn_green": list(_turn_green(found, ways)),
        "facts": dict[str, Known](known(found.facts)),
    }


def _fired_document(one: Fired, ways: Ways) -> dict[str, Any]:
    rule = one.bound.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "level": rule.colour.value,
        "points": one.points,
        "covered_by": one.covered_by,
        "words": one.words,
        "why": rule.why,
        "advice": rule.advice,
        "authority": rule.authority,
        "verified": one.bound.verified,
        "source": rule.source.in_words(),
        "citations": [cited.in_words() for cited in one.bound.cited],
        "facts": [{"fact": said.fact, "value": said.value, "words": said.words} for said in one.said],
        "ways": [[change.words for change in way] for way in ways[:3]],
    }
