"""Reassessing employers (研判): facts in, level out; a warning raised, moved or left standing for a human to close."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from anxin.apps.registry.api import Employer, employers
from anxin.apps.warning.actions.following import Document, Judged, follow
from anxin.apps.warning.events import LevelChanged
from anxin.apps.warning.gathering import gather
from anxin.apps.warning.models import Assessment, Warning
from anxin.apps.warning.recomputed import class_of
from anxin.apps.warning.rulebooks import town_rules
from anxin.base.actors import Actor, require
from anxin.base.alone import alone
from anxin.base.bulk import insert_many, update_many
from anxin.base.eventlog.log import Told, record_all
from anxin.base.places.paths import town_of
from anxin.base.scope import Scope
from anxin.domain.risk.assessment import Assessment as Assessed
from anxin.domain.risk.assessment import as_document, assess
from anxin.domain.risk.classes import Classification, classify
from anxin.domain.risk.levels import Level
from anxin.domain.risk.raising import Standing, decide
from anxin.domain.risk.rulebook import RuleSet

CHUNK = 200
"""Employers judged and written at once: with all of them moved, no longer than whoever waits for SQLite's writer may."""
_UNREAD = ("facts", "fired", "missing", "turn_green")
"""What of the assessment before plays no part in the next one."""


def reassess(*, employer_ids: Collection[int] | None, as_of: date, by: Actor, at: datetime) -> int:
    """Judge employers by the rules in force on a day; all running ones when none are named. Answers how many changed.

    An employer judged already as of a later day is left alone: the past is computed again (`recompute`), never stored anew.
    """
    require(by, "warning.reassess")
    wanted = employers(by.scope).in_bulk(employer_ids)
    rules = town_rules().on(as_of)
    changed = 0
    for town, its in groupby(sorted(wanted.values(), key=_by_town), key=lambda one: town_of(one.place_path)):
        some = list(its)
        for start in range(0, len(some), CHUNK):
            part = {one.pk: one for one in some[start : start + CHUNK]}
            with alone("warning.reassess", town):
                changed += _reassess(part, rules, as_of=as_of, by=by, at=at)
    return changed


def _by_town(one: Employer) -> tuple[str, int]:
    return town_of(one.place_path), one.pk


def _reassess(some: Mapping[int, Employer], rules: RuleSet, *, as_of: date, by: Actor, at: datetime) -> int:
    """Read and judge without holding the database; only what came of it is written in a transaction."""
    assessed = [assess(facts, rules, as_of) for facts in gather(some, scope=Scope.everywhere(), on=as_of)]
    found = [(one, as_document(one)) for one in assessed]
    with transaction.atomic():
        judged = _judge(found, some, rules, as_of=as_of, at=at)
        moved = _store(judged, as_of=as_of)
        record_all([*(Told(one, by, at) for one in _changes(moved)), *follow(judged, by=by, at=at)])
    return len(moved)


def _judge(
    found: Sequence[tuple[Assessed, Document]],
    some: Mapping[int, Employer],
    rules: RuleSet,
    *,
    as_of: date,
    at: datetime,
) -> list[Judged]:
    """Hold each finding against what stood before, under lock; who was judged as of a later day is left out."""
    known = {
        one.employer_id: one
        for one in Assessment.objects.select_for_update().filter(employer_id__in=some, current=True).defer(*_UNREAD)
    }
    standing = _standing(some)
    judged = []
    for assessed, said in found:
        facts = assessed.facts
        before = known.get(facts.employer)
        if before is not None and before.as_of > as_of:
            continue
        klass = classify(facts, rules.place, as_of, level=assessed.level, before=class_of(before))
        document = {**said, **_class_document(klass)}
        warning = standing.get(facts.employer)
        decided = decide(_standing_of(warning), assessed.level, at, place=rules.place)
        judged.append(Judged(some[facts.employer], document, before, warning, decided))
    return judged


def _class_document(klass: Classification) -> Document:
    return {
        "klass": klass.klass.value,
        "klass_why": list(klass.reasons),
        "klass_since": klass.since,
        "review_on": klass.review_on,
        "visits_every_days": klass.visits_every_days,
    }


KEPT = (
    "level", "score", "klass", "klass_why", "klass_since", "review_on", "visits_every_days", "fired", "missing", "facts",
    "rules_version", "turn_green",
)  # fmt: skip


def _store(judged: Sequence[Judged], *, as_of: date) -> list[Judged]:
    """Keep the assessments; a new row only when level, class or score moved, so that history stays readable. Answers those."""
    moved = [one for one in judged if one.moved]
    stays = [one for one in judged if not one.moved and one.before is not None]
    update_many([Assessment(pk=one.before.pk, **_kept(one)) for one in stays if one.before], KEPT)
    Assessment.objects.filter(pk__in=[one.before.pk for one in moved if one.before]).update(current=False)
    insert_many(
        Assessment(employer_id=one.ref.id, place_path=one.ref.place_path, as_of=as_of, **_kept(one)) for one in moved
    )
    return moved


def _kept(one: Judged) -> Document:
    return {key: one.document[key] for key in KEPT}


def _changes(moved: Sequence[Judged]) -> list[LevelChanged]:
    """What is told of those whose colour is another one now."""
    return [
        LevelChanged(
            employer=one.ref.id,
            place=one.ref.place_path,
            before=one.colour_before,
            after=one.document["level"],
            score=one.document["score"],
            rules=tuple(rule["rule"] for rule in one.document["fired"]),
            rules_version=one.document["rules_version"],
        )
        for one in moved
        if one.colour_before != one.document["level"]
    ]


def _standing(some: Mapping[int, Employer]) -> dict[int, Warning]:
    """The open warning of each employer, or the last one that was closed."""
    rows = Warning.objects.select_for_update().filter(employer_id__in=some).order_by("raised_at", "pk")
    return {one.employer_id: one for one in rows}


def _standing_of(warning: Warning | None) -> Standing | None:
    if warning is None:
        return None
    is_open = warning.state != Warning.State.CLOSED
    return Standing(is_open, Level(warning.level), Level(warning.peak), warning.raised_at, warning.closed_at)
