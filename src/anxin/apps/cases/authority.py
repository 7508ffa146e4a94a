"""Whose act is it here (权限): as which authority somebody acts, and who may approve what waits."""

from __future__ import annotations

from django.conf import settings

from anxin.apps.cases.models import Procedure
from anxin.apps.cases.permissions import APPROVE, INSPECT
from anxin.base.actors import Actor
from anxin.domain.casework.loading import case_types
from anxin.law.competence import Competence, competence


def competences() -> Competence:
    """Whose act is what, with this deployment's written entrustments."""
    return competence(settings.SETTINGS.law_overrides)


def acting_as(by: Actor, place_path: str) -> frozenset[str]:
    """Which authorities a person may act for: the town, and the county's inspection with its own power."""
    return frozenset({"town", "county_inspection"} if by.may(INSPECT, place_path) else {"town"})


def power_to_approve(procedure: Procedure) -> str:
    """The power that approves what waits: a town's act its head's, another authority's only that of acting for it."""
    waits = (procedure.pending or {}).get("verb", "")
    move = case_types()[procedure.kind].verb(procedure.state, waits)
    ours = move is None or not move.act or competences().may(move.act, acting_as={"town"})
    return APPROVE if ours else INSPECT
