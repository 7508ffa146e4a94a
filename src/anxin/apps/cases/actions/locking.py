"""Taking a case in hand: within reach, with the power, locked for the transaction."""

from __future__ import annotations

from anxin.apps.cases.models import Archived, Case, Disorder
from anxin.base.actors import Actor, require
from anxin.kernel.outcome import NotFound, RuleBroken

POWER = "cases.handle"
ORDER = "cases.order_handle"
"""Handling the ledger of public-order matters: a power of its own."""


def lock(case_id: int, *, by: Actor, power: str = POWER) -> Case:
    """The case within the actor's reach, locked for this transaction; nothing is done in one that was shelved or merged."""
    case = Case.objects.select_for_update().within(by.scope).filter(pk=case_id).first()
    if case is None:
        raise NotFound("no_case", "没有这个案件，或不在您的管辖地域内。")
    require(by, power, case.place_path)
    if case.state == "archived" and Archived.objects.filter(case=case).exclude(destroyed_at=None).exists():
        raise RuleBroken("cases.destroyed", "本案案卷已按清册销毁，不能再办理。")
    if case.state == "archived":
        raise RuleBroken("cases.archived", "本案已经归档，不能再办理。有新的事实，请当事人重新反映，另立新案。")
    if case.state == "merged" and case.merged_into is not None:
        raise RuleBroken("cases.merged", f"本案已并入{case.merged_into.title}，请到该案办理。")
    return case


def lock_disorder(disorder_id: int, *, by: Actor, power: str = ORDER) -> Disorder:
    """The public-order matter within the actor's reach, not destroyed yet, locked for this transaction."""
    found = Disorder.objects.select_for_update().within(by.scope).filter(pk=disorder_id).first()
    if found is None:
        raise NotFound("cases.no_disorder", "没有这件涉薪治安事项，或不在您的管辖地域内。")
    require(by, power, found.place_path)
    if found.ended_at is not None:
        raise RuleBroken("cases.destroyed", "这件事项已经销毁。")
    return found
