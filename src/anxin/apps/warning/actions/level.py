"""Reassessing employers (研判): facts in, level out; a warning raised, moved or left standing for a human to close."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anxin.apps.registry.api import EmployerRef, refs
from anxin.apps.warning.actions.warning import subject_of
from anxin.apps.warning.events import LevelChanged, WarningMoved, WarningRaised
from anxin.apps.warning.gathering import gather
from anxin.apps.warning.models import LEVEL_ORDER, Assessment, Warning
from anxin.apps.warning.raising import Standing, Step, check_due, step
from anxin.apps.warning.rulebooks import town_rules
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.scope import Scope
from anxin.domain.risk.assessment import as_document, assess
from anxin.domain.risk.classes import classify

CHUNK = 500
Document = dict[str, Any]


def reassess(*, employer_ids: Collection[int] | None, as_of: date, by: Actor, at: datetime) -> int:
    """Judge employers by the rules in force on a day; all running ones when none are named. Answers how many changed."""
    require(by, "warning.reassess")
    wanted = {pk: ref for pk, ref in refs(employer_ids).items() if by.scope.covers(ref.place_path)}
    numbers = sorted(wanted)
    changed = 0
    for start in range(0, len(numbers), CHUNK):
        some = {pk: wanted[pk] for pk in numbers[start : start + CHUNK]}
        changed += _reassess(some, as_of=as_of, by=by, at=at)
    return changed


@transaction.atomic
def _reassess(some: Mapping[int, EmployerRef], *, as_of: date, by: Actor, at: datetime) -> int:
    rules = town_rules().on(as_of)
    known = {
        one.employer_id: one
        for one in Assessment.objects.select_for_update().filter(employer_id__in=some, current=True)
    }
    standing = _standing(some)
    changed = 0
    for facts in gather(some, scope=Scope.everywhere(), on=as_of):
        found = assess(facts, rules, as_of)
        klass = classify(facts, rules.place, as_of)
        document = {**as_document(found), "klass": klass.klass.value, "klass_why": list(klass.reasons)}
        ref = some[facts.employer]
        if _store(ref, document, known.get(ref.id), as_of=as_of, by=by, at=at):
            changed += 1
        _warn(ref, document, standing.get(ref.id), by=by, at=at)
    return changed


def _store(
    ref: EmployerRef, document: Document, before: Assessment | None, *, as_of: date, by: Actor, at: datetime
) -> bool:
    """Keep the assessment; a new row only when level, class or score moved, so that history stays readable."""
    moved = before is None or (before.level, before.klass, before.score) != (
        document["level"], document["klass"], document["score"],
    )  # fmt: skip
    values = {
        key: document[key]
        for key in ("level", "score", "klass", "klass_why", "fired", "missing", "facts", "rules_version")
    }
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


def _standing(some: Mapping[int, EmployerRef]) -> dict[int, Standing]:
    """How each employer's warnings stand: the open one, or the last one closed."""
    found: dict[int, Standing] = {}
    for one in Warning.objects.select_for_update().filter(employer_id__in=some).order_by("raised_at"):
        found[one.employer_id] = Standing(
            warning=one.pk, is_open=one.state != Warning.State.CLOSED, level=one.level, peak=one.peak,
            raised_at=one.raised_at, closed_at=one.closed_at,
        )  # fmt: skip
    return found


def _warn(ref: EmployerRef, document: Document, standing: Standing | None, *, by: Actor, at: datetime) -> None:
    level = document["level"]
    decided = step(standing, level, at=at)
    if decided is Step.RAISE:
        _raise(ref, document, by=by, at=at)
    elif standing is not None and decided in (Step.UP, Step.DOWN, Step.REFRESH):
        _move(ref, standing, document, by=by, at=at)


def _raise(ref: EmployerRef, document: Document, *, by: Actor, at: datetime) -> None:
    due = check_due(document["level"], at=at)
    warning = Warning.objects.create(
        employer_id=ref.id,
        place_path=ref.place_path,
        level=document["level"],
        peak=document["level"],
        reasons=document["fired"],
        turn_green=document["turn_green"],
        score=document["score"],
        raised_at=at,
        due_at=due.at,
    )
    _start_clock(warning, ref, due_at=due.at, why=due.why, by=by, at=at)
    rules = tuple(one["rule"] for one in document["fired"])
    record(
        WarningRaised(warning=warning.pk, employer=ref.id, place=ref.place_path, level=warning.level, rules=rules),
        by=by,
        at=at,
    )


def _start_clock(
    warning: Warning, ref: EmployerRef, *, due_at: datetime, why: tuple[str, ...], by: Actor, at: datetime
) -> None:  # fmt: skip
    clocks.start(
        kind="warning.check",
        title=f"核查{warning.get_level_display()}预警：{ref.name}",
        subject=subject_of(warning.pk),
        url=f"/office/warning/{warning.pk}/",
        place_path=ref.place_path,
        owner="role:clerk",
        due_at=due_at,
        why=why,
        by=by,
        at=at,
    )


def _move(ref: EmployerRef, standing: Standing, document: Document, *, by: Actor, at: datetime) -> None:
    """Let an open warning follow its reasons; a worse colour that nobody has checked yet is due sooner."""
    warning = Warning.objects.get(pk=standing.warning)
    before = warning.level
    warning.level, warning.score = document["level"], document["score"]
    warning.reasons, warning.turn_green = document["fired"] or warning.reasons, document["turn_green"]
    if LEVEL_ORDER[warning.level] > LEVEL_ORDER[warning.peak]:
        warning.peak = warning.level
        due = check_due(warning.level, at=at)
        if warning.state in (Warning.State.OPEN, Warning.State.CHECKING) and due.at < warning.due_at:
            warning.due_at = due.at
            clocks.move_due(subject=subject_of(warning.pk), kind="warning.check", due_at=due.at, by=by, at=at)
    warning.save()
    if before != warning.level:
        record(
            WarningMoved(warning=warning.pk, employer=ref.id, place=ref.place_path, before=before, after=warning.level),
            by=by,
            at=at,
        )
