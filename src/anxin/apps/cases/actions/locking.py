"""Taking a case in hand: within reach, with the power, locked for the transaction."""

from __future__ import annotations

from anxin.apps.cases.models import Case
from anxin.base.actors import Actor, require
from anxin.kernel.outcome import NotFound

POWER = "cases.handle"


def lock(case_id: int, *, by: Actor, power: str = POWER) -> Case:
    """The case within the actor's reach, locked for this transaction."""
    case = Case.objects.select_for_update().within(by.scope).filter(pk=case_id).first()
    if case is None:
        raise NotFound("no_case", "没有这个案件，或不在您的管辖地域内。")
    require(by, power, case.place_path)
    return case
