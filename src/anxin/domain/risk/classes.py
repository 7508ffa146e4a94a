"""Classes of employers (分类管理): A trusted to D watched weekly, by dated criteria that anybody can recompute.

A worse class holds at once. A better one holds only from the review date on and one step at a time, so that nobody keeps a
label for life and nobody sheds it overnight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from anxin.domain.risk.conditions import Condition, holding, verdict
from anxin.domain.risk.dated import in_force
from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.levels import Klass, Level
from anxin.domain.risk.parsing import parse_condition
from anxin.domain.risk.signals import CATALOGUE
from anxin.law.data.rules import document


@dataclass(frozen=True, slots=True)
class Criterion:
    """One reason for a class."""

    why: str
    when: Condition

    def in_words(self, facts: EmployerFacts) -> str:
        """The reason with the employer's own figures."""
        said = [CATALOGUE[atom.fact].words(getattr(facts, atom.fact)) for atom in holding(self.when, facts)]
        figures = [text for text in dict.fromkeys(said) if text != self.why]
        return f"{self.why}：{'；'.join(figures)}" if figures else self.why


@dataclass(frozen=True, slots=True)
class ClassRule:
    """What makes an employer a member of a class, how often it is visited and when that is looked at again."""

    klass: Klass
    title: str
    visits_every_days: int
    review_days: int
    levels: frozenset[Level]
    criteria: tuple[Criterion, ...]
    needs: tuple[str, ...]
    otherwise: Klass | None


@dataclass(frozen=True, slots=True)
class Classification:
    """The class of an employer: since when, why, how often it is visited, when it is reviewed."""

    klass: Klass
    title: str
    since: date
    reasons: tuple[str, ...]
    visits_every_days: int
    review_on: date

    def next_visit(self, last: date | None) -> date:
        """The day by which the next visit is due; at once when nobody has been there since the class began."""
        return self.since if last is None else last + timedelta(days=self.visits_every_days)


@lru_cache(maxsize=64)
def class_rules(place: str, on: date) -> tuple[ClassRule, ...]:
    """The class rules in force in a place on a day, the worst class first."""
    entries = document("classes")["classes"]
    rules = [
        _rule(in_force([one for one in entries if one["klass"] == klass], place=place, on=on, what=f"classes {klass}"))
        for klass in Klass
    ]
    return tuple(sorted(rules, key=lambda rule: -rule.klass.rank))


def classify(
    facts: EmployerFacts,
    place: str,
    on: date,
    *,
    level: Level | None = None,
    before: Classification | None = None,
) -> Classification:
    """The class of an employer on a day, from its facts, its warning level when given, and the class it had before."""
    rules = class_rules(place, on)
    klass, reasons = _computed(rules, facts, level)
    held, since, kept = _settled(klass, before, on)
    rule = next(one for one in rules if one.klass is held)
    same_review = before is not None and held is before.klass and on < before.review_on
    review = before.review_on if before is not None and same_review else on + timedelta(days=rule.review_days)
    return Classification(held, rule.title, since, (*reasons, *kept), rule.visits_every_days, review)


def _computed(rules: tuple[ClassRule, ...], facts: EmployerFacts, level: Level | None) -> tuple[Klass, tuple[str, ...]]:
    for rule in rules:
        reasons = [one.in_words(facts) for one in rule.criteria if verdict(one.when, facts)]
        if level in rule.levels and level is not None:
            reasons.insert(0, f"当前预警级别：{level.label}")
        if reasons:
            return rule.klass, tuple(reasons)
    best = rules[-1]
    lacking = [CATALOGUE[key].name for key in best.needs if getattr(facts, key) is None]
    if lacking and best.otherwise is not None:
        return best.otherwise, (f"资料不足，暂列{best.otherwise}类：缺{'、'.join(lacking)}",)
    return best.klass, ("没有欠薪、迟发、欠保和预警记录",)


def _settled(klass: Klass, before: Classification | None, on: date) -> tuple[Klass, date, tuple[str, ...]]:
    """The class that holds now, since when, and why it is not (yet) the computed one."""
    if before is None or klass.rank > before.klass.rank:
        return klass, on, ()
    if klass is before.klass:
        return klass, before.since, ()
    if on < before.review_on:
        return before.klass, before.since, (f"按条件可调为{klass}类，{before.review_on}复核时调整",)
    better = Klass("ABCD"[before.klass.rank - 1])
    return better, on, () if better is klass else (f"复核后先升一级；按条件可至{klass}类",)


def _rule(entry: Mapping[str, Any]) -> ClassRule:
    return ClassRule(
        klass=Klass(entry["klass"]),
        title=str(entry["title"]),
        visits_every_days=int(entry["visits_every_days"]),
        review_days=int(entry["review_days"]),
        levels=frozenset(Level(one) for one in entry.get("levels") or ()),
        criteria=tuple(Criterion(str(one["why"]), parse_condition(one["when"])) for one in entry.get("criteria") or ()),
        needs=tuple(str(one) for one in entry.get("needs") or ()),
        otherwise=Klass(entry["otherwise"]) if entry.get("otherwise") else None,
    )
