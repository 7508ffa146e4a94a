"""What the rules say of employers on any day, computed again and not stored: for checking an old level or class (复算)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from anxin.apps.registry.api import employers
from anxin.apps.warning.gathering import gather
from anxin.apps.warning.models import Assessment
from anxin.apps.warning.rulebooks import town_rules
from anxin.base.scope import Scope
from anxin.domain.risk.assessment import Assessment as Judged
from anxin.domain.risk.assessment import assess
from anxin.domain.risk.classes import Classification, classify
from anxin.domain.risk.levels import Klass


@dataclass(frozen=True, slots=True)
class Recomputed:
    """An employer as the rules of a day judge it with what is known of that day."""

    employer: int
    judged: Judged
    klass: Classification


def recompute(scope: Scope, employer_ids: Collection[int] | None, *, on: date) -> tuple[Recomputed, ...]:
    """Judge employers within reach as of a day, starting from the class they had the day before."""
    wanted = employers(scope).in_bulk(employer_ids)
    rules = town_rules().on(on)
    before = _classes_before(wanted, on)
    found = []
    for facts in gather(wanted, scope=Scope.everywhere(), on=on):
        judged = assess(facts, rules, on)
        klass = classify(facts, rules.place, on, level=judged.level, before=before.get(facts.employer))
        found.append(Recomputed(facts.employer, judged, klass))
    return tuple(found)


def _classes_before(employer_ids: Collection[int], on: date) -> Mapping[int, Classification]:
    rows = Assessment.objects.filter(employer_id__in=employer_ids, as_of__lt=on).order_by("as_of", "pk")
    return {row.employer_id: known for row in rows if (known := class_of(row)) is not None}


def class_of(before: Assessment | None) -> Classification | None:
    """The class that an assessment gave, as the classes' rules want it."""
    if before is None or before.klass_since is None or before.review_on is None:
        return None
    return Classification(
        Klass(before.klass), "", before.klass_since, tuple(before.klass_why), before.visits_every_days, before.review_on
    )
