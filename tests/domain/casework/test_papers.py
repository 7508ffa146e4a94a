"""What papers do for a case: what they show, which step may take them, which are wanting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from anxin.domain.casework.crime import Order, Service
from anxin.domain.casework.loading import case_types, holes
from anxin.domain.casework.moving import Standing, offers
from anxin.domain.casework.papers import (
    HeldPaper,
    PaperOrder,
    PaperStep,
    Served,
    Taken,
    approved_on,
    bound,
    free_for,
    shown,
    waits,
    wanting,
)
from anxin.law.competence import competence

INSPECTION, MEDIATION = case_types()["inspection"], case_types()["mediation"]
ORDER = INSPECTION.verb("investigating", "order")
HOLD = MEDIATION.verb("scheduled", "hold")
SCHEDULE = MEDIATION.verb("applied", "schedule")
DAY = date(2026, 11, 23)
ISSUED = HeldPaper("order_to_pay", 1, "责令限期支付通知书", "越人社监支〔2026〕3号", DAY)
SERVED = replace(ISSUED, served_on=DAY)
NOTICE = HeldPaper("mediation_notice", 7, "调解通知书", "皋欠薪调通〔2026〕1号", DAY, DAY)


def test_a_draft_shows_nothing_an_issued_order_its_deadline_a_served_one_its_service_too():
    assert shown(ORDER, (replace(ISSUED, issued_on=None),)) == {}
    assert shown(ORDER, (ISSUED,)) == {"order_deadline": ISSUED}
    assert shown(ORDER, (SERVED,)) == {"order_deadline": SERVED, "served": SERVED}


def test_of_two_papers_the_newer_one_shows_the_condition():
    newer = replace(ISSUED, paper=2)
    assert shown(ORDER, (ISSUED, newer)) == {"order_deadline": newer}
    assert free_for(ORDER, (ISSUED, newer)) == (newer, ISSUED)


def test_a_paper_serves_one_step_that_calls_for_it_and_may_show_a_condition_of_another_once():
    assert free_for(ORDER, (replace(ISSUED, used=frozenset({"order"})),)) == ()
    scheduled = replace(NOTICE, used=frozenset({"schedule"}))
    assert free_for(SCHEDULE, (scheduled,)) == ()
    assert shown(HOLD, (scheduled,)) == {"parties_told": scheduled}
    assert shown(HOLD, (replace(NOTICE, used=frozenset({"schedule", "hold"})),)) == {}
    assert free_for(HOLD, (ISSUED,)) == ()


def test_the_papers_of_a_verb_that_are_not_there_are_named():
    assert wanting(ORDER, ()) == ("order_to_pay", "service_receipt")
    assert wanting(ORDER, (ISSUED,)) == ("service_receipt",)


def test_what_a_paper_shows_is_no_obstacle_to_its_verb_and_stays_one_to_the_others():
    approval = HeldPaper("extension_approval", 3, "延长调查期限审批表", "越人社监延〔2026〕1号", DAY)
    standing = Standing("investigating", papers=(approval,))
    found = {
        one.move.verb: (one.obstacles, one.waits)
        for one in offers(INSPECTION, standing, competence=competence(), acting_as={"county_inspection"})
    }
    assert found["extend"] == ((), False)
    assert found["revoke"] == (("已写明撤销立案的理由",), True), "approval is no obstacle: it is asked for"


def test_a_paper_names_itself_with_its_number_and_its_service():
    assert ISSUED.words == "责令限期支付通知书（越人社监支〔2026〕3号）"
    assert SERVED.words.endswith("，2026-11-23送达")


def test_a_step_is_ready_when_nothing_is_lacking():
    step = PaperStep(1, "order", "劳动保障监察：责令限期支付", "", (), {})
    assert step.ready
    assert not replace(step, lacking=("文书已送达",)).ready


def test_a_table_whose_paper_shows_what_no_move_asks_for_has_a_hole():
    moves = tuple(
        replace(one, issued={"stars_seen": "order_to_pay"}) if one.verb == "hold" else one for one in MEDIATION.moves
    )
    assert holes(replace(MEDIATION, moves=moves)) == ["动作“hold”没有文书所证的条件“stars_seen”"]


def test_an_order_is_examined_by_the_first_service_that_counts_for_the_offence():
    until = date(2026, 12, 3)
    unserved = PaperOrder("责令限期支付通知书", "3号", DAY, until, 500_000, "0" * 64, (Served("登报", DAY),))
    assert unserved.as_examined == Order("责令限期支付通知书", until)
    posted = Served("张贴", date(2026, 11, 26), files=("照片",), method=Service.POSTED)
    handed = Served("直接送达", date(2026, 11, 27), method=Service.IN_PERSON)
    served = replace(unserved, services=(*unserved.services, handed, posted))
    assert served.as_examined == Order("责令限期支付通知书", until, date(2026, 11, 26), Service.POSTED, filmed=True)


def test_a_verb_that_needs_approval_waits_unless_the_approval_paper_shows_it():
    verb = case_types()["inspection"].verb("investigating", "extend")
    approval = HeldPaper("extension_approval", 3, "延长调查期限审批表", "越人社监延〔2026〕1号", DAY)
    assert waits(verb, ())
    assert not waits(verb, (approval,))
    assert waits(case_types()["case"].verb("handling", "close_otherwise"), (approval,))


SUSPEND = INSPECTION.verb("investigating", "suspend")
LATER = date(2026, 12, 1)


def stopping(number, day):
    return HeldPaper("suspension_approval", number, "中止调查审批表", f"{number}号", day)


def test_an_approval_paper_made_out_after_its_step_belongs_to_that_step_and_approves_no_other():
    (paper,) = bound([stopping(1, LATER)], [Taken(SUSPEND, DAY)])
    assert paper.used == {"suspend"}
    assert waits(SUSPEND, (paper,)), "the next stop asks a second person again"
    first, second = bound([stopping(1, LATER), stopping(2, LATER)], [Taken(SUSPEND, DAY)])
    assert (first.used, second.used) == ({"suspend"}, frozenset())
    assert not waits(SUSPEND, (first, second)), "a second paper is free for the second stop"


def test_a_paper_of_before_the_step_a_paper_that_was_taken_and_another_form_are_left_alone():
    assert bound([stopping(1, DAY)], [Taken(SUSPEND, LATER)])[0].used == frozenset()
    taken = bound([stopping(1, DAY), stopping(2, LATER)], [Taken(SUSPEND, DAY, (1,))])
    assert [one.used for one in taken] == [{"suspend"}, frozenset()]
    assert bound([ISSUED], [Taken(SUSPEND, DAY)])[0].used == frozenset()
    assert bound([NOTICE], [Taken(SCHEDULE, DAY)])[0].used == frozenset(), "only approvals are bound by themselves"
    assert bound([stopping(1, None)], [Taken(SUSPEND, DAY)])[0].used == {"suspend"}, (
        "a draft will be the paper of that step"
    )


def test_the_day_of_approval_is_that_of_the_paper_or_of_the_approval_here():
    accept = INSPECTION.verb("received", "accept")
    paper = HeldPaper("filing_approval", 4, "立案审批表", "4号", DAY)
    assert approved_on(accept, (paper,), on=LATER) == DAY
    assert approved_on(accept, (), on=LATER) == LATER
