"""Freezing the cross-check with a conclusion (核对定格): who decided, when, and what the sources said at that moment."""

from __future__ import annotations

from datetime import datetime

from anxin.apps.cases.disorders import seen_now
from anxin.apps.cases.models import Disorder, DisorderCheck
from anxin.base.actors import Actor
from anxin.domain.casework.crosscheck import frozen
from anxin.domain.casework.moving import Step
from anxin.kernel.outcome import RuleBroken


def freeze(
    matter: Disorder, step: Step, *, seen: str, approved: bool, by: Actor, at: datetime
) -> DisorderCheck | None:  # fmt: skip
    """Keep what is seen now; None where nobody is claimed for, or where the entry ends and everything goes with it.

    Refused when the page showed something else (`seen`): nobody decides on figures that changed behind his back.
    """
    now = None if step.after.final else seen_now(matter, by.scope)
    if now is None:
        return None
    if seen and seen != now.sha256:
        raise RuleBroken("cases.check_changed", "主张核对的结果在您查看之后有变化。请看过新的结果再办理。")
    return DisorderCheck.objects.create(
        disorder=matter, verb=step.move.verb, approved=approved, facts_sha256=now.sha256, outcome=frozen(now.checked),
        by=by.id, name=by.name[:80], at=at,
    )  # fmt: skip
