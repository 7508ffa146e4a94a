"""A missed part makes the rest of a plan due where that was agreed, by itself and only there."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import ledger
from anxin.apps.cases.actions.falling_due import take_back_plan
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.for_filers import standing_for_filer
from anxin.apps.cases.limits import last_interrupted
from anxin.apps.cases.models import Agreement
from anxin.apps.intake.models import Message
from anxin.base import clocks
from anxin.base.actors import system
from anxin.base.clocks.sweeping import sweep
from anxin.base.eventlog.models import EventRow
from anxin.domain.casework.ledger import Kind, beside, instalments, left_of_plan
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, RuleBroken

from .test_mediation import agree, calculated, held, room

pytestmark = pytest.mark.django_db
__all__ = ["room"]
MIGRATION = import_module("anxin.apps.cases.migrations.0021_term_of_each_part")
DAYS = ("2026-12-10", "2027-01-10", "2027-02-10")


@pytest.fixture
def planned(office):
    """A plan of 3 parts for one worker who is owed 9,000 yuan, made without mediation."""

    def make(**options):
        case = office.case(name="张三")
        office.do(case, "accept")
        one = ledger.add_claimant(case_id=case.pk, name="张三", by=office.town.clerk, at=office.at)
        told = {
            "case_id": case.pk,
            "claimant_id": one.pk,
            "on": local_date(office.at),
            "by": office.town.clerk,
            "at": office.at,
        }
        ledger.write(kind=Kind.CLAIMED, amount_fen=900_000, **told)
        for day in DAYS:
            ledger.write(kind=Kind.PROMISED, amount_fen=300_000, due=date.fromisoformat(day), **told)
        office.do(case, "promise", conditions={"plan_signed": "双方签字", **options})
        return case

    return make


def watch(*, at):
    sweep(by=system("clock-keeper"), at=at)


def pay(office, case, fen):
    one = case.claimants.get()
    ledger.write(
        case_id=case.pk, claimant_id=one.pk, kind=Kind.PAID, amount_fen=fen, on=local_date(office.at), proof="ab" * 32,
        by=office.town.clerk, at=office.at,
    )  # fmt: skip


def open_parts(office, case):
    found = instalments(entries_of(case), on=local_date(office.at))
    return [(one.due.isoformat(), one.open_fen) for one in found if one.open_fen]


def test_the_rest_falls_due_by_itself_the_day_after_a_missed_part_and_everybody_is_told(office, planned):
    case = planned(rest_due="协议第三条")
    before = last_interrupted(case)
    pay(office, case, 300_000)
    office.on("2027-01-10", hour=23)
    watch(at=office.at)
    assert office.procedure(case).state == "promised", "the day itself is not over"
    office.on("2027-01-11", hour=1)
    watch(at=office.at)
    assert office.procedure(case).state == "handling"
    assert open_parts(office, case) == [("2027-01-10", 300_000), ("2027-01-11", 300_000)]
    assert beside(entries_of(case), on=local_date(office.at)) == (600_000, 600_000, 0), "the same sum, only sooner"
    event = EventRow.objects.get(type="cases.rest_fell_due").data
    assert (event["parts"], event["amount_yuan"]) == (1, "3,000.00")
    assert "其余各期一并到期" in Message.objects.filter(from_filer=False).latest("pk").words
    assert standing_for_filer(case.filings.get().filing).state == "办理中"
    assert last_interrupted(case) == max(before, date(2026, 11, 23)), "no new promise of the employer"
    watch(at=office.later(hours=1).at)
    assert EventRow.objects.filter(type="cases.rest_fell_due").count() == 1
    office.do(case, "ask_payment_order")


def test_without_such_a_term_the_other_parts_keep_their_days_and_a_person_says_what_follows(office, planned):
    case = planned()
    office.on("2026-12-11")
    watch(at=office.at)
    assert office.procedure(case).state == "promised"
    office.do(case, "default")
    assert open_parts(office, case) == [(day, 300_000) for day in DAYS]
    assert not EventRow.objects.filter(type="cases.rest_fell_due").exists()


def test_a_new_plan_without_the_term_does_not_inherit_it(office, planned):
    case = planned(rest_due="协议第三条")
    office.on("2026-12-11")
    watch(at=office.at)
    one = case.claimants.get()
    told = {"case_id": case.pk, "claimant_id": one.pk, "by": office.town.clerk, "at": office.at}
    for day, fen in open_parts(office, case):
        due = date.fromisoformat(day)
        ledger.write(kind=Kind.PROMISED, amount_fen=-fen, on=local_date(office.at), due=due, note="旧分期作废", **told)
    ledger.write(kind=Kind.PROMISED, amount_fen=900_000, on=local_date(office.at), due=date(2026, 12, 20), **told)
    office.do(case, "promise", conditions={"plan_signed": "重新签字"})
    assert "rest_due" not in office.procedure(case).known


def test_an_agreement_in_mediation_with_the_term_is_broken_by_itself_and_leads_to_the_payment_order(office, room):
    held(office, room)
    calculated(office, room)
    agree(office, room, rest_due=True)
    assert Agreement.objects.get().rest_due
    office.do(room.case, "agree", kind="mediation")
    office.on("2027-01-01")
    watch(at=office.at)
    found = office.procedure(room.case, "mediation")
    assert found.state == "breached"
    assert [day for day, _ in open_parts(office, room.case)] == ["2026-12-31", "2027-01-01"]
    running = clocks.of(f"cases.procedure:{found.pk}").filter(stopped_at=None, law_param="local_next_step_days")
    assert running.exists(), "the next step has its own clock"
    office.do(room.case, "ask_payment_order", kind="mediation")
    office.do(room.case, "ask_enforcement", kind="mediation", conditions={"confirmation_kept": "司法确认裁定书在卷"})


def test_of_a_plan_that_was_kept_nothing_is_left_to_fall_due():
    assert left_of_plan([], on=date(2026, 12, 1)) == []


def test_a_broken_plan_is_taken_back_at_once_and_a_running_one_is_not(as_, office, planned):
    case = planned()
    told = {"case_id": case.pk, "by": office.town.clerk}
    with pytest.raises(RuleBroken, match="分期还在履行中"):
        take_back_plan(reason="重新约定", at=office.at, **told)
    pay(office, case, 350_000)
    office.on("2027-01-11")
    office.do(case, "default")
    with pytest.raises(BadInput, match="没有作废"):
        take_back_plan(reason=" ", at=office.at, **told)
    page, press = f"/office/cases/{case.pk}/", f"/office/cases/{case.pk}/plan/back/"
    assert "作废未付的分期" in as_("clerk").get(page).content.decode()
    assert take_back_plan(reason="第二次约定", at=office.at, **told) == 2
    assert open_parts(office, case) == []
    assert beside(entries_of(case), on=local_date(office.at))[:2] == (550_000, 0), (
        "what is owed stays, what was paid too"
    )
    with pytest.raises(RuleBroken, match="没有未付的分期"):
        take_back_plan(reason="再一次", at=office.at, **told)
    assert as_("clerk").post(press, {"reason": ""}, follow=True).status_code == 200


@pytest.fixture
def shared_plan(office):
    """A plan of 3 parts each for two workers who filed themselves; only the second is paid in time."""
    case = office.case(name="张三", phone="13911110001")
    other = office.filing(name="李四", phone="13911110002")
    acts.open_from_filing(filing_id=other, by=office.town.clerk, at=office.at)
    office.do(case, "accept")
    told = {"case_id": case.pk, "on": local_date(office.at), "by": office.town.clerk, "at": office.at}
    for name in ("张三", "李四"):
        one = ledger.add_claimant(case_id=case.pk, name=name, by=office.town.clerk, at=office.at)
        ledger.write(claimant_id=one.pk, kind=Kind.CLAIMED, amount_fen=900_000, **told)
        for day in DAYS:
            ledger.write(
                claimant_id=one.pk, kind=Kind.PROMISED, amount_fen=300_000, due=date.fromisoformat(day), **told
            )
    office.do(case, "promise", conditions={"plan_signed": "双方签字", "rest_due": "协议第三条"})
    office.on("2026-12-09")
    pay_second(office, case)
    return case


def pay_second(office, case):
    ledger.write(
        case_id=case.pk, claimant_id=case.claimants.latest("pk").pk, kind=Kind.PAID, amount_fen=300_000,
        on=local_date(office.at), proof="ab" * 32, by=office.town.clerk, at=office.at,
    )  # fmt: skip


def of_each(office, case):
    found = instalments(entries_of(case), on=local_date(office.at))
    return {
        one.pk: [(part.due.isoformat(), part.open_fen) for part in found if part.worker == one.pk and part.open_fen]
        for one in case.claimants.order_by("pk")
    }


def watched(case):
    return clocks.of(f"cases.procedure:{case.procedures.get().pk}").filter(kind="cases.duty.kept_plans").first()


def test_of_two_workers_only_the_one_whose_part_was_missed_has_the_rest_due(office, shared_plan):
    office.on("2026-12-11", hour=1)
    watch(at=office.at)
    first, second = of_each(office, shared_plan).values()
    assert first == [("2026-12-10", 300_000), ("2026-12-11", 600_000)]
    assert second == [("2027-01-10", 300_000), ("2027-02-10", 300_000)], "who was paid keeps their days"
    words = {
        code: Message.objects.filter(filing=row.filing, from_filer=False).latest("pk").words
        for code, row in zip("ab", shared_plan.filings.order_by("pk"), strict=True)
    }
    assert "其余各期一并到期" in words["a"]
    assert "没有逾期，仍按原约定" in words["b"]
    assert "一并到期" not in words["b"]
    assert local_date(watched(shared_plan).due_at) == date(2027, 1, 10), "somebody watches the kept plan"


def test_a_kept_plan_that_is_missed_later_falls_due_by_itself_and_a_payment_moves_its_clock(office, shared_plan):
    office.on("2026-12-11", hour=1)
    watch(at=office.at)
    office.on("2027-01-05")
    pay_second(office, shared_plan)
    assert local_date(watched(shared_plan).due_at) == date(2027, 2, 10)
    office.on("2027-02-11", hour=1)
    watch(at=office.at)
    assert EventRow.objects.filter(type="cases.rest_fell_due").count() == 1, "the last part leaves no rest"
    assert watched(shared_plan).stopped_at is not None


def test_a_later_miss_of_a_kept_plan_makes_its_rest_due_and_tells_that_worker(office, shared_plan):
    office.on("2026-12-11", hour=1)
    watch(at=office.at)
    office.on("2027-01-11", hour=1)
    watch(at=office.at)
    second = list(of_each(office, shared_plan).values())[1]
    assert second == [("2027-01-10", 300_000), ("2027-01-11", 300_000)]
    last = shared_plan.filings.latest("pk").filing
    assert "其余各期一并到期" in Message.objects.filter(filing=last, from_filer=False).latest("pk").words


def test_taking_a_broken_plan_back_leaves_the_kept_one(office, shared_plan):
    office.on("2026-12-11", hour=1)
    watch(at=office.at)
    take_back_plan(case_id=shared_plan.pk, reason="重新约定", by=office.town.clerk, at=office.at)
    first, second = of_each(office, shared_plan).values()
    assert (first, second) == ([], [("2027-01-10", 300_000), ("2027-02-10", 300_000)])
    one = shared_plan.claimants.earliest("pk")
    ledger.write(
        case_id=shared_plan.pk, claimant_id=one.pk, kind=Kind.PROMISED, amount_fen=900_000, on=local_date(office.at),
        due=date(2026, 12, 20), by=office.town.clerk, at=office.at,
    )  # fmt: skip
    office.do(shared_plan, "promise", conditions={"plan_signed": "重新签字"})
    assert watched(shared_plan).stopped_at is not None, "the clock of the plan watches all again"


def new_plan(office, case, claimant, day="2026-12-20", **options):
    """One worker agrees anew on a single day for all that is open."""
    open_ = sum(fen for _day, fen in of_each(office, case)[claimant.pk])
    take_back_plan(case_id=case.pk, reason="重新约定", by=office.town.clerk, at=office.at)
    ledger.write(
        case_id=case.pk, claimant_id=claimant.pk, kind=Kind.PROMISED, amount_fen=open_, on=local_date(office.at),
        due=date.fromisoformat(day), by=office.town.clerk, at=office.at,
    )  # fmt: skip
    office.do(case, "promise", conditions={"plan_signed": "重新签字", **options})


def test_who_agrees_anew_without_the_term_takes_it_from_nobody_else(office, shared_plan):
    office.on("2026-12-11", hour=1)
    watch(at=office.at)
    first, second = shared_plan.claimants.order_by("pk")
    new_plan(office, shared_plan, first, day="2027-03-01")
    office.on("2027-01-11", hour=1)
    watch(at=office.at)
    assert of_each(office, shared_plan) == {
        first.pk: [("2027-03-01", 900_000)],
        second.pk: [("2027-01-10", 300_000), ("2027-01-11", 300_000)],
    }, "the second still has what was agreed with them"
    assert office.procedure(shared_plan).state == "handling"


def test_a_part_missed_without_the_term_does_not_keep_that_of_another_from_falling_due_later(office, shared_plan):
    office.on("2026-12-11", hour=1)
    watch(at=office.at)
    first, second = shared_plan.claimants.order_by("pk")
    new_plan(office, shared_plan, first)
    office.on("2026-12-21", hour=1)
    watch(at=office.at)
    assert office.procedure(shared_plan).state == "promised", "without the term a person says what follows"
    office.on("2027-01-11", hour=1)
    watch(at=office.at)
    assert of_each(office, shared_plan)[second.pk] == [("2027-01-10", 300_000), ("2027-01-11", 300_000)]


def test_a_day_corrected_in_a_plan_that_is_kept_stays_under_its_term(office, shared_plan):
    second = shared_plan.claimants.latest("pk")
    told = {"case_id": shared_plan.pk, "claimant_id": second.pk, "on": local_date(office.at), "by": office.town.clerk}
    more = {"kind": Kind.PROMISED, "at": office.at, **told}
    ledger.write(amount_fen=-300_000, due=date(2027, 2, 10), note="付款日写错", **more)
    ledger.write(amount_fen=300_000, due=date(2027, 2, 20), **more)
    assert [one.rest_due for one in instalments(entries_of(shared_plan), on=local_date(office.at))] == [True] * 6


def test_running_plans_get_the_term_they_were_signed_with_and_a_lost_one_comes_back(office, shared_plan):
    office.on("2026-12-11", hour=1)
    watch(at=office.at)
    first, second = shared_plan.claimants.order_by("pk")
    new_plan(office, shared_plan, first, day="2027-03-01")
    before = set(shared_plan.entries.filter(rest_due=True).values_list("pk", flat=True))
    shared_plan.entries.update(rest_due=None)
    MIGRATION.give_terms(apps, None)
    assert {one.rest_due for one in shared_plan.entries.filter(claimant=second, kind="promised")} == {True}
    newest = shared_plan.entries.filter(claimant=first, kind="promised").latest("pk")
    assert newest.rest_due is False
    assert before <= set(shared_plan.entries.filter(rest_due=True).values_list("pk", flat=True))


def test_the_term_of_an_agreement_comes_back_to_its_own_parts_only(office, room):
    held(office, room)
    calculated(office, room)
    agree(office, room, rest_due=True)
    room.case.entries.update(rest_due=None)
    MIGRATION.give_terms(apps, None)
    rows = room.case.entries.values_list("kind", "rest_due").order_by("pk")
    assert [term for kind, term in rows if kind == "promised"] == [True, True]
    assert [term for kind, term in rows if kind != "promised"] == [None, None]


def test_the_page_says_of_which_parts_the_rest_falls_due(as_, office, planned):
    case = planned(rest_due="协议第三条")
    page = as_("clerk").get(f"/office/cases/{case.pk}/").content.decode()
    assert page.count("· 一期逾期，其余各期一并到期") == 1, "once per worker"
    case.entries.update(rest_due=False)
    assert "· 一期逾期，其余各期一并到期" not in as_("clerk").get(f"/office/cases/{case.pk}/").content.decode()


def test_a_plan_that_runs_is_not_offered_to_be_taken_back(as_, office, planned):
    case = planned()
    page = f"/office/cases/{case.pk}/"
    assert "作废未付的分期" not in as_("clerk").get(page).content.decode()
    office.on("2026-12-11")
    office.do(case, "default")
    assert "作废未付的分期" in as_("clerk").get(page).content.decode()


def test_a_running_agreement_in_mediation_is_not_offered_to_be_taken_back_either(as_, office, room):
    held(office, room)
    calculated(office, room)
    agree(office, room)
    office.do(room.case, "agree", kind="mediation")
    assert "作废未付的分期" not in as_("clerk").get(f"/office/cases/{room.case_id}/").content.decode()
