"""Clocks of a case that should be counted by another rule (应重算的期限), as its page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anxin.base.actors import Actor
from anxin.base.clocks.affected import POWER, among
from anxin.base.clocks.models import Clock
from anxin.base.clocks.rules import rules_of


def drawn(running: Sequence[Clock], actor: Actor) -> list[dict[str, Any]]:
    """The clocks of a procedure, each with what it would say by the rule of today and whether this person may have it so."""
    moved = {one.clock.pk: one for one in among(running)}
    lacking = {number: rule.lacking for number, rule in rules_of(running).items() if rule.lacking}
    return [
        {
            "row": one,
            "again": moved.get(one.pk),
            "lacking": lacking.get(one.pk, ""),
            "may": actor.may(POWER, one.place_path),
        }
        for one in running
    ]
