"""What follows from judging employers (预警的发出与升降): warnings raised and moved, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anxin.apps.registry.api import Employer
from anxin.apps.warning.actions.warning import subject_of
from anxin.apps.warning.events import WarningMoved, WarningRaised
from anxin.apps.warning.models import Assessment, Warning
from anxin.apps.warning.timing import Timed, check_by
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.bulk import insert_numbered, update_many
from anxin.base.clocks.models import Clock
from anxin.base.clocks.starting import start_new
from anxin.base.eventlog.log import Told
from anxin.domain.risk.levels import Level
from anxin.domain.risk.raising import Decision, Step

Document = dict[str, Any]
_FOLLOWED = ("level", "peak", "silent", "score", "reasons", "turn_green", "due_at")
"""What of an open warning follows the reasons."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An employer as the rules see it now, with how it stood before and what was decided about its warning."""

    ref: Employer
    document: Document
    before: Assessment | None
    warning: Warning | None
    decided: Decision

    @property
    def colour_before(self) -> str:
        return self.before.level if self.before else "green"

    @property
    def moved(self) -> bool:
        """Whether level, class or score are other ones than before."""
        now = (self.document["level"], self.document["klass"], self.document["score"])
        return self.before is None or (self.before.level, self.before.klass, self.before.score) != now


def follow(judged: Sequence[Judged], *, by: Actor, at: datetime) -> list[Told]:
    """Do what was decided, and answer what is to be told of it; a warning whose rules fell silent stays open and says so,
    because closing needs evidence.
    """
    told = _raise([one for one in judged if one.decided.step is Step.RAISE], by=by, at=at)
    moving = [
        (one, one.warning)
        for one in judged
        if one.warning is not None and one.decided.step not in (Step.RAISE, Step.NONE, Step.QUIET)
    ]
    for one, warning in moving:
        told += _move(one, warning, by=by, at=at)
    update_many([warning for _one, warning in moving], _FOLLOWED)
    return told


def _raise(some: Sequence[Judged], *, by: Actor, at: datetime) -> list[Told]:
    colours = {one.document["level"] for one in some}
    timed = {colour: check_by(Level(colour), at) for colour in sorted(colours)}
    raised = [(one, _fresh(one, timed[one.document["level"]], at)) for one in some]
    insert_numbered([warning for _one, warning in raised])
    begun = [(_clock(warning, one.ref, timed[warning.level], at), by, at) for one, warning in raised]
    return [*start_new(begun), *(Told(one, by, at) for one in _told(raised))]


def _fresh(one: Judged, timed: Timed, at: datetime) -> Warning:
    return Warning(
        employer_id=one.ref.id,
        place_path=one.ref.place_path,
        level=one.document["level"],
        peak=one.document["level"],
        reasons=one.document["fired"],
        turn_green=one.document["turn_green"],
        score=one.document["score"],
        raised_at=at,
        due_at=timed.due_at,
    )


def _clock(warning: Warning, ref: Employer, timed: Timed, at: datetime) -> Clock:
    """The clock of the check, not yet started."""
    told = timed.for_clock()
    return Clock(
        kind="warning.check",
        title=f"核查{warning.get_level_display()}预警：{ref.name}",
        subject=subject_of(warning.pk),
        url=f"/office/warning/{warning.pk}/",
        place_path=ref.place_path,
        owner="role:clerk",
        started_at=at,
        **{**told, "why": list(told["why"])},
    )


def _told(raised: Iterable[tuple[Judged, Warning]]) -> Iterable[WarningRaised]:
    for one, warning in raised:
        rules = tuple(rule["rule"] for rule in one.document["fired"])
        yield WarningRaised(
            warning=warning.pk, employer=one.ref.id, place=one.ref.place_path, level=warning.level, rules=rules
        )


def _move(one: Judged, warning: Warning, *, by: Actor, at: datetime) -> list[Told]:
    """Let an open warning follow its reasons; a worse colour that nobody has checked yet is due sooner."""
    before, decided, document = warning.level, one.decided, one.document
    silent = decided.step is Step.PROPOSE_CLOSING
    warning.level, warning.silent, warning.score = decided.level.value, silent, document["score"]
    if not silent:
        warning.reasons, warning.turn_green = document["fired"], document["turn_green"]
    if decided.level.rank > Level(warning.peak).rank:
        warning.peak = decided.level.value
    unchecked = warning.state in (Warning.State.OPEN, Warning.State.CHECKING)
    if decided.due_at is not None and unchecked:
        _check_sooner(warning, decided.level, by=by, at=at)
    if before == warning.level:
        return []
    moved = WarningMoved(
        warning=warning.pk, employer=one.ref.id, place=one.ref.place_path, before=before, after=warning.level
    )
    return [Told(moved, by, at)]


def _check_sooner(warning: Warning, level: Level, *, by: Actor, at: datetime) -> None:
    """Bring the check forward when the worse colour asks for it sooner."""
    due_at = check_by(level, at).due_at
    if due_at < warning.due_at:
        warning.due_at = due_at
        clocks.move_due(subject=subject_of(warning.pk), kind="warning.check", due_at=due_at, by=by, at=at)
