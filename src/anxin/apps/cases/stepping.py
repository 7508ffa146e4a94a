"""What a paper would do for its case (文书带动的步骤), told before anybody presses: the step, its consequence, what is lacking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from anxin.apps.cases.actions.locking import POWER
from anxin.apps.cases.authority import acting_as, competences
from anxin.apps.cases.knowing import standing_of
from anxin.apps.cases.models import Procedure
from anxin.apps.cases.papering import title_of
from anxin.base.actors import Actor
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.moving import Offer, Standing, offers
from anxin.domain.casework.papers import HeldPaper, PaperStep, free_for, wanting
from anxin.domain.casework.tables import CaseType


def steps_of_paper(*, case_id: int, held: HeldPaper, by: Actor, at: datetime) -> tuple[PaperStep, ...]:
    """The steps that a paper serves if it is what `held` says, for whoever may take them; the ready ones first."""
    found = Procedure.objects.within(by.scope).filter(case=case_id, ended_at=None, pending__isnull=True)
    rows = found.select_related("case").order_by("pk")
    steps = [step for one in rows if by.may(POWER, one.place_path) for step in _steps(one, held, by=by, at=at)]
    return tuple(sorted(steps, key=lambda step: not step.ready))


def _steps(procedure: Procedure, held: HeldPaper, *, by: Actor, at: datetime) -> Iterator[PaperStep]:
    kind, standing = case_types()[procedure.kind], standing_of(procedure, at=at)
    before = next((one for one in standing.papers if one.paper == held.paper), held)
    others = tuple(one for one in standing.papers if one.paper != held.paper)
    standing = replace(standing, papers=(replace(held, used=before.used), *others))
    acting = acting_as(by, procedure.place_path)
    for offer in offers(kind, standing, competence=competences(), acting_as=acting):
        if offer.refer_to is None and any(one.paper == held.paper for one in free_for(offer.move, standing.papers)):
            yield _step(procedure, kind, standing, offer, held)


def _step(procedure: Procedure, kind: CaseType, standing: Standing, offer: Offer, held: HeldPaper) -> PaperStep:
    move, after = offer.move, kind.next_state(standing.state, offer.move)
    papers = tuple(f"出具{title_of(name)}" for name in wanting(move, standing.papers))
    dated = after.date and (not move.stays or move.restarts) and after.date not in held.dates
    dates = ("写明期限",) if dated else ()
    term = f"{kind.term}：{move.term}"
    return PaperStep(
        procedure.pk, move.verb, term, _words(kind, offer, standing), (*offer.obstacles, *papers, *dates), held.dates
    )


def _words(kind: CaseType, offer: Offer, standing: Standing) -> str:
    """What follows from a step, as whoever presses must know it."""
    move, after = offer.move, kind.next_state(standing.state, offer.move)
    if offer.waits:
        return f"将“{move.term}”送审，由另一位有审批权的人批准后生效。"
    told = [
        f"{kind.term}仍处于“{after.term}”"
        if move.stays
        else f"{kind.term}由“{kind.states[standing.state].term}”转入“{after.term}”",
        "本环节期限中止计算" if move.pauses else "",
        "本环节期限延长" if move.extends else "",
        "此程序就此终结" if after.final else "",
        "告知投诉人" if "complainant" in move.tells else "",
    ]
    return "；".join(one for one in told if one) + "。"
