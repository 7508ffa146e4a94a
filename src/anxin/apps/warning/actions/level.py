"""Reassessing employers (研判): facts in, level out; a warning raised, moved or left standing for a human to close."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anxin.apps.registry.api import Employer, employers
from anxin.apps.warning.actions.warning import subject_of
from anxin.apps.warning.events import LevelChanged, WarningMoved, WarningRaised
from anxin.apps.warning.gathering import gather
from anxin.apps.warning.models import Assessment, Warning
from anxin.apps.warning.recomputed import class_of
from anxin.apps.warning.rulebooks import town_rules
from anxin.apps.warning.timing import Timed, check_by
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.scope import Scope
from anxin.domain.risk.assessment import as_document, assess
from anxin.domain.risk.classes import Classification, classify
from anxin.domain.risk.levels import Level
from anxin.domain.risk.raising import Decision, Standing, Step, decide

CHUNK = 500
Document = dict[str, Any]


def reassess(*, employer_ids: Collection[int] | None, as_of: date, by: Actor, at: datetime) -> int:
    """Judge employers by the rules in force on a day; all running ones when none are named. Answers how many changed.

    An employer judged already as of a later day is left alone: the past is computed again (`recompute`), never stored anew.
    """
    require(by, "warning.reassess")
    wanted = employers(by.scope).in_bulk(employer_ids)
    numbers = sorted(wanted)
    changed = 0
    for start in range(0, len(numbers), CHUNK):
        some = {pk: wanted[pk] for pk in numbers[start : start + CHUNK]}
        changed += _reassess(some, as_of=as_of, by=by, at=at)
    return changed


@transaction.atomic
def _reassess(some: Mapping[int, Employer], *, as_of: date, by: Actor, at: datetime) -> int:
    rules = town_rules().on(as_of)
    known = {
        one.employer_id: one
        for one in Assessment.objects.select_for_update().filter(employer_id__in=some, current=True)
    }
    some = {pk: ref for pk, ref in some.items() if pk not in known or known[pk].as_of <= as_of}
    standing = _standing(some)
    changed = 0
    for facts in gather(some, scope=Scope.everywhere(), on=as_of):
        ref, found = some[facts.employer], assess(facts, rules, as_of)
        before = known.get(ref.id)
        klass = classify(facts, rules.place, as_of, level=found.level, before=class_of(before))
        document = {**as_document(found), **_class_document(klass)}
        if _store(ref, document, before, as_of=as_of, by=by, at=at):
            changed += 1
        warning = standing.get(ref.id)
        decided = decide(_standing_of(warning), found.level, at, place=rules.place)
        _follow(ref, document, warning, decided, by=by, at=at)
    return changed


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


def _store(
    ref: Employer, document: Document, before: Assessment | None, *, as_of: date, by: Actor, at: datetime
) -> bool:
    """Keep the assessment; a new row only when level, class or score moved, so that history stays readable."""
    moved = before is None or (before.level, before.klass, before.score) != (
        document["level"], document["klass"], document["score"],
    )  # fmt: skip
    values = {key: document[key] for key in KEPT}
    if not moved and before is not None:
        Assessment.objects.filter(pk=before.pk).update(**values)
        return False
    if before is not None:
        Assessment.objects.filter(pk=before.pk).update(current=False)
    Assessment.objects.create(employer_id=ref.id, place_path=ref.place_path, as_of=as_of, **values)
    old = before.level if before else "green"
    if old != document["level"]:
        record(
            LevelChanged(
                employer=ref.id,
                place=ref.place_path,
                before=old,
                after=document["level"],
                score=document["score"],
                rules=tuple(one["rule"] for one in document["fired"]),
                rules_version=document["rules_version"],
            ),
            by=by,
            at=at,
        )
    return True


def _standing(some: Mapping[int, Employer]) -> dict[int, Warning]:
    """The open warning of each employer, or the last one that was closed."""
    rows = Warning.objects.select_for_update().filter(employer_id__in=some).order_by("raised_at", "pk")
    return {one.employer_id: one for one in rows}


def _standing_of(warning: Warning | None) -> Standing | None:
    if warning is None:
        return None
    is_open = warning.state != Warning.State.CLOSED
    return Standing(is_open, Level(warning.level), Level(warning.peak), warning.raised_at, warning.closed_at)


def _follow(
    ref: Employer, document: Document, warning: Warning | None, decided: Decision, *, by: Actor, at: datetime
) -> None:
    """Do what was decided; a warning whose rules fell silent stays open and says so, because closing needs evidence."""
    if decided.step is Step.RAISE:
        _raise(ref, document, by=by, at=at)
    elif warning is not None and decided.step not in (Step.NONE, Step.QUIET):
        _move(ref, warning, document, decided, by=by, at=at)


def _raise(ref: Employer, document: Document, *, by: Actor, at: datetime) -> None:
    timed = check_by(Level(document["level"]), at)
    warning = Warning.objects.create(
        employer_id=ref.id,
        place_path=ref.place_path,
        level=document["level"],
        peak=document["level"],
        reasons=document["fired"],
        turn_green=document["turn_green"],
        score=document["score"],
        raised_at=at,
        due_at=timed.due_at,
    )
    _start_clock(warning, ref, timed, by=by, at=at)
    rules = tuple(one["rule"] for one in document["fired"])
    record(
        WarningRaised(warning=warning.pk, employer=ref.id, place=ref.place_path, level=warning.level, rules=rules),
        by=by,
        at=at,
    )


def _start_clock(warning: Warning, ref: Employer, timed: Timed, *, by: Actor, at: datetime) -> None:
    clocks.start(
        kind="warning.check",
        title=f"核查{warning.get_level_display()}预警：{ref.name}",
        subject=subject_of(warning.pk),
        url=f"/office/warning/{warning.pk}/",
        place_path=ref.place_path,
        owner="role:clerk",
        **timed.for_clock(),
        by=by,
        at=at,
    )


def _move(ref: Employer, warning: Warning, document: Document, decided: Decision, *, by: Actor, at: datetime) -> None:
    """Let an open warning follow its reasons; a worse colour that nobody has checked yet is due sooner."""
    before = warning.level
    silent = decided.step is Step.PROPOSE_CLOSING
    warning.level, warning.silent, warning.score = decided.level.value, silent, document["score"]
    if not silent:
        warning.reasons, warning.turn_green = document["fired"], document["turn_green"]
    if decided.level.rank > Level(warning.peak).rank:
        warning.peak = decided.level.value
    unchecked = warning.state in (Warning.State.OPEN, Warning.State.CHECKING)
    if decided.due_at is not None and unchecked:
        _check_sooner(warning, decided.level, by=by, at=at)
    warning.save()
    if before != warning.level:
        record(
            WarningMoved(warning=warning.pk, employer=ref.id, place=ref.place_path, before=before, after=warning.level),
            by=by,
            at=at,
        )


def _check_sooner(warning: Warning, level: Level, *, by: Actor, at: datetime) -> None:
    """Bring the check forward when the worse colour asks for it sooner."""
    due_at = check_by(level, at).due_at
    if due_at < warning.due_at:
        warning.due_at = due_at
        clocks.move_due(subject=subject_of(warning.pk), kind="warning.check", due_at=due_at, by=by, at=at)
