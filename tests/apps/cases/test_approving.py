"""Who approves what waits: a town's act its head, an act of the county's inspection a second person of that inspection."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import handling
from anxin.apps.cases.authority import competences, power_to_approve
from anxin.apps.cases.models import Procedure
from anxin.base.people.powers import Role, powers_of
from anxin.domain.casework.loading import case_types
from anxin.kernel.outcome import NotAllowed, RuleBroken

pytestmark = pytest.mark.django_db

WANTED = [
    (kind.name, state, move.verb)
    for kind in case_types().values()
    if kind.name != "disorder"
    for move in kind.moves
    if move.approval
    for state in move.sources
]


@pytest.mark.parametrize(("kind", "state", "verb"), WANTED)
def test_whatever_waits_can_be_approved_by_somebody_with_a_role_as_it_ships(kind, state, verb):
    power = power_to_approve(Procedure(kind=kind, state=state, pending={"verb": verb}))
    act = case_types()[kind].verb(state, verb).act
    able = [
        role
        for role in Role
        if power in powers_of([role])
        and (
            not act
            or competences().may(
                act, acting_as={"town", *(["county_inspection"] if "cases.inspect" in powers_of([role]) else [])}
            )
        )
    ]
    assert able, f"{kind}: {verb} waits for somebody who does not exist"


@pytest.fixture
def reported(office):
    """A transfer that an inspector asks to have approved."""
    case = office.case()
    procedure = acts.begin(case, "transfer", by=office.inspector, at=office.at, state="reported")
    office.do(case, "approve", kind="transfer", by=office.inspector)
    return procedure


def test_a_second_inspector_approves_a_transfer_to_the_police_and_a_towns_head_does_not(office, reported):
    told = {"procedure_id": reported.pk, "at": office.at}
    head = replace(office.officer, powers=office.officer.powers | {"cases.approve"})
    with pytest.raises(NotAllowed):
        handling.approve(by=head, **told)
    with pytest.raises(RuleBroken):
        handling.approve(by=office.inspector, **told)
    handling.approve(by=replace(office.inspector, id="person:78"), **told)
    assert Procedure.objects.get(pk=reported.pk).state == "approved"


def test_the_button_to_approve_is_there_for_whoever_may_press_it(as_, office, reported):
    page = f"/office/cases/{reported.case_id}/"
    press = f"/office/cases/procedures/{reported.pk}/pending/approve/"
    assert press not in as_("head").get(page).content.decode()
    inspector = as_("inspector")
    assert press in inspector.get(page).content.decode()
    inspector.post(press)
    assert Procedure.objects.get(pk=reported.pk).state == "approved"


def test_a_leader_who_handles_no_cases_may_still_send_back_what_waits(as_, office):
    case = office.case()
    office.do(case, "accept")
    office.do(case, "close_otherwise", conditions={"stated_reason": "当事人书面撤回"})
    as_("leader").post(f"/office/cases/procedures/{office.procedure(case).pk}/pending/decline/")
    assert office.procedure(case).pending is None
