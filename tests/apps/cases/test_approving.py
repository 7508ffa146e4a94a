"""Who approves what waits: a town's act its head, an act of the county's inspection a second person of that inspection."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from anxin.apps.cases import timing
from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import handling
from anxin.apps.cases.authority import competences, power_to_approve
from anxin.apps.cases.knowing import procedure_subject
from anxin.apps.cases.models import Procedure
from anxin.apps.cases.ports import PORTS
from anxin.base import clocks
from anxin.base.people.models import Account, Post
from anxin.base.people.powers import Role, powers_of
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.papers import HeldPaper
from anxin.domain.casework.tables import APPROVED
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotAllowed, RuleBroken

pytestmark = pytest.mark.django_db

WANTED = [
    (kind.name, state, move.verb)
    for kind in case_types().values()
    if kind.name != "disorder"
    for move in kind.moves
    if move.approval or APPROVED in move.needs
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
    as_("leader").post(
        f"/office/cases/procedures/{office.procedure(case).pk}/pending/decline/", {"reason": "请补充撤回书"}
    )
    assert office.procedure(case).pending is None


@pytest.fixture
def investigated(office):
    """A case that the inspection investigates."""
    case = office.case()
    office.do(case, "accept")
    acts.open_door(case_id=case.pk, kind="inspection", by=office.inspector, at=office.at)
    office.do(case, "accept", kind="inspection", by=office.inspector)
    office.agree(case, "inspection")
    return case


@pytest.mark.parametrize(
    ("verb", "told"),
    [("extend", {}), ("suspend", {"suspension_ground": "当事人逃匿"}), ("revoke", {"stated_reason": "查无违法"})],
)
def test_what_the_law_wants_approved_waits_for_a_second_person_whatever_is_typed(office, investigated, verb, told):
    office.do(
        investigated, verb, kind="inspection", by=office.inspector, conditions={**told, "approved": "负责人已批准"}
    )
    before = office.procedure(investigated, "inspection")
    assert (before.state, before.pending["verb"]) == ("investigating", verb)
    assert (before.clock["extensions"], before.clock["pauses"]) == (0, [])
    office.agree(investigated, "inspection")
    after = office.procedure(investigated, "inspection")
    assert after.known["approved"]["words"] == "周监察批准（李监察提请）"
    assert (after.state, after.clock) != (before.state, before.clock)


def test_an_extension_is_asked_for_on_the_page_and_refused_with_a_reason_that_the_history_keeps(
    as_, office, investigated
):
    procedure = office.procedure(investigated, "inspection")
    page, press = f"/office/cases/{investigated.pk}/", f"/office/cases/procedures/{procedure.pk}/"
    inspector = as_("inspector")
    asking = inspector.get(page).content.decode()
    assert "condition-approved" not in asking, "nothing to type an approval into"
    assert "送审：延长调查期限" in asking
    inspector.post(f"{press}extend/", {"inspection-extend-note": "工资台账在三处，尚未调齐"})
    second = as_("inspector2")
    Post.objects.create(
        account=Account.objects.get(username="a-inspector2"), role="inspector", place=office.town.town,
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    assert "工资台账在三处，尚未调齐" in second.get(page).content.decode()
    second.post(f"{press}pending/decline/", {"reason": ""})
    assert office.procedure(investigated, "inspection").pending is not None, "no refusal without a reason"
    second.post(f"{press}pending/decline/", {"reason": "先调齐台账再提"})
    assert office.procedure(investigated, "inspection").pending is None
    assert "审批退回：延长调查期限（先调齐台账再提）" in second.get(page).content.decode()


def test_a_stopped_investigation_is_not_extended_nor_one_that_ran_out_or_was_extended_before(office, investigated):
    def refused(words):
        with pytest.raises(RuleBroken, match=words):
            office.do(investigated, "extend", kind="inspection", by=office.inspector)

    office.do(
        investigated, "suspend", kind="inspection", by=office.inspector, conditions={"suspension_ground": "当事人逃匿"}
    )
    office.agree(investigated, "inspection")
    refused("期限中止中，不能延长")
    office.later(days=2).do(investigated, "resume", kind="inspection", by=office.inspector)
    office.do(investigated, "extend", kind="inspection", by=office.inspector)
    office.agree(investigated, "inspection")
    refused("最多延长1次，已延长1次")
    office.later(days=400)
    refused("期限已经届满")


@pytest.fixture
def asked(office):
    """An inspection that an inspector asks to have opened, three days after the door was."""
    case = office.case()
    office.do(case, "accept")
    acts.open_door(case_id=case.pk, kind="inspection", by=office.inspector, at=office.at)
    office.on("2026-11-26").do(case, "accept", kind="inspection", by=office.inspector)
    return case


def test_an_investigation_is_opened_by_a_second_person_and_counts_from_the_day_of_approval(office, asked):
    before = office.procedure(asked, "inspection")
    running = clocks.of(procedure_subject(before.pk)).get(stopped_at=None)
    assert (before.state, running.law_param) == ("received", "zj_acceptance_days")
    assert local_date(running.due_at) == date(2026, 11, 30), "the five working days of acceptance run on"
    with pytest.raises(RuleBroken, match="不能审批自己"):
        handling.approve(procedure_id=before.pk, by=office.inspector, at=office.at)
    office.on("2026-11-30").agree(asked, "inspection")
    after = office.procedure(asked, "inspection")
    assert (after.state, after.dates["approved_on"]) == ("investigating", "2026-11-30")
    due = timing.due(timing.begun("zj_investigation_days", office.at)).at
    assert clocks.of(procedure_subject(after.pk)).get(stopped_at=None).due_at == due


def test_an_investigation_whose_approval_paper_was_issued_counts_from_the_paper(office, asked, monkeypatch):
    office.procedure(asked, "inspection")
    paper = HeldPaper("filing_approval", 5, "立案审批表", "越人社监立〔2026〕1号", date(2026, 11, 27))
    monkeypatch.setattr(PORTS, "papers_of_case", lambda case_id: (paper,))
    handling.decline(procedure_id=office.procedure(asked, "inspection").pk, by=office.inspector, at=office.at)
    told = {"kind": "inspection", "by": office.inspector, "dates": {"approved_on": date(2020, 1, 1)}}
    office.on("2026-12-01").do(asked, "accept", **told)
    found = office.procedure(asked, "inspection")
    assert (found.state, found.dates["approved_on"]) == ("investigating", "2026-11-27")
    assert local_date(datetime.fromisoformat(found.clock["started"])) == date(2026, 11, 27)


def test_whoever_waits_sees_who_may_approve_and_what_to_do_when_nobody_can(as_, office):
    case = office.case()
    acts.open_door(case_id=handled(office, case).pk, kind="inspection", by=office.inspector, at=office.at)
    as_("inspector").post(f"/office/cases/procedures/{office.procedure(case, 'inspection').pk}/accept/")
    page = f"/office/cases/{case.pk}/"
    assert "现在没有另一个人可以审批" in as_("inspector").get(page).content.decode()
    second = Account.objects.create(username="b-inspector", name="周监察")
    Post.objects.create(account=second, role="inspector", place=office.town.town, valid_from=date(2020, 1, 1))
    assert re.search("可以审批的人：<[^>]*>周监察<", as_("inspector").get(page).content.decode())


def handled(office, case):
    office.do(case, "accept")
    return case
